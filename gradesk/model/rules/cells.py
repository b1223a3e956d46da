"""Cells of a table that a spreadsheet opens: words that somebody typed stay words and are never reckoned as a formula."""

from __future__ import annotations

STARTS = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet begins a formula


def as_words(cell: str) -> str:
    """The cell behind an apostrophe where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(STARTS) else cell
