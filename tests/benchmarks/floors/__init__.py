"""What the program is measured beside, each a script of its own."""
