"""Assessments of a class, and the measures themselves."""
