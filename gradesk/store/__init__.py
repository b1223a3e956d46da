"""The encrypted file: opening it, units of work, the journal of changes, and its schema."""
