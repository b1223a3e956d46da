"""What is looked at before anything is drawn."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gradesk.documents.press.text import uncovered
from gradesk.services.paper.sheets import Sheet
from gradesk.system.refusal import Refused

MOST_NAMED = 4  # signs of one place in a sentence


@dataclass(frozen=True, slots=True)
class Missing:
    """Characters in one place of a document that no bundled font has."""

    where: str
    characters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A sheet that cannot be printed: whose it is as the print names them, which document, and what stands in the way."""

    pupil_ids: tuple[str, ...]
    name: str
    title: str
    reason: str


def missing_glyphs(texts: Iterable[tuple[str, str]]) -> tuple[Missing, ...]:
    """The places, of (name, text), that hold characters no bundled font has."""
    return tuple(Missing(where, found) for where, text in texts if (found := uncovered(text)))


def in_the_way(texts: Iterable[tuple[str, str]]) -> str:
    """What of these texts cannot be printed, with the places; empty when all can."""
    return "; ".join(f"{named(found.characters)} in “{found.where}”" for found in missing_glyphs(texts))


def refuse_missing(sheet: Sheet, texts: Iterable[tuple[str, str]]) -> None:
    """Raise Refused with the characters and their places, if there are any."""
    if places := in_the_way(texts):
        raise Refused(
            f"No font of Gradesk can print {places} for {sheet.heading.preferred_name}, so nothing was printed and "
            "the text is kept; please write it another way."
        )


def named(characters: Sequence[str]) -> str:
    """Characters so that a person finds them: letters by their script, signs by name, what is not seen by its number."""
    scripts: dict[str, list[str]] = {}
    signs: list[str] = []
    for one in characters:
        kind, name = unicodedata.category(one), unicodedata.name(one, "")
        if kind[0] in "LM" and name:
            scripts.setdefault(name.split()[0].capitalize(), []).append(one)
        elif kind[0] in "CZ" or not name:
            signs.append(f"an invisible sign (U+{ord(one):04X})")
        else:
            signs.append(f"{one} ({name.lower()})")
    letters = [f"{script} letters ({' '.join(found[:MOST_NAMED])})" for script, found in scripts.items()]
    more = [f"{len(signs) - MOST_NAMED} more"] if len(signs) > MOST_NAMED else []
    return ", ".join([*letters, *signs[:MOST_NAMED], *more])


def sentence(refused: Sequence[Unprintable], *, others: bool) -> str:
    """What a person is told of those who were left out, with the remedy; empty when nobody was."""
    if not refused:
        return ""
    lines = "; ".join(f"{one.name}, {one.title}: {one.reason}" for one in refused)
    kept = "the others are there" if others else "nothing was printed"
    return f"Not printed, since no font of Gradesk has it: {lines}. The text is kept and {kept}; write it another way."
