"""The terminal interface: app > screens > dialogs > widgets > commands and messages."""
