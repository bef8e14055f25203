"""What makes the weights that come with the package. Nothing here is imported at run time."""
