"""Typed questions: each dialog gets values and returns one."""
