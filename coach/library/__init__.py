"""The library of source articles: reading, indexing and searching it."""
