"""Text that was harmed on its way: encoded twice, or written for a web page."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import partial

_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,31}\d{0,2});")
_TIMES = 3


def _letters(encoding: str, first: int, last: int) -> str:
    """The characters that stand for these bytes, as a class of a pattern; undefined bytes pass through unchanged."""
    found = (bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in range(first, last + 1))
    return "".join(re.escape(letter) for letter in found)


def _twice(encoding: str) -> re.Pattern[str]:
    """What UTF-8 looks like when it was read in another encoding."""
    more = f"[{_letters(encoding, 0x80, 0xBF)}]"
    two, three, four = (_letters(encoding, *ends) for ends in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4)))
    return re.compile(f"[{two}]{more}|[{three}]{more}{{2}}|[{four}]{more}{{3}}")


# Two letters that could follow each other in a name are only told apart by what they would stand for; in the encodings
# of DOS and the old Macintosh the first is a line or a root sign, as in no name.
_READ_AS = (
    ("cp1252", _twice("cp1252"), ""),
    ("mac_roman", _twice("mac_roman"), "√≈ƒ‚"),
    ("cp850", _twice("cp850"), "├─┼"),
)


def restored(text: str) -> str:
    """A cell as it was meant: entities of web pages read, letters that were encoded twice put right."""
    if "&" in text:
        for _ in range(_TIMES):
            text = _ENTITY.sub(lambda one: html.unescape(one.group()), text)
    if text.isascii():
        return text
    for _ in range(_TIMES):
        before = text
        for encoding, pattern, signs in _READ_AS:
            if not signs or any(sign in text for sign in signs):
                text = pattern.sub(partial(_once, encoding), text)
        if text == before:
            break
    return text


def _once(encoding: str, found: re.Match[str]) -> str:
    text = found.group()
    data = b"".join(one.encode(encoding, "ignore") or one.encode("latin-1", "replace") for one in text)
    try:
        letter = data.decode("utf-8")
    except UnicodeDecodeError:
        return text
    name = unicodedata.name(letter, "")
    likely = name.startswith("LATIN") or letter == "\u00a0" or unicodedata.category(letter) in ("Pd", "Pi", "Pf")
    return letter if likely else text


def mixes_scripts(text: str) -> bool:
    """Whether Latin and other letters stand in one cell, as when bytes were lost; a name in another script is sound."""
    if text.isascii():
        return False
    scripts = {unicodedata.name(one, "?").partition(" ")[0] for one in text if unicodedata.category(one)[0] in "LM"}
    return "LATIN" in scripts and bool(scripts - {"LATIN", "MODIFIER", "MASCULINE", "FEMININE", "COMBINING"})
