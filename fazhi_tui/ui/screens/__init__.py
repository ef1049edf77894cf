"""Places to stand: each screen shows the app's snapshot and asks for changes."""
