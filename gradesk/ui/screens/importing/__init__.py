"""Bringing the register in."""
