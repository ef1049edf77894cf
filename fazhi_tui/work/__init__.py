"""The office's jobs without a screen."""
