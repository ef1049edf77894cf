"""What must be read back without loss: the journal of changes and its projection, in SQL."""
