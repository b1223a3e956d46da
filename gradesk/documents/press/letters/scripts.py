"""Which script a text is in, for readers aloud: the words of a family in an English page are not read as English."""

from __future__ import annotations

import re

_LETTERS = (
    ("Arab", re.compile("[\u0620-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc]")),
    ("Deva", re.compile("[\u0900-\u0963\u0970-\u097f\ua8e0-\ua8ff]")),
    ("Beng", re.compile("[\u0980-\u09ff]")),
    ("Guru", re.compile("[\u0a00-\u0a7f]")),
)
_WRITTEN_IN = {"ar": "Arab", "ur": "Arab", "bn": "Beng", "pa": "Guru"}


def tongue_of(text: str, around: str) -> str:
    """What to say of a text's language where that around it is written otherwise: the script alone, since nobody has said
    which of its languages it is. Empty where nothing need be said.
    """
    script = next((name for name, letters in _LETTERS if letters.search(text)), "")
    return f"und-{script}" if script and _WRITTEN_IN.get(around) != script else ""
