"""What is looked at before anything is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gradesk.documents.press.text import uncovered
from gradesk.services.paper.sheets import Sheet
from gradesk.system.refusal import Refused


@dataclass(frozen=True, slots=True)
class Missing:
    """Characters in one place of a document that no bundled font has."""

    where: str
    characters: tuple[str, ...]


def missing_glyphs(texts: Iterable[tuple[str, str]]) -> tuple[Missing, ...]:
    """The places, of (name, text), that hold characters no bundled font has."""
    return tuple(Missing(where, found) for where, text in texts if (found := uncovered(text)))


def refuse_missing(sheet: Sheet, texts: Iterable[tuple[str, str]]) -> None:
    """Raise Refused with the characters and their places, if there are any."""
    missing = missing_glyphs(texts)
    if missing:
        places = "; ".join(f"{' '.join(found.characters)} in “{found.where}”" for found in missing)
        raise Refused(
            f"No font of Gradesk can print {places} for {sheet.heading.preferred_name}, so nothing was printed and "
            "the text is kept; please write it another way."
        )
