"""Measurements of the installed program, the way a person meets it."""
