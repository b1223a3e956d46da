"""What is owed, what was caught in passing, and what comes in the next weeks."""
