"""The bank of targets and strategies, and the checks of wording."""
