"""Observations, measures with results, and documents."""
