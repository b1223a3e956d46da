"""Reading a table from a file of some kind."""
