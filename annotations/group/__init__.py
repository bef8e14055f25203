"""Several people on the same articles: given out, held against each other, and decided between."""
