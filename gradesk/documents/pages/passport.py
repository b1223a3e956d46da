"""The pupil passport: one side of A4 that a supply teacher reads in ninety seconds, strengths first.

The type shrinks a little to keep to one side. What does not fit even then runs on to a second side, whole; and the screen
says which sections are too long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt

from reportlab.lib.pagesizes import A5

from gradesk.documents.pages import passport_pocket
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import KEY, NOT_WRITTEN, PLAIN, WARM_LARGE, Card, Tone
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.portrait import draw_portrait
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.checks import Missing, missing_glyphs
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, LEADING, PINE, QUIET, USUAL, Look
from gradesk.documents.press.paper import BOTTOM, MARGIN, TOP, WIDTH, Format, Paper, draw_logo
from gradesk.documents.press.tags import Node, heading
from gradesk.documents.press.text import SafeParagraph, SetText
from gradesk.services.paper.sheets import GO_TO, PassportSheet, SheetSection

TITLE = "Pupil passport"
GROW, SHRINK = 1.0, 2.5  # points that the type may grow beyond the chosen size to fill a side, or shrink to keep to one
SMALLEST = 9.5  # points; never less, whatever was chosen
A5_LESS = 1.5  # points; the type of a smaller page is a little smaller
FORMS = {"a5": Format(A5, 30.0), "pocket": Format(margin=passport_pocket.EDGE)}
ROOM = WIDTH - 2 * MARGIN  # points across
GAP, WIDEST_GAP = 8.0, 13.0  # points between cards
STRETCH = 100.0  # points that a card may grow by on an empty page
PORTRAIT = 96.0  # points across
WIDER, NARROWER = (0.58, 0.64), (0.42, 0.36)  # the left card's share of a row that is not cut in halves
HELP_SHARE = 0.42  # beside "How you can help me", which is mostly the longest
WORTH = 1.6  # lines that an uneven row must save

LAYOUT = (("admire",), ("important", "good_at"), ("hard", "helps"), ("does_not_help", "myself"))
TONES: dict[str, Tone] = {"admire": WARM_LARGE, "helps": KEY, GO_TO[0]: KEY}

_WORD = re.compile(r"\S{1,30}")  # what counts as a word to cut: thirty letters without a space are more than one


def sizes(chosen: float) -> tuple[float, ...]:
    """The sizes of type that are tried, smallest first, in half points."""
    least = max(SMALLEST, chosen - SHRINK)
    return tuple(least + step / 2 for step in range(int((chosen + GROW - least) * 2) + 1))


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

    def __init__(self, sheet: PassportSheet, look: Look) -> None:
        self.sheet = sheet
        self.look = look
        self.sizes = sizes(look.size)
        shown = {s.code: s for s in _sections(sheet) if s.text.strip() or sheet.version is None}
        self._cards = {s.code: Card(look.say(s.title), s.text, TONES.get(s.code, PLAIN), look) for s in shown.values()}
        self._tried: dict[float, list[_Row]] = {}
        self._plan = [[c for c in row if c in shown] for row in (*_rows(list(shown)), (GO_TO[0],))]

    @cached_property
    def head(self) -> _Head:
        """The top of the page."""
        return _Head(self.sheet, self.look)

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
        tidy = self._split(cards, HELP_SHARE if cards[1].tone is KEY else 0.5, size)
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
        largest = self.sizes[-1]
        spare = self.spare(self.rows(largest))
        if spare >= 0 or room <= 0:
            return largest if spare >= 0 else None
        # Text takes room by the square of its size, so the first guess is seldom more than a step off.
        guess = largest * sqrt(room / (room - spare))
        place = max(0, sum(size <= guess for size in self.sizes) - 1)
        while place >= 0 and self.spare(self.rows(self.sizes[place])) < 0:
            place -= 1
        while place >= 0 and self.spare(self.rows(self.sizes[place + 1])) >= 0:
            place += 1
        return self.sizes[place] if place >= 0 else None

    def draw(self, canvas: TaggedCanvas, size: float) -> None:
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

    def __init__(self, sheet: PassportSheet, look: Look) -> None:
        who = sheet.heading
        self._who = who
        self._look = look
        width = ROOM - PORTRAIT - 20
        kicker = look.say_of_pupil("{pupil} passport", sheet.pupil_word)
        if sheet.version is None:
            kicker += f" · {look.say('draft')}"
        tongue = look.tongue
        first = who.preferred_name if look.name != "initials" else look.who(who)
        surname = who.surname if look.name == "full" else ""
        adult = look.say("Key adult: {name}", name=who.key_adult) if who.key_adult.strip() else ""
        self._lines: list[tuple[SetText, Node]] = [
            (SafeParagraph(text, look.style(face, colour, leading)).fitted(width, fit), node)
            for text, face, colour, leading, fit, node in (
                (kicker, Face.BOLD, PINE, LEADING, (11.5, 10), Node("P", language=tongue)),
                (first, Face.BOLD, INK, 1.1, (42, 38, 34, 30, 26, 22), heading(1)),
                (surname, Face.REGULAR, QUIET, 1.25, (17, 15, 13), Node("P")),
                (look.in_class(who), Face.BOLD, INK, 1.25, (14, 13, 12), Node("P")),
                (adult, Face.REGULAR, INK, 1.25, (14, 13, 12), Node("P", language=tongue)),
            )
            if text.strip()
        ]
        self._words = sum(line.height for line, _ in self._lines)
        self.height = max(PORTRAIT, self._words) + 6

    def draw(self, canvas: TaggedCanvas) -> None:
        """At the top of the page in hand."""
        middle = (self.height - 6) / 2
        top = TOP - middle + self._words / 2
        for line, node in self._lines:
            x = MARGIN + PORTRAIT + 20
            line.draw(canvas, x, top, node)
            top -= line.height
        # After the name in reading order, since a page begins with its heading.
        draw_portrait(canvas, self._who.photo, self._who.preferred_name, MARGIN, TOP - middle + PORTRAIT / 2, PORTRAIT)


def _rows(codes: list[str]) -> list[tuple[str, ...]]:
    """Which sections stand side by side: as shipped, or in a school's own order the first alone and the others in pairs."""
    usual = [code for row in LAYOUT for code in row]
    places = [usual.index(code) for code in codes if code in usual]
    if places == sorted(places):
        known = {*usual, GO_TO[0]}
        return [*LAYOUT, *((code,) for code in codes if code not in known)]
    mine = [code for code in codes if code != GO_TO[0]]
    return [(mine[0],), *(tuple(mine[at : at + 2]) for at in range(1, len(mine), 2))]


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


def fit(sheet: PassportSheet, look: Look = USUAL) -> FitReport:
    """What printing would do, without printing; quick enough to ask after every pause in typing."""
    missing = missing_glyphs(texts(sheet))
    if missing:
        return FitReport(False, SMALLEST, missing_glyphs=missing)
    size = _Passport(sheet, look).size()
    return FitReport(True, size) if size else FitReport(False, SMALLEST, _too_long(sheet, look))


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


def _too_long(sheet: PassportSheet, look: Look) -> tuple[SectionOver, ...]:
    """The longest sections, by the words above the length at which, if all kept to it, the page would fit."""
    lengths = [(s.title, len(_WORD.findall(s.text))) for s in _sections(sheet)]
    bare = _Passport(_cut(sheet, 0), look)
    smallest = bare.sizes[0]
    if bare.spare(bare.rows(smallest)) < 0:
        return ()
    low, high = 0, max(length for _, length in lengths)
    while low < high:
        middle = (low + high + 1) // 2
        trial = _Passport(_cut(sheet, middle), look)
        if trial.spare(trial.rows(smallest)) >= 0:
            low = middle
        else:
            high = middle - 1
    return tuple(SectionOver(title, length - low) for title, length in lengths if length > low)


def draw(paper: Paper, sheet: PassportSheet, variant: str) -> None:
    """One side; a passport too long for one side in readable type takes another.

    The variants are a whole page, a page of a planner (A5), and a sheet to fold into a card for the pocket.
    """
    look = paper.look
    if variant == "pocket":
        passport_pocket.draw(paper, sheet)
        return
    if variant == "a5":
        _draw_long(paper, sheet, look.size - A5_LESS, 20.0)
        return
    passport = _Passport(sheet, look)
    size = passport.size()
    if size is None:
        _draw_long(paper, sheet, look.size, 30.0)
        return
    passport.draw(paper.canvas, size)
    if sheet.logo:
        draw_logo(paper.canvas, sheet.logo, paper.width - MARGIN, TOP, leaves.LOGO)
    paper.end_page(sheet, 1, 1)


def _draw_long(paper: Paper, sheet: PassportSheet, size: float, big: float) -> None:
    """Section below section, over as many sides as they need."""
    look, who = paper.look, sheet.heading
    title = look.say_of_pupil("{pupil} passport", sheet.pupil_word)
    adult = look.say("Key adult: {name}", name=who.key_adult) if who.key_adult.strip() else ""
    about = (look.in_class(who), adult)
    head = leaves.Head(sheet, look, title, look.who(who), about, paper.room, big)
    absence = look.say(NOT_WRITTEN) if sheet.version is None else ""

    def groups(type_size: float) -> list[list[Block]]:
        bricks = Bricks(look, paper.room, type_size)
        found = [
            bricks.panels([(look.say(section.title), section.text)], TONES.get(section.code, PLAIN), absence=absence)
            for section in _sections(sheet)
        ]
        return [group for group in found if group]

    sides, _ = leaves.fitted(paper, head, groups, size, 1)
    leaves.draw(paper, sheet, head, sides)
