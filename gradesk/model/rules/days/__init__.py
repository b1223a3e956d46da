"""Days, weeks, terms, years and ages."""
