"""Words that differ by one slip of the hand: a letter wrong, missing, doubled or too many, or two letters swapped."""

from __future__ import annotations

SHORTEST = 3  # letters; of shorter words anything is one slip away


def one_slip(typed: str, meant: str) -> bool:
    """Whether a word is another with exactly one slip in it."""
    if typed == meant or min(len(typed), len(meant)) < SHORTEST or abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    rest, wanted = typed[start:], meant[start:]
    if len(rest) != len(wanted):
        longer, shorter = (rest, wanted) if len(rest) > len(wanted) else (wanted, rest)
        return longer[1:] == shorter
    return rest[1:] == wanted[1:] or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])
