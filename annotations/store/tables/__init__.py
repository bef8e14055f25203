"""The tables of each step of the schema: statements in SQL, parted by `;;`, never edited once released."""
