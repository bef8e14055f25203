"""Who said what, in all of the library: grouped, read entry by entry, set against each other, and as records."""
