"""From bytes to text: which encoding a file is in, and what to do where some of it is in another.

The encoding follows a fixed ladder. Detectors are not used: they take Windows-1252 pupil lists for cp1250 and turn ñ
into ń without a word.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-15", "mac-roman")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_WIDE_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# A byte that is no UTF-8 stands in the text as one of these until its cell is known.
_FOREIGN_FROM = 0xF700
_FOREIGN = re.compile("[\uf780-\uf7ff]")
_HANDLER, _KEEPING = "gradesk-foreign", "gradesk-keeping"
# Stands for a byte that the encoding has no letter for.
NO_LETTER = re.compile("[\x80-\x9f]")


@dataclass(frozen=True)
class Decoded:
    """Text, its encoding, and whether some of it could not be read (shown as U+FFFD) or is in another encoding."""

    text: str
    encoding: str
    damaged: bool
    foreign: bool = False


def decode(data: bytes, encoding: str = "") -> Decoded:
    """Turn bytes into text by the ladder: byte order mark, UTF-16 by its NUL bytes, UTF-8, Windows-1252.

    A file that is UTF-8 but for a few bytes stays UTF-8: one damaged cell must not change the others.

    Args:
        data: the whole file.
        encoding: one of `ENCODINGS` when a person chose another; the ladder is then left alone.
    """
    for bom, marked in _MARKS:
        if data.startswith(bom):
            return _decode_as(data[len(bom) :], encoding or marked)
    if encoding:
        return _decode_as(data, encoding)
    if wide := _utf16_without_mark(data):
        return _decode_as(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", damaged=False)
    except UnicodeDecodeError:
        known = sum(1 for _ in _WIDE_CHARACTER.finditer(data))
        beyond = len(data.translate(None, bytes(range(0x80))))
        wide_bytes = sum(len(found.group()) for found in _WIDE_CHARACTER.finditer(data))
        # In Windows-1252 a pair of bytes that could be UTF-8 is an accident; stray bytes are then the rule.
        return _decode_as(data, "utf-8" if known >= beyond - wide_bytes else "cp1252")


def _decode_as(data: bytes, encoding: str) -> Decoded:
    if encoding == "cp1252":
        # What it has no letter for stays as the byte it is, since a cell that was UTF-8 all the while can be mended so.
        text = data.decode("cp1252", errors=_KEEPING)
        return Decoded(text, encoding, damaged=NO_LETTER.search(text) is not None)
    if encoding != "utf-8":
        text = data.decode(encoding, errors="replace")
        return Decoded(text, encoding, damaged="\ufffd" in text)
    text = data.decode("utf-8", errors=_HANDLER)
    return Decoded(text, encoding, damaged="\ufffd" in text, foreign=_FOREIGN.search(text) is not None)


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "".join(chr(_FOREIGN_FROM + byte) for byte in error.object[error.start : error.end]), error.end


def _keep(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(_HANDLER, _stand_in)
codecs.register_error(_KEEPING, _keep)


def settled(text: str) -> tuple[str, str]:
    """A cell with bytes that are no UTF-8 read as Windows-1252, and what to say about it; other cells as they are."""
    if not _FOREIGN.search(text):
        return text, ""
    read = _FOREIGN.sub(lambda one: bytes([ord(one.group()) - _FOREIGN_FROM]).decode("cp1252", "replace"), text)
    if "\ufffd" in read:
        return read, ""
    return read, f"“{read}” holds a letter in another encoding than the rest of the file; check that it is right."


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 in Latin script has a NUL in every second place; stray NULs do not keep to one side."""
    sample = data[:4096]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if odd + even < len(sample) // 4:
        return ""
    if odd > 20 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 20 * odd else ""
