"""The terminal interface: app > program > screens > dialogs > widgets > commands and messages.

Set before Textual is imported: with the kitty keyboard protocol a few characters committed at once
by an input method turn to garbage on some terminals.
"""

import os

os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
