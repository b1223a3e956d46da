"""A board of weeks with bars in lanes."""
