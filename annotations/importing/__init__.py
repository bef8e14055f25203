"""Into the library: articles from files, addresses and tables, exports that come back, and what other programs made.

`named` takes whatever a person names and gives it to the others. `gathering` finds it, `fetching` brings pages by their
address, `preparing` finds what takes time, and each of the rest brings in what its name says.
"""
