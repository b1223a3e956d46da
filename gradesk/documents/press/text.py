"""Text typed by people, on its way to paper.

`SafeParagraph` is the one way for it to get there. It never meets a markup parser: ReportLab's own Paragraph reads
tags, and raw text in it loses words, follows links and embeds local files. Here a `<` is a character like any other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.fonts import Known, Run, clusters, known, letter_width, mark_offsets, missing
from gradesk.documents.press.letters.shaping import (
    LOOSE_JOINER,
    RIGHT_TO_LEFT,
    SHAPED,
    is_right_to_left,
    levels,
    shaped,
    visual,
)
from gradesk.documents.press.look import LEADING, Style
from gradesk.documents.press.pen import Pen
from gradesk.documents.press.tags import Node
from gradesk.system.forgetting import forgotten_on_closing
from gradesk.system.refusal import Refused

ASCENT = 0.95  # from the top of a line's box to its baseline, in type sizes; the rest of the leading lies below

_NEW_LINE = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile("[\x00-\x09\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u1680\u2000-\u200a\u205f\u3000]")
_UNSEEN = re.compile("[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAK = re.compile(r"(?<=[^\W\d_][-–—/])(?=[^\W_])")  # "well-being", "Mum/Dad"; never "3-4" or "-5"
_BULLET = re.compile(r"(?:[-–—*]\s+|[•·‣▪▫●○◦■□►▸▶➢➤❖⁃∙◆◇]\s*)(?=\S)")
# What Word keeps of a list typed in its fonts Symbol and Wingdings: private codes, which no other font knows.
_WORD_SIGNS = str.maketrans(
    {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0fe": "☑", "\uf0a8": "☐", "\uf06f": "□"}
    | {"\uf076": "❖", "\uf0e0": "→", "\uf0df": "←", "\uf0ae": "→", "\uf0e8": "➔", "\uf04a": "☺", "\uf04c": "☹"}
)
BULLET_LINE = 110  # characters; longer lines without a mark of their own read as paragraphs


def clean(text: str) -> str:
    """The text in composed form (NFC) with control characters made spaces and unseen steering characters dropped.

    A lone half of a surrogate pair becomes U+FFFD, the sign for a character that was lost.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _NEW_LINE.sub("\n", text).translate(_WORD_SIGNS)
    text = LOOSE_JOINER.sub("", _UNSEEN.sub("", _SPACE.sub(" ", text)))
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text))


def uncovered(text: str) -> tuple[str, ...]:
    """The characters of a typed text that cannot be printed, each once."""
    return () if text.isascii() else missing(clean(text).replace("\n", " "))


class Word(NamedTuple):
    """What is never broken if it fits a line; `space` before it, and all widths, in ems; `level` is the space's own."""

    runs: tuple[Run, ...]
    width: float
    space: float
    level: int = 0


@dataclass(frozen=True, slots=True)
class SetText:
    """A paragraph broken into lines for one width and size; `height` in points.

    One that is read from right to left begins at the right edge of its `room`.
    """

    style: Style
    size: float
    lines: tuple[tuple[Word, ...], ...]
    room: float
    turned: bool = False
    mixed: bool = False

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

    def tight(self) -> SetText:
        """The same in a room as wide as its words, for what is placed by its own width."""
        return replace(self, room=self.width)

    def draw(self, canvas: TaggedCanvas, x: float, top: float, node: Node | None = None) -> None:
        """Draw with the first line's box beginning at `top`, as a paragraph or another element of the structure."""
        if not self.lines:
            return
        canvas.into(node or Node("P"))
        style, size = self.style, self.size
        baseline = top - size * (ASCENT + (style.leading - LEADING) / 2)
        pen = Pen(canvas, style, size)
        last = len(self.lines) - 1
        for number, line in enumerate(self.lines):
            start = x + (self.room - _width(line) * size if self.turned else 0.0)
            pieces = _in_sight(line) if self.mixed else _side_by_side(_merged(line))
            # A space ends each line, so that a reader that joins them does not run two words together.
            close = " " if number < last and self.lines[number + 1][0].space else ""
            for place, (run, away) in enumerate(pieces, start=1):
                end = close if place == len(pieces) else ""
                along = start + away * size
                if run.glyphs:
                    _draw_shaped(pen, run, along, baseline, size, end)
                elif run.marked:
                    _draw_marked(pen, run, along, baseline, size, style.track)
                    if end:
                        pen.go_on(run.font, end)
                else:
                    pen.write(run.font, run.text + end, along, baseline)
            baseline -= self.step
        pen.done()
        canvas.into(None)


class SafeParagraph:
    """One paragraph of typed text. Raises Refused for a character that no bundled font has."""

    def __init__(self, text: str, style: Style) -> None:
        self.style = style
        self.words, self._ems, self.turned, self._mixed = _cut(text, style)

    def set(self, width: float, size: float) -> SetText:
        """Break into lines of at most `width` points at `size` points; a longer word is broken between letters."""
        if self.words and self._ems * size <= width:
            return SetText(self.style, size, (self.words,), width, self.turned, self._mixed)
        lines = tuple(_lines(self.words, width / size, self.style))
        return SetText(self.style, size, lines, width, self.turned, self._mixed)

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


def forget() -> None:
    """Let go of the words of what was drawn; a page is tried in several sizes, and each time they are the same."""
    _cut.cache_clear()
    shaped.cache_clear()


class _Cut(NamedTuple):
    words: tuple[Word, ...]
    ems: float
    turned: bool
    mixed: bool


@forgotten_on_closing
@lru_cache(maxsize=8192)
def _cut(text: str, style: Style) -> _Cut:
    text = clean(text)
    mixed = not text.isascii() and bool(RIGHT_TO_LEFT.search(text))
    words = tuple(_mixed_words(text, style) if mixed else _words(text, style))
    return _Cut(words, _width(words), mixed and is_right_to_left(text), mixed)


def _words(text: str, style: Style) -> Iterator[Word]:
    """Cut at spaces and after hyphens; each word knows the space before it."""
    words = known(style.family, style.face)
    last, between, more = "", 0.0, style.track + style.gap
    plain = text.isascii()
    for token in text.replace("\n", " ").split(" "):
        space = between
        for part in (token,) if token.isalpha() else _BREAK.split(token) if token else ():
            if plain or part.isascii() or not SHAPED.search(part):
                pieces = _runs(part, style, words)
            else:
                pieces = _shaped_runs(part, style, 0)
            yield Word(pieces, pieces[0].width if len(pieces) == 1 else sum(run.width for run in pieces), space)
            space = 0.0
            if pieces[-1].font != last:
                last = pieces[-1].font
                between = letter_width(last, " ") + more


def _mixed_words(text: str, style: Style) -> Iterator[Word]:
    """The same where some words run from right to left: every run knows its level, and so does every space."""
    text = text.replace("\n", " ")
    level_of = levels(text)
    last, place = "", 0
    for token in text.split(" "):
        if token:
            runs_here: list[Run] = []
            start = 0
            for end in range(1, len(token) + 1):
                if end == len(token) or level_of[place + end] != level_of[place + start]:
                    runs_here += _shaped_runs(token[start:end], style, level_of[place + start])
                    start = end
            space = letter_width(last, " ") if last else 0.0
            level = level_of[place - 1] if place else level_of[place]
            yield Word(tuple(runs_here), sum(run.width for run in runs_here), space, level)
            last = runs_here[-1].font
        place += len(token) + 1


def _runs(part: str, style: Style, words: Known) -> tuple[Run, ...]:
    try:
        pieces = words[part]
    except KeyError:
        raise Refused(
            f"No font of Gradesk has {' '.join(missing(part))}, so nothing was printed and the text is kept;"
            " write it another way."
        ) from None
    if not style.track:
        return pieces
    return tuple(replace(run, width=run.width + style.track * len(clusters(run.text))) for run in pieces)


def _shaped_runs(part: str, style: Style, level: int) -> tuple[Run, ...]:
    """Runs whose glyphs HarfBuzz has chosen, where the script or the direction asks for it."""
    found = []
    for run in _runs(part, style, known(style.family, style.face)):
        if SHAPED.search(run.text) or level % 2:
            found.append(shaped(run.text, run.font, level))
        else:
            found.append(replace(run, level=level))
    return tuple(found)


def _lines(words: Iterable[Word], room: float, style: Style) -> Iterator[tuple[Word, ...]]:
    """Fill lines of `room` ems, first fit."""
    line: list[Word] = []
    used = 0.0
    for word in words:
        if word.width > room:
            pieces: Iterable[Word] = _pieces(word, room, style)
        else:
            pieces = (word,)
        for piece in pieces:
            needed = used + piece.space + piece.width
            if line and needed > room + 1e-6:
                yield tuple(line)
                line, needed = [], piece.width
            line.append(piece)
            used = needed
    if line:
        yield tuple(line)


def _pieces(word: Word, room: float, style: Style) -> Iterator[Word]:
    """A word wider than a whole line, cut between letters into pieces that fit."""
    text, width, space = "", 0.0, word.space
    level = word.runs[0].level

    def piece(letters: str) -> tuple[Run, ...]:
        return (
            _shaped_runs(letters, style, level)
            if level or SHAPED.search(letters)
            else _runs(letters, style, known(style.family, style.face))
        )

    for letter in clusters("".join(run.text for run in word.runs)):
        step = sum(run.width for run in piece(letter))
        if text and width + step > room:
            yield Word(piece(text), width, space, word.level)
            text, width, space = "", 0.0, 0.0
        text, width = text + letter, width + step
    yield Word(piece(text), width, space, word.level)


def _width(line: Iterable[Word]) -> float:
    return sum(word.width + (word.space if place else 0.0) for place, word in enumerate(line))


def _merged(line: tuple[Word, ...]) -> list[Run]:
    """The line with neighbours of one font joined, since each run costs an instruction in the file."""
    first = line[0].runs[0]
    if all(len(word.runs) == 1 and _is_plain(word.runs[0], first.font) for word in line):
        text = first.text + "".join([f"{' ' if word.space else ''}{word.runs[0].text}" for word in line[1:]])
        return [Run(first.font, text, 0.0)]  # alone on its line, so nothing stands after its width
    joined: list[Run] = []
    for place, word in enumerate(line):
        for run in word.runs:
            gap = word.space if place and run is word.runs[0] else 0.0
            if joined and not run.glyphs and not joined[-1].glyphs and (gap or joined[-1].font == run.font):
                last = joined[-1]
                last = Run(last.font, last.text + " " * bool(gap), last.width + gap, last.marked)
                if last.font == run.font:
                    joined[-1] = Run(last.font, last.text + run.text, last.width + run.width, last.marked or run.marked)
                    continue
                joined[-1] = last
            elif gap and joined:
                joined[-1] = replace(joined[-1], text=joined[-1].text + " ", width=joined[-1].width + gap)
            joined.append(run)
    return joined


def _is_plain(run: Run, name: str) -> bool:
    return run.font == name and not run.marked and not run.glyphs


def _side_by_side(runs: Iterable[Run]) -> list[tuple[Run, float]]:
    """Runs with how far from the beginning each stands, in ems."""
    placed, away = [], 0.0
    for run in runs:
        placed.append((run, away))
        away += run.width
    return placed


def _in_sight(line: tuple[Word, ...]) -> list[tuple[Run, float]]:
    """The runs and the spaces of a line in which some words run from right to left, each with its place on the page.

    They come in the order in which they are read, which is that of the content (14.8.2.3 of PDF 32000-1).
    """
    pieces: list[tuple[int, Run]] = []
    for place, word in enumerate(line):
        if place and word.space:
            pieces.append((word.level, Run(word.runs[0].font, " ", word.space, level=word.level)))
        pieces += [(run.level, run) for run in word.runs]
    numbered = [(level, (number, run)) for number, (level, run) in enumerate(pieces)]
    away, placed = 0.0, []
    for number, run in visual(numbered):
        placed.append((number, run, away))
        away += run.width
    return [(run, where) for _, run, where in sorted(placed, key=lambda one: one[0])]


def _draw_marked(pen: Pen, run: Run, x: float, y: float, size: float, track: float) -> None:
    """Draw letter by letter, putting every mark where it belongs.

    The text is said once more as it was written, since a reader that goes by position alone may take a mark for its
    neighbour's.
    """
    pen.begin_said(run.text)
    for letter in clusters(run.text):
        pen.write(run.font, letter[0], x, y)
        for mark, (across, up) in zip(letter[1:], mark_offsets(run.font, letter), strict=True):
            pen.write(run.font, mark, x + across * size, y + up * size)
        x += (letter_width(run.font, letter[0]) + track) * size
    pen.end_said()


def _draw_shaped(pen: Pen, run: Run, x: float, y: float, size: float, close: str) -> None:
    """Draw glyph by glyph where HarfBuzz put it, and say the text as it was written."""
    pen.begin_said(run.text + close)
    for glyph in run.glyphs:
        pen.write(run.font, glyph.code, x + glyph.across * size, y + glyph.up * size)
        x += glyph.advance * size
    pen.end_said()


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
