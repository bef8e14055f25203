"""Exchange formats, export and import side by side, in one registry."""
