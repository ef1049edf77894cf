"""Slim widgets drawn line by line: they take plain values by `show` and post their own messages."""
