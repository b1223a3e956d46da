"""What a word of the field or of Gradesk means: for tooltips, from the same list that the manual shows."""

from __future__ import annotations

import re
from functools import cache

from gradesk.system.paths import resource
from gradesk.ui.kit.labels import tip

_LINE = re.compile(r"^- \*\*(?P<words>[^*]+)\*\*(?P<rest>.*)$", re.MULTILINE)


@cache
def meanings() -> dict[str, str]:
    """Every word of the manual's list with its sentence, as plain text; several words may share one."""
    text = resource("manual", "words.md").read_text("utf-8")
    found: dict[str, str] = {}
    for line in _LINE.finditer(text):
        whole = (line["words"] + line["rest"]).replace("*", "")
        found |= {word.strip(): whole for word in line["words"].split(",")}
    return found


def explained(word: str, key: str = "") -> str:
    """A tooltip that says what a word means, and the key that goes there.

    Raises:
        KeyError: the manual's list does not have the word.
    """
    return tip(f"{meanings()[word]} {key}".strip())
