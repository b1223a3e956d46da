"""What was seen, measured and written by others about a pupil."""
