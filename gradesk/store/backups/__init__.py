"""Copies of a school’s file: made, proved, thinned, compared; and what a damaged one still holds."""
