"""Pages of what is given beyond the class."""
