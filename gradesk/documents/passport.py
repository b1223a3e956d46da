"""The pupil passport: one side of A4 that a supply teacher reads in ninety seconds, strengths first.

It always fits one side. The type shrinks in half points from `LARGEST` to `SMALLEST`; what does not fit even then is
reported with the sections that are too long, and nothing is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt

from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.cards import KEY, PLAIN, WARM_LARGE, Card, Look
from gradesk.documents.checks import Missing, missing_glyphs, refuse_missing, require_sheets
from gradesk.documents.fonts import Face
from gradesk.documents.paper import BOTTOM, INK, MARGIN, PINE, QUIET, TOP, WIDTH, Paper
from gradesk.documents.portrait import draw_portrait
from gradesk.documents.text import LEADING, SafeParagraph, SetText, Style
from gradesk.services.sheets import GO_TO, PassportSheet, SheetSection
from gradesk.system.refusal import Refused

TITLE = "Pupil passport"
LARGEST, SMALLEST = 13.0, 9.5  # points
SIZES = tuple(SMALLEST + step / 2 for step in range(int((LARGEST - SMALLEST) * 2) + 1))
ROOM = WIDTH - 2 * MARGIN  # points across
GAP, WIDEST_GAP = 8.0, 13.0  # points between cards
STRETCH = 100.0  # points that a card may grow by on an empty page
PORTRAIT = 96.0  # points across
WIDER, NARROWER = (0.58, 0.64), (0.42, 0.36)  # the left card's share of a row that is not cut in halves
HELP_SHARE = 0.42  # beside "How you can help me", which is mostly the longest
WORTH = 1.6  # lines that an uneven row must save

LAYOUT = (("admire",), ("important", "good_at"), ("hard", "helps"), ("does_not_help", "myself"))
LOOKS: dict[str, Look] = {"admire": WARM_LARGE, "helps": KEY, GO_TO[0]: KEY}

_WORD = re.compile(r"\S{1,30}")  # what counts as a word to cut: thirty letters without a space are more than one


@dataclass(frozen=True, slots=True)
class SectionOver:
    """A section that is too long for one side, by about so many words."""

    title: str
    words_over: int


@dataclass(frozen=True, slots=True)
class FitReport:
    """Whether a passport fits its side, and at what size; else what is too long, or cannot be printed at all.

    When it does not fit and nothing is named, the name and class at the top leave no room for any section.
    """

    fits: bool
    body_size: float
    too_long: tuple[SectionOver, ...] = ()
    missing_glyphs: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """Cards side by side: each with its width; `height` is the least that holds them all."""

    cards: tuple[tuple[Card, float], ...]
    height: float


class _Passport:
    """A passport's cards, made once and then tried at several sizes."""

    def __init__(self, sheet: PassportSheet) -> None:
        self.sheet = sheet
        shown = {s.code: s for s in _sections(sheet) if s.text.strip() or sheet.version is None}
        self._cards = {s.code: Card(s.title, s.text, LOOKS.get(s.code, PLAIN)) for s in shown.values()}
        known = {code for row in LAYOUT for code in row} | {GO_TO[0]}
        others = tuple((code,) for code in shown if code not in known)  # a section of the school's own
        self._tried: dict[float, list[_Row]] = {}
        self._plan = [[c for c in row if c in shown] for row in (*LAYOUT, *others, (GO_TO[0],))]

    @cached_property
    def head(self) -> _Head:
        """The top of the page."""
        return _Head(self.sheet)

    def rows(self, size: float) -> list[_Row]:
        """The rows at a size of type: even ones if the page has room for them, else those that take least."""
        if size not in self._tried:
            tidy = [self._row([self._cards[code] for code in codes], size) for codes in self._plan if codes]
            self._tried[size] = tidy if self.spare(tidy) >= 0 else [self._least(row, size) for row in tidy]
        return self._tried[size]

    def _row(self, cards: list[Card], size: float) -> _Row:
        """In even halves, or with more room for the help, unless another split saves more than `WORTH` lines."""
        if len(cards) == 1:
            return _Row(((cards[0], ROOM),), cards[0].height(ROOM, size))
        tidy = self._split(cards, HELP_SHARE if cards[1].look is KEY else 0.5, size)
        left, right = (card.height(width, size) for card, width in tidy.cards)
        worth = WORTH * size * LEADING
        if abs(left - right) < worth:
            return tidy
        least = self._least(tidy, size)
        return least if least.height < tidy.height - worth else tidy

    def _least(self, row: _Row, size: float) -> _Row:
        """The row with the split that takes least height."""
        if len(row.cards) == 1:
            return row
        cards = [card for card, _ in row.cards]
        best = self._split(cards, 0.5, size)
        left, right = (card.height(width, size) for card, width in best.cards)
        for share in WIDER if left > right else NARROWER:
            trial = self._split(cards, share, size)
            if trial.height >= best.height:
                break
            best = trial
        return best

    @staticmethod
    def _split(cards: list[Card], share: float, size: float) -> _Row:
        """Two cards, the left with its share of the width."""
        left = (ROOM - GAP) * share
        right = ROOM - GAP - left
        return _Row(
            ((cards[0], left), (cards[1], right)), max(cards[0].height(left, size), cards[1].height(right, size))
        )

    def spare(self, rows: list[_Row]) -> float:
        """What is left of the page in points; below nought it does not fit."""
        return float(TOP - self.head.height - BOTTOM - sum(row.height + GAP for row in rows))

    def size(self) -> float | None:
        """The largest size that fits one side; None when none does."""
        room = TOP - BOTTOM - self.head.height
        spare = self.spare(self.rows(LARGEST))
        if spare >= 0 or room <= 0:
            return LARGEST if spare >= 0 else None
        # Text takes room by the square of its size, so the first guess is seldom more than a step off.
        guess = LARGEST * sqrt(room / (room - spare))
        place = max(0, sum(size <= guess for size in SIZES) - 1)
        while place >= 0 and self.spare(self.rows(SIZES[place])) < 0:
            place -= 1
        while place >= 0 and self.spare(self.rows(SIZES[place + 1])) >= 0:
            place += 1
        return SIZES[place] if place >= 0 else None

    def draw(self, canvas: Canvas, size: float) -> None:
        """On the page in hand. What room is left goes into the gaps first and then, within reason, into the cards."""
        rows = self.rows(size)
        spare = self.spare(rows)
        self.head.draw(canvas)
        gap = min(WIDEST_GAP, GAP + spare / max(1, len(rows)))
        who_to_go_to = self._cards.get(GO_TO[0])
        grow = [0.0 if row.cards[0][0] is who_to_go_to else 1.0 for row in rows]
        spare -= (gap - GAP) * len(rows)
        extra = min(STRETCH, spare / max(1.0, sum(grow)))
        top = TOP - self.head.height
        for row, part in zip(rows, grow, strict=True):
            height = row.height + extra * part
            x = MARGIN
            for card, width in row.cards:
                card.draw(canvas, x, top - gap, width, height, size)
                x += width + GAP
            top -= height + gap


class _Head:
    """The top of the page: portrait, the name large, class and key adult."""

    def __init__(self, sheet: PassportSheet) -> None:
        who = sheet.heading
        self._who = who
        width = ROOM - PORTRAIT - 20
        kicker = f"{sheet.pupil_word.capitalize()} passport" + ("" if sheet.version is not None else " · draft")
        self._kicker = SafeParagraph(kicker, Style(Face.BOLD, PINE)).set(width, 11.5)
        self._name = SafeParagraph(who.preferred_name, Style(Face.BOLD, INK, 1.1)).fitted(
            width, (42, 38, 34, 30, 26, 22)
        )
        self._below = [
            SafeParagraph(text, Style(face, colour, 1.25)).fitted(width, sizes)
            for text, face, colour, sizes in (
                (who.surname, Face.REGULAR, QUIET, (17, 15, 13)),
                (" · ".join(filter(None, (who.class_name, who.year_label))), Face.BOLD, INK, (14, 13, 12)),
                (f"Key adult: {who.key_adult}" if who.key_adult.strip() else "", Face.REGULAR, INK, (14, 13, 12)),
            )
            if text.strip()
        ]
        self._words = self._kicker.height + self._name.height + sum(line.height for line in self._below)
        self.height = max(PORTRAIT, self._words) + 6

    def draw(self, canvas: Canvas) -> None:
        """At the top of the page in hand."""
        middle = (self.height - 6) / 2
        draw_portrait(canvas, self._who.photo, self._who.preferred_name, MARGIN, TOP - middle + PORTRAIT / 2, PORTRAIT)
        top = TOP - middle + self._words / 2
        lines: list[SetText] = [self._kicker, self._name, *self._below]
        for line in lines:
            line.draw(canvas, MARGIN + PORTRAIT + 20, top)
            top -= line.height


def _sections(sheet: PassportSheet) -> tuple[SheetSection, ...]:
    return (*sheet.sections, SheetSection(GO_TO[0], GO_TO[1], sheet.who_to_go_to))


def texts(sheet: PassportSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the name", f"{who.preferred_name} {who.surname}"
    yield "the class", f"{who.class_name} {who.year_label}"
    yield "the key adult", who.key_adult
    yield "the school's name", f"{sheet.school_name} {sheet.pupil_word}"
    for section in _sections(sheet):
        yield section.title, f"{section.title} {section.text}"


def fit(sheet: PassportSheet) -> FitReport:
    """What printing would do, without printing; quick enough to ask after every pause in typing."""
    missing = missing_glyphs(texts(sheet))
    if missing:
        return FitReport(False, SMALLEST, missing_glyphs=missing)
    size = _Passport(sheet).size()
    return FitReport(True, size) if size else FitReport(False, SMALLEST, _too_long(sheet))


def problem(sheet: PassportSheet) -> str:
    """Why this passport would be refused, as a sentence; empty when it prints."""
    try:
        refuse_missing(sheet, texts(sheet))
    except Refused as refusal:
        return str(refusal)
    return "" if _Passport(sheet).size() else _over(sheet)


def _cut(sheet: PassportSheet, words: int) -> PassportSheet:
    """The sheet with every section cut to so many words, lines kept."""

    def first(text: str) -> str:
        left, lines = words, []
        for line in text.splitlines():
            kept = _WORD.findall(line)[:left]
            left -= len(kept)
            lines.append(" ".join(kept))
        return "\n".join(lines)

    return replace(
        sheet,
        sections=tuple(replace(s, text=first(s.text)) for s in sheet.sections),
        who_to_go_to=first(sheet.who_to_go_to),
    )


def _too_long(sheet: PassportSheet) -> tuple[SectionOver, ...]:
    """The longest sections, by the words above the length at which, if all kept to it, the page would fit."""
    lengths = [(s.title, len(_WORD.findall(s.text))) for s in _sections(sheet)]
    bare = _Passport(_cut(sheet, 0))
    if bare.spare(bare.rows(SMALLEST)) < 0:
        return ()
    low, high = 0, max(length for _, length in lengths)
    while low < high:
        middle = (low + high + 1) // 2
        trial = _Passport(_cut(sheet, middle))
        if trial.spare(trial.rows(SMALLEST)) >= 0:
            low = middle
        else:
            high = middle - 1
    return tuple(SectionOver(title, length - low) for title, length in lengths if length > low)


def draw(sheets: Sequence[PassportSheet]) -> bytes:
    """One PDF, a side for each pupil, in order. Raises Refused, before anything is drawn, if one does not fit."""
    require_sheets(sheets)
    ready: list[tuple[_Passport, float]] = []
    for sheet in sheets:
        refuse_missing(sheet, texts(sheet))
        passport = _Passport(sheet)
        size = passport.size()
        if size is None:
            raise Refused(_over(sheet))
        ready.append((passport, size))
    paper = Paper(TITLE, sheets[0].school_name)
    for passport, size in ready:
        passport.draw(paper.canvas, size)
        paper.end_page(passport.sheet, 1, 1)
    return paper.finish()


def _over(sheet: PassportSheet) -> str:
    """The sentence for a passport that is too long."""
    parts = [f"“{over.title}” by about {over.words_over} words" for over in _too_long(sheet)]
    what = " and ".join(parts) or "the name and class at the top"
    return (
        f"The passport of {sheet.heading.preferred_name} does not fit one side even in small type, so nothing was "
        f"printed and every word is kept: please shorten {what}."
    )
