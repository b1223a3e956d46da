"""The week of a school: its periods, when adults work, when support takes place, and what cannot be at once."""
