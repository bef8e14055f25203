"""What there is in numbers, and how long it took: counted, foretold, and drawn for a terminal or a page."""
