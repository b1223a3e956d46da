"""The Individual Learning Plan on paper: strengths first, then both views, the targets, and lines to sign on.

Two sides for a usual plan of three or four targets: the type shrinks a little to keep to them. A longer plan takes the
sides it needs, and nothing of it is cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.cards import KEY, NOT_WRITTEN, PLAIN, WARM, Body, Look, SetBody
from gradesk.documents.checks import refuse_missing, require_sheets
from gradesk.documents.flow import BADGE, Block, Cell, Row, paginate
from gradesk.documents.fonts import Face
from gradesk.documents.paper import (
    ASIDE,
    BODY,
    BOLD,
    BOTTOM,
    INK,
    LABEL,
    MARGIN,
    PINE,
    QUIET,
    RULE,
    SMALL,
    TOP,
    WIDTH,
    Paper,
    long_date,
    version_label,
)
from gradesk.documents.portrait import draw_portrait
from gradesk.documents.text import SafeParagraph, Style
from gradesk.services.sheets import Agreement, PlanSheet, TargetSheet
from gradesk.system.refusal import Refused

TITLE = "Individual Learning Plan"
ROOM = WIDTH - 2 * MARGIN  # points across
SIZES = (11.0, 10.5, 10.0, 9.5)  # points, tried in turn until the plan keeps to `SIDES`
SIDES = 2
USUAL_LEAST = 10.0  # points; smaller only to keep a full plan to its two sides
LONG_SIZE = 10.5  # points, for a plan that needs more sides anyway
GUTTER = 10.0
PAD = 9.0
CONTINUED = 26.0  # points at the top of the second and later sides
SLACK = 12.0  # points of blank under the last block that may run into the space above the footer
PORTRAIT = 62.0
NOT_RECORDED = "not recorded yet"

_HEAD = Style(Face.BOLD, INK)


@dataclass(frozen=True, slots=True)
class _Field:
    """A labelled text; an empty one has its absence said in italics."""

    label: str
    text: str
    absence: str = ""

    def pieces(self, width: float, size: float, colour: Style = LABEL) -> tuple[SetBody, ...]:
        """The label and below it the text."""
        text = Body(self.text) or Body(self.absence, ASIDE)
        return Body(self.label, colour).set(width, size * 0.92), text.set(width, size)

    @property
    def shown(self) -> bool:
        """Whether there is anything to print."""
        return bool(self.text.strip() or self.absence)


def _columns(parts: Sequence[_Field], shares: Sequence[float], size: float, *, left: float = 0) -> list[Block]:
    """Those of the fields that have something to say, side by side, without panels."""
    shown = [(part, share) for part, share in zip(parts, shares, strict=True) if part.shown]
    room = ROOM - left - GUTTER * max(0, len(shown) - 1)
    cells, x = [], left
    for part, share in shown:
        width = room * share / sum(share for _, share in shown)
        cells.append(Cell(x, width, part.pieces(width, size)))
        x += width + GUTTER
    return [Row(tuple(cells), after=7)] if cells else []


def _panels(parts: Sequence[_Field], look: Look, size: float) -> list[Block]:
    """The fields in panels of equal width, side by side."""
    shown = [part for part in parts if part.shown]
    width = (ROOM - GUTTER * max(0, len(shown) - 1)) / max(1, len(shown))
    heading = Style(Face.BOLD, look.heading)
    cells = tuple(
        Cell(place * (width + GUTTER), width, part.pieces(width - 2 * PAD, size, heading), look.box, PAD)
        for place, part in enumerate(shown)
    )
    return [Row(cells, after=9)] if cells else []


def _target(target: TargetSheet, size: float, absence: str) -> list[Block]:
    """A target: its number and the pupil's words in a panel, below it what makes it measurable."""
    inner = ROOM - 2 * PAD - BADGE - 8
    wording = target.pupil_wording.strip() or target.staff_wording.strip() or absence
    pieces = [Body(target.area, SMALL).set(inner, size * 0.85)] if target.area.strip() else []
    pieces.append(
        Body(wording, _HEAD if wording != absence else ASIDE).set(
            inner, size * (1.28 if target.pupil_wording.strip() else 1)
        )
    )
    if target.pupil_wording.strip() and target.staff_wording.strip():
        pieces.append(Body(target.staff_wording).set(inner, size))
    head = Row((Cell(0, ROOM, tuple(pieces), KEY.box, PAD - 1, str(target.number)),), after=6)
    by_when = long_date(target.by_when) if target.by_when else ""
    rows = (
        _columns(
            (
                _Field("Starting point", target.baseline, absence),
                _Field("How we will know", target.success_criterion, absence),
            ),
            (1, 1),
            size,
            left=PAD,
        )
        + _columns((_Field("What we will do", target.how, absence), _Field("Who", target.who)), (1, 1), size, left=PAD)
        + _columns(
            (_Field("How long, how often, where", target.how_often), _Field("By when", by_when)), (1, 1), size, left=PAD
        )
        + _columns((_Field("What home does", target.home_part),), (1,), size, left=PAD)
        + _columns((_Field("How it went", target.outcome),), (1,), size, left=PAD)
    )
    return [head, *rows, Row((Cell(0, ROOM, ()),), after=6)]


@dataclass(frozen=True, slots=True)
class _Signatures:
    """Who agrees, with the day where it is known and lines to sign on where not."""

    sheet: PlanSheet
    size: float

    @property
    def height(self) -> float:
        """A heading and a line for each person."""
        return self.size * 3.4 + self._step * len(self.sheet.agreements)

    @property
    def _step(self) -> float:
        return self.size * 2.35

    def split(self, room: float) -> None:
        """Signatures stay together."""

    def draw(self, canvas: Canvas, top: float) -> None:
        """On the page in hand."""
        size = self.size
        heading = "Agreed by"
        if self.sheet.review_on:
            heading = f"Agreed by – we look at this plan together again by {long_date(self.sheet.review_on)}"
        SafeParagraph(heading, LABEL).fitted(ROOM, (size * 1.05, size, size * 0.9)).draw(
            canvas, MARGIN, top - size * 0.9
        )
        top -= size * 3.2
        for agreement in self.sheet.agreements:
            self._draw_one(canvas, agreement, top)
            top -= self._step

    def _draw_one(self, canvas: Canvas, agreement: Agreement, top: float) -> None:
        base = top - self.size * 1.15
        who = f"{agreement.role}: {agreement.name}" if agreement.name.strip() else agreement.role
        SafeParagraph(who, BODY).fitted(ROOM * 0.34, (self.size, 9, 8, 7)).draw(canvas, MARGIN, top)
        canvas.setStrokeColor(QUIET)
        canvas.setLineWidth(0.6)
        canvas.line(MARGIN + ROOM * 0.36, base, MARGIN + ROOM * 0.74, base)
        day = SafeParagraph(long_date(agreement.agreed_on) if agreement.agreed_on else "Date", SMALL)
        set_day = day.set(ROOM * 0.24, self.size * 0.9)
        set_day.draw(canvas, MARGIN + ROOM * 0.77, top)
        if not agreement.agreed_on:
            canvas.line(MARGIN + ROOM * 0.77 + set_day.width + 6, base, MARGIN + ROOM, base)


class _Top:
    """The top of the first side: title and state, name, class, key adult, and the photo if there is one."""

    def __init__(self, sheet: PlanSheet) -> None:
        who = sheet.heading
        self._sheet = sheet
        self._indent = PORTRAIT + 16 if who.photo else 0.0
        width = ROOM - self._indent
        born = f"Born {long_date(who.date_of_birth)}" if who.date_of_birth else ""
        adult = f"Key adult: {who.key_adult}" if who.key_adult.strip() else ""
        about = " · ".join(filter(str.strip, (who.class_name, who.year_label, born, adult)))
        begins = f"Starts {long_date(sheet.starts_on)}" if sheet.starts_on else ""
        review = f"Review by {long_date(sheet.review_on)}" if sheet.review_on else ""
        state = "" if sheet.version is None and sheet.state == "Draft" else sheet.state
        dates = " · ".join(filter(str.strip, (state, version_label(sheet), begins, review)))
        self._lines = [
            SafeParagraph(text, style).fitted(width, sizes)
            for text, style, sizes in (
                (sheet.title, Style(Face.BOLD, PINE), (13, 12, 11)),
                (f"{who.preferred_name} {who.surname}", Style(Face.BOLD, INK, 1.15), (27, 24, 21, 18)),
                (about, BODY, (11.5, 10.5)),
                (dates, Style(Face.REGULAR, QUIET), (11, 10)),
            )
            if text.strip()
        ]
        self.height = max(sum(line.height for line in self._lines), PORTRAIT if who.photo else 0.0) + 14

    def draw(self, canvas: Canvas) -> None:
        """At the top of the page in hand."""
        who = self._sheet.heading
        if who.photo:
            draw_portrait(canvas, who.photo, who.preferred_name, MARGIN, TOP - 6, PORTRAIT)
        top = TOP
        for line in self._lines:
            line.draw(canvas, MARGIN + self._indent, top)
            top -= line.height


def _draw_continued(canvas: Canvas, sheet: PlanSheet) -> None:
    """The top of a later side, so that a sheet that comes loose is put back with the right pupil."""
    who = f"{sheet.heading.preferred_name} {sheet.heading.surname}".strip()
    SafeParagraph(f"{who} · {sheet.title}", BOLD).fitted(ROOM, (10.5, 9, 8, 7)).draw(canvas, MARGIN, TOP)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, TOP - 17, WIDTH - MARGIN, TOP - 17)


def _groups(sheet: PlanSheet, size: float) -> list[list[Block]]:
    """The plan in printed order; each group is kept on one side if it can be."""
    absence = NOT_WRITTEN if sheet.version is None else ""
    groups = [_panels((_Field("Strengths", sheet.strengths, absence),), WARM, size)]
    views = (
        _Field(f"{sheet.pupil_word.capitalize()}’s view", sheet.pupil_view, NOT_RECORDED),
        _Field("Parent’s or carer’s view", sheet.parent_view, sheet.parent_absence.strip() or NOT_RECORDED),
    )
    groups.append(_panels(views, PLAIN, size))
    groups += [_panels((_Field(block.title, block.text, absence),), PLAIN, size) for block in sheet.blocks]
    groups += [_target(target, size, absence) for target in sheet.targets]
    if sheet.agreements:
        groups.append([_Signatures(sheet, size)])
    return [group for group in groups if group]


def _pages(sheet: PlanSheet, first: float) -> list[list[Block]]:
    """The sides of a plan: as few as its usual type allows, then the largest type that keeps to so many."""
    room = TOP - BOTTOM - CONTINUED + SLACK
    tries = [paginate(_groups(sheet, size), first, room) for size in SIZES]
    fewest = len(tries[0])
    if fewest > 1:
        fewest = len(tries[SIZES.index(USUAL_LEAST)])
    if fewest > SIDES:
        fewest = len(tries[-1]) if len(tries[-1]) <= SIDES else len(tries[SIZES.index(LONG_SIZE)])
    return next(pages for pages in tries if len(pages) <= fewest)


def texts(sheet: PlanSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label} {who.key_adult}"
    yield "the school's name", f"{sheet.school_name} {sheet.pupil_word} {sheet.title} {sheet.state}"
    yield "Strengths", sheet.strengths
    yield "Pupil’s view", sheet.pupil_view
    yield "Parent’s or carer’s view", f"{sheet.parent_view} {sheet.parent_absence}"
    for block in sheet.blocks:
        yield block.title, f"{block.title} {block.text}"
    for target in sheet.targets:
        values = (getattr(target, field.name) for field in fields(target))
        yield f"Target {target.number}", " ".join(value for value in values if isinstance(value, str))
    yield "Agreed by", " ".join(f"{agreement.role} {agreement.name}" for agreement in sheet.agreements)


def problem(sheet: PlanSheet) -> str:
    """Why this plan would be refused, as a sentence; empty when it prints."""
    try:
        refuse_missing(sheet, texts(sheet))
    except Refused as refusal:
        return str(refusal)
    return ""


def draw(sheets: Sequence[PlanSheet]) -> bytes:
    """One PDF, plan after plan, each with its own page numbers. Raises Refused first if a glyph is missing."""
    require_sheets(sheets)
    for sheet in sheets:
        refuse_missing(sheet, texts(sheet))
    paper = Paper(TITLE, sheets[0].school_name)
    for sheet in sheets:
        top = _Top(sheet)
        pages = _pages(sheet, TOP - top.height - BOTTOM + SLACK)
        for number, blocks in enumerate(pages, start=1):
            if number == 1:
                top.draw(paper.canvas)
                line = TOP - top.height
            else:
                _draw_continued(paper.canvas, sheet)
                line = TOP - CONTINUED
            for block in blocks:
                block.draw(paper.canvas, line)
                line -= block.height
            paper.end_page(sheet, number, len(pages))
    return paper.finish()
