"""A pupil’s whole story on one line of time, and the cycles of a school side by side."""
