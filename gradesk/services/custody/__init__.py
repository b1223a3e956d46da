"""What was changed, by whom and when; undone, redone and restored."""
