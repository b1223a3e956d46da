"""Several names in one field, as people write them: “Mrs Ali, Mr Ode and Ms Fox”."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\s*(?:[,;/&]|\band\b)\s*")


def people(words: str) -> list[str]:
    """The names in what was typed under “Led by”."""
    return [name for name in _BETWEEN.split(words.strip()) if name]
