"""The school, its staff, its year, its paper, and what it imports."""
