"""The school and its words."""
