"""Sessions are placed in a week: who takes them and when, so that nobody is in two places, and why one cannot be."""
