"""Reviewing a class or a group."""
