"""Text typed by people, on its way to paper.

`SafeParagraph` is the one way for it to get there. It never meets a markup parser: ReportLab's own Paragraph reads
tags, and raw text in it loses words, follows links and embeds local files. Here a `<` is a character like any other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from gradesk.documents.fonts import Face, Run, clusters, letter_width, mark_offsets, missing, runs
from gradesk.system.refusal import Refused

LEADING = 1.3  # lines apart, in type sizes; generous, in the manner of the British Dyslexia Association's advice
ASCENT = 0.95  # from the top of a line's box to its baseline, in type sizes; the rest of the leading lies below

_NEW_LINE = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile("[\x00-\x09\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u1680\u2000-\u200a\u205f\u3000]")
_UNSEEN = re.compile("[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAK = re.compile(r"(?<=[^\W\d_][-–—/])(?=[^\W_])")  # "well-being", "Mum/Dad"; never "3-4" or "-5"
_BULLET = re.compile(r"[-–—*•·‣▪●○◦]\s+")
BULLET_LINE = 110  # characters; longer lines without a mark of their own read as paragraphs


def clean(text: str) -> str:
    """The text in composed form (NFC) with control characters made spaces and unseen steering characters dropped.

    A lone half of a surrogate pair becomes U+FFFD, the sign for a character that was lost.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _NEW_LINE.sub("\n", text)
    text = _UNSEEN.sub("", _SPACE.sub(" ", text))
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))


def uncovered(text: str) -> tuple[str, ...]:
    """The characters of a typed text that cannot be printed, each once."""
    return () if text.isascii() else missing(clean(text).replace("\n", " "))


class Word(NamedTuple):
    """What is never broken if it fits a line; `space` before it, and all widths, in ems."""

    runs: tuple[Run, ...]
    width: float
    space: float


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks; the size is given when it is set."""

    face: Face
    colour: Color
    leading: float = LEADING


@dataclass(frozen=True, slots=True)
class SetText:
    """A paragraph broken into lines for one width and size; `height` in points."""

    style: Style
    size: float
    lines: tuple[tuple[Word, ...], ...]

    @property
    def step(self) -> float:
        """From one line to the next, in points."""
        return self.size * self.style.leading

    @property
    def height(self) -> float:
        """In points; nothing for an empty text."""
        return len(self.lines) * self.step

    @property
    def width(self) -> float:
        """Of the widest line, in points."""
        return max((_width(line) for line in self.lines), default=0.0) * self.size

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw with the first line's box beginning at `top`."""
        baseline = top - self.size * (ASCENT + (self.style.leading - LEADING) / 2)
        pen = canvas.beginText()
        pen.setFillColor(self.style.colour)
        font = ""
        for line in self.lines:
            along = x
            for run in _merged(line):
                if run.font != font:
                    pen.setFont(run.font, self.size)
                    font = run.font
                pen.setTextOrigin(along, baseline)
                if run.marked:
                    _draw_marked(pen, run, along, baseline, self.size)
                else:
                    pen.textOut(run.text)
                along += run.width * self.size
            baseline -= self.step
        canvas.drawText(pen)


class SafeParagraph:
    """One paragraph of typed text. Raises Refused for a character that no bundled font has."""

    def __init__(self, text: str, style: Style) -> None:
        self.style = style
        self.words = tuple(_words(clean(text), style.face))
        self._ems = _width(self.words)

    def set(self, width: float, size: float) -> SetText:
        """Break into lines of at most `width` points at `size` points; a longer word is broken between letters."""
        if self.words and self._ems * size <= width:
            return SetText(self.style, size, (self.words,))
        return SetText(self.style, size, tuple(_lines(self.words, width / size, self.style.face)))

    def width(self, size: float) -> float:
        """The width in points if it is not broken at all."""
        return self._ems * size

    def fitted(self, width: float, sizes: Iterable[float]) -> SetText:
        """In the first of the sizes in which it stays on one line, else broken at the last."""
        size = 0.0
        for size in sizes:
            if self.width(size) <= width:
                break
        return self.set(width, size)


def _words(text: str, face: Face) -> Iterator[Word]:
    """Cut at spaces and after hyphens; each word knows the space before it."""
    last = ""
    for token in text.replace("\n", " ").split(" "):
        space = letter_width(last, " ") if last else 0.0
        for part in (token,) if token.isalpha() else _BREAK.split(token) if token else ():
            try:
                pieces = runs(part, face)
            except KeyError:
                raise Refused(
                    f"No font of Gradesk has {' '.join(missing(part))}, so nothing was printed and the text is kept;"
                    " write it another way."
                ) from None
            yield Word(pieces, pieces[0].width if len(pieces) == 1 else sum(run.width for run in pieces), space)
            last, space = pieces[-1].font, 0.0


def _lines(words: Iterable[Word], room: float, face: Face) -> Iterator[tuple[Word, ...]]:
    """Fill lines of `room` ems, first fit."""
    line: list[Word] = []
    used = 0.0
    for word in words:
        if word.width > room:
            pieces: Iterable[Word] = _pieces(word, room, face)
        else:
            pieces = (word,)
        for piece in pieces:
            _, width, space = piece
            needed = used + space + width
            if line and needed > room + 1e-6:
                yield tuple(line)
                line, needed = [], width
            line.append(piece)
            used = needed
    if line:
        yield tuple(line)


def _pieces(word: Word, room: float, face: Face) -> Iterator[Word]:
    """A word wider than a whole line, cut between letters into pieces that fit."""
    text, width, space = "", 0.0, word.space
    for letter in clusters("".join(run.text for run in word.runs)):
        step = sum(run.width for run in runs(letter, face))
        if text and width + step > room:
            yield Word(runs(text, face), width, space)
            text, width, space = "", 0.0, 0.0
        text, width = text + letter, width + step
    yield Word(runs(text, face), width, space)


def _width(line: Iterable[Word]) -> float:
    return sum(word.width + (word.space if place else 0.0) for place, word in enumerate(line))


def _merged(line: tuple[Word, ...]) -> list[Run]:
    """The line with neighbours of one font joined, since each run costs an instruction in the file."""
    joined: list[Run] = []
    for place, word in enumerate(line):
        for run in word.runs:
            gap = word.space if place and run is word.runs[0] else 0.0
            if joined and (gap or joined[-1].font == run.font):
                last = joined[-1]
                last = Run(last.font, last.text + " " * bool(gap), last.width + gap, last.marked)
                if last.font == run.font:
                    joined[-1] = Run(last.font, last.text + run.text, last.width + run.width, last.marked or run.marked)
                    continue
                joined[-1] = last
            joined.append(run)
    return joined


def _draw_marked(pen: PDFTextObject, run: Run, x: float, y: float, size: float) -> None:
    """Draw letter by letter, putting every mark where it belongs.

    The text is said once more as it was written (`ActualText`, PDF 32000-1, 14.9.4), since a reader that goes by
    position alone may take a mark for its neighbour's. ReportLab's pen has no method for it, hence `_code`.
    """
    written = (b"\xfe\xff" + run.text.encode("utf-16-be")).hex()
    pen._code.append(f"/Span <</ActualText <{written}>>> BDC")
    for letter in clusters(run.text):
        pen.setTextOrigin(x, y)
        pen.textOut(letter[0])
        for mark, (across, up) in zip(letter[1:], mark_offsets(run.font, letter), strict=True):
            pen.setTextOrigin(x + across * size, y + up * size)
            pen.textOut(mark)
        x += letter_width(run.font, letter[0]) * size
    pen._code.append("EMC")


class Item(NamedTuple):
    """One line of a typed text: a point of a list, or a paragraph."""

    bullet: bool
    text: str


def items(text: str) -> tuple[Item, ...]:
    """The lines of a typed text as points and paragraphs; blank lines are left out.

    A line that begins with a dash, star or dot is a point. Where no line has such a mark, several short lines are
    points as well, since that is how people write a list.
    """
    lines = [" ".join(line.split()) for line in clean(text).split("\n")]
    lines = [line for line in lines if line]
    marks = [_BULLET.match(line) for line in lines]
    every = len(lines) > 1 and not any(marks) and all(len(line) <= BULLET_LINE for line in lines)
    return tuple(
        Item(bool(mark) or every, line[mark.end() :] if mark else line) for line, mark in zip(lines, marks, strict=True)
    )
