"""Several names in one field, as people write them: “Mrs Ali, Mr Ode and Ms Fox”; a firm or a club is one of them."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\s*[,;/]\s*")
_AND = re.compile(r"\s*(?:&|\band\b)\s*", re.IGNORECASE)
_EDGE = re.compile(r"^(?:(?:&|and\b)\s*)+|(?:\s*(?:&|\band))+$", re.IGNORECASE)
# What says of a name that it is one person’s, or a role.
_PERSON = re.compile(
    r"\b(?:mr|mrs|ms|miss|mx|dr|prof|rev|sir|dame|sister|father|teachers?|tas?|hltas?|assistants?|sencos?|"
    r"deputy|head|tutors?|coach|mentors?|nurse|therapists?|psychologist|parents?|volunteers?|adults?|elsas?)\b",
    re.IGNORECASE,
)
# What says that “and” is within the name of a firm or a club.
_FIRM = re.compile(
    r"\b(?:sons?|daughters?|bros|brothers|co|company|ltd|llp|plc|cic|partners|associates|clubs?|teams?|services?|trust|"
    r"charity|hub|centre|agency|studios?|academy|college|council|church|foundation|group|education|learning)\b",
    re.IGNORECASE,
)


def people(words: str) -> list[str]:
    """The names in what was typed under “Led by”. “Anderson and Sons” or “Marks & Spencer club” is one."""
    parts = (_EDGE.sub("", part).strip() for part in _BETWEEN.split(words.strip()))
    return [name for part in parts if part for name in _together(part)]


def _together(words: str) -> list[str]:
    """What “and” parts, unless the whole is the name of a firm."""
    names = [name for name in _AND.split(words) if name]
    if len(names) > 1 and any(map(_FIRM.search, names)) and not any(map(_PERSON.search, names)):
        return [words]
    return names
