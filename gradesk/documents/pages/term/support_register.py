"""The register of a group’s half-term, or of an adult’s day, to be marked by hand or as a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks, Line
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.grid import after_table
from gradesk.documents.press.blocks.marking import Marking
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Format, Paper
from gradesk.services.paper.register_sheets import GroupPart, MarkRow, SessionColumn, SupportRegisterSheet

TITLE = "Register of support"
FORM_PAPER = Format(wide=True)
PAPER, FORM = ("paper", "On paper, to mark by hand"), ("form", "To fill in on a computer")
SIDES = 2
MOST = 18  # sessions side by side
NAME_SHARE, SESSION_SHARE, NOTE_SHARE = 3.4, 1.0, 9.0
TALL = 21.0  # points of a row: room for a letter by hand
NOT_IN_IT = "·"
NOTES = 2  # lines


def draw(paper: Paper, sheet: SupportRegisterSheet, variant: str) -> None:
    """A table for each group; a long half-term goes on in another below it."""
    look = paper.look
    first, last = look.language.date(sheet.first), look.language.date(sheet.last)
    when = look.language.weekday_date(sheet.first) if sheet.first == sheet.last else f"{first} – {last}"
    head = leaves.Head(
        sheet, look, look.say(TITLE), sheet.about or when, (when if sheet.about else "",), paper.room, 22.0
    )

    def groups(size: float) -> list[list[Block]]:
        return _groups(sheet, Bricks(look, paper.room, size), is_form=variant == FORM[0])

    sides, _ = leaves.fitted(paper, head, groups, look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: SupportRegisterSheet, bricks: Bricks, *, is_form: bool) -> list[list[Block]]:
    look = bricks.look
    told = look.say("H here, A absent, P with minutes for a part, N did not run, + makes another good")
    opening = bricks.said(told, quiet=True, after=4)
    if is_form:
        hint = look.say("You can fill this in on a computer and save it, or print it and write by hand.")
        opening = [*bricks.said(hint, after=2), *opening]
    found: list[list[Block]] = [opening]
    for part in sheet.parts:
        for some in _shared_out(len(part.columns)):
            table = _table(part, some, bricks, is_form=is_form)
            heading = [bricks.heading(_about(part, look))] if some.start == 0 else []
            found.append([*heading, *table] if len(found) == 1 else after_table(bricks, [*heading, *table]))
    taken = f"{look.say('Taken by')}:"
    found.append(after_table(bricks, [*bricks.text(taken, look.label, after=0), bricks.lines(NOTES)]))
    return found


def _shared_out(count: int) -> list[range]:
    """As few tables as hold so many sessions, each with as many of them as the others."""
    tables = -(-count // MOST)
    each = -(-count // tables) if tables else 1
    return [range(start, min(start + each, count)) for start in range(0, count, each)]


def _about(part: GroupPart, look: Look) -> str:
    minutes = look.say("{count} minutes", count=part.minutes) if part.minutes else ""
    return " · ".join(filter(None, (part.name, part.at, minutes, part.led_by)))


def _table(part: GroupPart, some: range, bricks: Bricks, *, is_form: bool) -> list[Block]:
    look = bricks.look
    has_notes = len(some) == 1 and not is_form
    notes = [look.say("Note")] if has_notes else []
    titles = [look.say("Name"), *(_title(part.columns[at], look) for at in some), *notes]
    lacking = max(MOST - len(some), 0) * SESSION_SHARE
    shares = [NAME_SHARE, *(SESSION_SHARE for _ in some), *(NOTE_SHARE for _ in notes)]
    narrow = Bricks(look, bricks.room * sum(shares) / (sum(shares) + (0 if has_notes else lacking)), bricks.size)
    rows = [
        [look.who(row.heading), *(_shown(row.marks[at], is_form=is_form) for at in some), *("" for _ in notes)]
        for row in part.rows
    ]
    lines = narrow.table(titles, rows, shares, tall=TALL)
    head = lines[0]
    assert isinstance(head, Line)
    marked: list[Block] = [Marking(head, ())]
    for line, row in zip(lines[1:], part.rows, strict=True):
        assert isinstance(line, Line)
        marked.append(Marking(line, _fields(row, part.columns, some, look) if is_form else ()))
    return marked


def _shown(mark: str | None, *, is_form: bool) -> str:
    """What is printed in a cell; on a form the field has it."""
    return NOT_IN_IT if mark is None else "" if is_form else mark


def _fields(
    row: MarkRow, columns: Sequence[SessionColumn], some: range, look: Look
) -> tuple[tuple[int, str, str, str], ...]:
    """Place in the line, name, what a reader says of it, and what stands in it."""
    who = look.who(row.heading)
    return tuple(
        (place, row.fields[at], f"{who}, {look.language.weekday_date(columns[at].day)}", mark)
        for place, at in enumerate(some, start=1)
        if (mark := row.marks[at]) is not None
    )


def _title(one: SessionColumn, look: Look) -> str:
    weekday = look.language.weekdays[one.day.weekday()]
    short = weekday[:3] if look.language.script == "Latn" else weekday
    return f"{short} {one.day.day}/{one.day.month}{' +' if one.put_on else ''}"


def texts(sheet: SupportRegisterSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "whose register it is", f"{sheet.about} {sheet.heading.preferred_name} {sheet.school_name}"
    for part in sheet.parts:
        yield "a group", f"{part.name} {part.led_by} {part.at}"
        for row in part.rows:
            yield "a name", f"{row.heading.preferred_name} {row.heading.surname}"
