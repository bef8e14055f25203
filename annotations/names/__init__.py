"""Names: words that look like one, names that may mean the same, and those that people have said do."""
