"""Today: what is owed, what is coming, who promised what, and what waits for a name."""
