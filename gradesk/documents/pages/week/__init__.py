"""The pages about a planned week and a planned term."""
