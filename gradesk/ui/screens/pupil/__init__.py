"""One pupil."""
