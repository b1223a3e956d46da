"""A pasted section taken apart into its lines: by number, by bullet, or by paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gradesk.model.rules.ehc.quantity import Quantity, read_quantity

MOST = 80  # lines of one section; no plan has half of it
_LEAD = re.compile(r"^\s*(?:(?:section\s+)?[A-K]?\s?\d{1,2}(?:\.\d{1,2})?\s*[.):\-–]|[•●▪◦‣*·–-])\s+", re.IGNORECASE)
# The title of the section is none of its lines.
_TITLE = re.compile(r"^\s*section\s+[A-K]\b(?![^.]*\d)[^.]{0,80}$", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(?:section\s+)?[A-K]?\s?\d{1,2}(?:\.\d{1,2})?\s*[.):\-–]\s+", re.IGNORECASE)
_WHO = re.compile(
    r"\b(?:by|from|with|led by|delivered by|provided by)\s+((?:an?|the|a trained|a qualified)\s+[a-z][a-z /&-]{2,60}?)"
    r"(?=[,.;]|\s+(?:in|for|each|every|per|during|to|who|at|on|once|twice|daily|weekly|termly|\d)\b|$)",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"\b(?:in|during|across)\s+((?:all lessons|every lesson|all subjects|unstructured times?|break and lunch|lunch(?:time)?"
    r"|break(?:time)?|assembl(?:y|ies)|(?:english|maths|mathematics|science|pe|literacy|numeracy|phonics|art|music|history"
    r"|geography|computing)(?:(?:,| and|, and)\s+(?:english|maths|mathematics|science|pe|literacy|numeracy|phonics|art|music"
    r"|history|geography|computing))*))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Read:
    """One line as it was read: its words, its amount, who gives it and where it holds; empty where that is not said."""

    words: str
    quantity: Quantity = field(default_factory=Quantity)
    who: str = ""
    scope: str = ""


def lines(pasted: str) -> list[str]:
    """The lines of a section, each in one piece and without its number or bullet; at most 80.

    Where lines are numbered, what follows without a number belongs to the one before; else where there are bullets, each
    begins a line; else every paragraph is one, parted by an empty line or by its end.
    """
    rows = [row.rstrip() for row in pasted.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    lead = _NUMBERED if sum(bool(_NUMBERED.match(row)) for row in rows) > 1 else _LEAD
    has_leads = any(lead.match(row) for row in rows)
    found: list[list[str]] = []
    is_open = False
    for row in rows:
        if _TITLE.match(row):
            continue
        if not row.strip():
            is_open = is_open and has_leads and lead is _NUMBERED
            continue
        if has_leads and lead.match(row):
            found.append([lead.sub("", row, count=1).strip()])
            is_open = True
        elif is_open and (has_leads or row[:1].islower()):
            found[-1].append(row.strip())
        else:
            found.append([row.strip()])
            is_open = True
    return [" ".join(part for part in parts if part) for parts in found if any(parts)][:MOST]


def read(pasted: str) -> list[Read]:
    """The lines of a section of provision with what could be read of each."""
    return [_read(words) for words in lines(pasted)]


def by_when(outcome: str) -> str:
    """By when an outcome is to be reached, as it is written; empty where it is not said."""
    found = re.search(r"\bby (the end of [^,.;]{3,40}|[A-Z]?[a-z]+ (?:term )?\d{4}|(?:year|key stage) \d+)", outcome)
    return found.group(1).strip() if found else ""


def _read(words: str) -> Read:
    who, scope = _WHO.search(words), _SCOPE.search(words)
    return Read(
        words, read_quantity(words), who.group(1).strip() if who else "", scope.group(1).strip() if scope else ""
    )
