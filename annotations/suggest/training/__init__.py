"""What made the models of this package; nothing of it is loaded when the program runs."""
