"""What an assessment is and how it adds up: pure values and functions, no input or output."""
