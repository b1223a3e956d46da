"""Fonts, scripts and languages: what letters stand for, and how wide they are."""
