"""Which face shows a text whole: Qt would take a single letter from another font and leave its accent behind."""

from __future__ import annotations

import unicodedata

from PySide6.QtGui import QFont, QRawFont

READING, WIDE = "Atkinson Hyperlegible Next", "Noto Sans"
_covered: dict[str, bool] = {}


def needs_wide(text: str) -> bool:
    """Whether the reading face lacks a letter or an accent of the text, such as the dotted o of Adébáyọ̀."""
    return not text.isascii() and any(not letter.isascii() and not _covers(letter) for letter in text)


def wide(like: QFont) -> QFont:
    """The same font in the face that has every Latin, Greek and Cyrillic letter."""
    made = QFont(like)
    made.setFamilies([WIDE])
    return made


def _covers(letter: str) -> bool:
    if letter not in _covered:
        if unicodedata.category(letter)[0] not in "LM":
            return True  # a sign stands alone, so another font does it no harm
        face = QRawFont.fromFont(QFont(READING))
        if face.familyName() != READING:
            return True  # the faces are not loaded, so there is nothing to choose from
        _covered[letter] = face.supportsCharacter(ord(letter))
    return _covered[letter]
