"""What goes to units and offices as workbooks, and what comes back from them."""
