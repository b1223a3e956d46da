"""Which words of a target or an event are plain enough to become support: what it is, who leads it, how much of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gradesk.model.rules.term import dose_words
from gradesk.model.rules.term.dose_words import Dose
from gradesk.model.rules.words.blanks import blanks

NAME = 80  # letters: longer words describe more than they name
_CLAUSE = re.compile(r"[;:(–\n]|[.,](?=\s|$)")
_LED_BY = re.compile(
    r"\b(?:with|led by|by)\s+(?P<who>(?:Mrs|Mr|Ms|Miss|Mx|Dr)\b\.?\s+[^\W\d_][\w’'-]*(?:\s+[A-ZÀ-Þ][\w’'-]*)?)"
)
_BEGINS = re.compile(r"\d|\b(?:once|twice|daily|weekly|every|half an hour|an hour)\b", re.IGNORECASE)
_GROUP = re.compile(r"\b(?:in|as) (?:a|an|his|her|their|the)\s+(?:small\s+)?group|\bsmall group\b|\bgroup of\b", re.I)
_ALONE = re.compile(r"\b(?:1:1|1-1|1 to 1|one[- ]to[- ]one|individual(?:ly)?|alone with)\b", re.I)
_CLASS = re.compile(r"\b(?:whole class|in class|with the class)\b", re.I)


@dataclass(frozen=True)
class Plain:
    """What plain words come to."""

    name: str
    led_by: str
    dose: Dose
    form: str  # empty where the words do not say it


def name_of(words: str) -> str:
    """What support is called by words that tell of it: their first clause; empty where that says more than a name."""
    lines = [line.strip(" -•\t") for line in words.strip().splitlines() if line.strip(" -•\t")]
    first = _CLAUSE.split(lines[0], maxsplit=1)[0].strip() if lines else ""
    return first if first and len(first) <= NAME and not blanks(first) else ""


def form_of(*words: str) -> str:
    """One to one, in a group or in class, as words say it; empty where they say none of it, or several."""
    text = " ".join(words)
    found = [code for code, one in (("group", _GROUP), ("one_to_one", _ALONE), ("class", _CLASS)) if one.search(text)]
    return found[0] if len(found) == 1 else ""


def of_target(how: str, who: str, how_often: str, how_long: str, place: str = "") -> Plain | None:
    """What a target says of support; None where it is not plain how often and how long, or what it is."""
    name = name_of(how)
    dose = dose_words.read(", ".join(part for part in (how_long, how_often) if part.strip()))
    if not name or dose is None or not dose.is_timed or blanks(who) or "\n" in who.strip():
        return None
    return Plain(name, " ".join(who.split()), dose, form_of(how, place))


def of_event(title: str, who: str, note: str) -> Plain | None:
    """What an event of the timeline says of support: a name as its title with the dose as its note, or both in the title."""
    name, rest = title.strip(" .,:"), note
    if not note.strip() and (begins := _BEGINS.search(title)) is not None:
        name, rest = title[: begins.start()].strip(" .,:–-"), title[begins.start() :]
    told = _LED_BY.search(rest)
    led_by = told["who"] if told is not None else ""
    words = _LED_BY.sub(" ", rest, count=1)
    dose = dose_words.read(words)
    if not name_of(name) or dose is None or not dose.is_timed:
        return None
    return Plain(name_of(name), led_by or " ".join(who.split()), dose, form_of(title, note))
