"""Filling the sheets that documents print, for many pupils at once."""
