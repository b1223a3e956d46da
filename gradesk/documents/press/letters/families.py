"""The letters a school may choose, and behind each of them those that fill its gaps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache


class Face(Enum):
    """A style of letter."""

    REGULAR = "Regular"
    BOLD = "Bold"
    ITALIC = "Italic"


@dataclass(frozen=True, slots=True)
class Family:
    """A family of letters by the stem of its font files; `slanted` when it has an italic of its own."""

    code: str
    title: str
    stem: str
    slanted: bool = True


FAMILIES = (
    Family("atkinson", "Atkinson Hyperlegible Next", "AtkinsonHyperlegibleNext"),
    Family("lexend", "Lexend", "Lexend", slanted=False),
    Family("opendyslexic", "OpenDyslexic", "OpenDyslexic"),
    Family("andika", "Andika", "Andika"),
)
WIDEST = "NotoSans"  # Latin, Greek, Cyrillic and Devanagari letters that the reading faces lack
SIGNS = "DejaVuSans"  # arrows, ticks, stars, bullets: only signs, no letters
SCRIPTS = ("NotoNaskhArabic", "NotoSansBengali", "NotoSansGurmukhi")  # letters that join or change their shape


@cache
def chain(family: Family, face: Face) -> tuple[str, ...]:
    """The names of the font files that supply a face, best first."""
    own = face if face is not Face.ITALIC or family.slanted else Face.REGULAR
    upright = Face.BOLD if face is Face.BOLD else Face.REGULAR
    return (f"{family.stem}-{own.value}", *(f"{stem}-{upright.value}" for stem in (WIDEST, *SCRIPTS, SIGNS)))
