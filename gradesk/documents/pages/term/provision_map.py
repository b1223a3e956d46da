"""A provision map in columns: on paper, and as the table that goes into a workbook. Its costs stand beside roles, never names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.grid import Bit, Cell, after_table, grid
from gradesk.documents.press.look import Look
from gradesk.documents.press.often import said_often
from gradesk.model.rules.term.money import pounds
from gradesk.services.paper.class_sheets import MapPart, MapRow, MapTable, Often

SHARES = {
    "what": 2.6, "form": 1.5, "led_by": 1.9, "often": 2.3, "weeks": 1.1, "size": 1.1, "starts_on": 1.8, "until": 1.8,
    "pupils": 2.6, "aim": 2.6, "targets": 3.0, "ends_when": 2.2, "given": 1.7, "measure": 1.8, "before": 1.8, "after": 1.8,
    "outcome": 2.4, "minutes": 1.3, "times": 1.2, "role": 2.0, "bought": 1.4, "each": 1.5, "cost": 1.5, "given_cost": 1.5,
    "money": 1.6,
}  # fmt: skip
COSTS = ("bought", "each", "cost", "given_cost")
NONE = "–"


def groups(table: MapTable, bricks: Bricks, *, names: bool) -> list[list[Block]]:
    """A table for each part with what it costs together, and all of it at the end."""
    look = bricks.look
    if not table.parts:
        return [bricks.said(look.say("No support beyond the class is recorded."))]
    titles = [look.say(one.title) for one in table.columns]
    shares = [_share(one.code, names=names) for one in table.columns]
    found: list[list[Block]] = []
    for part in table.parts:
        rows = [[_cell(row, one.code, look, names=names) for one in table.columns] for row in part.rows]
        if table.costed and not table.is_opening:
            rows.append(_sums(part.rows, table, look, look.say("Together")))
        found.append(
            after_table(bricks, [bricks.heading(_title(part, look)), *grid(bricks, titles, rows, shares)])
            if found
            else [bricks.heading(_title(part, look)), *grid(bricks, titles, rows, shares)]
        )
    if table.costed and not table.is_opening:
        every = [row for part in table.parts for row in part.rows]
        told = look.say(
            "All of it: £{planned} as planned, £{given} for what was given",
            planned=_sum(every, "cost"),
            given=_sum(every, "given_cost"),
        )
        found.append(after_table(bricks, [*bricks.text(told, look.bold, after=4), *_lacking(every, bricks)]))
    return found


def lines(table: MapTable, look: Look, *, names: bool) -> list[list[str]]:
    """The same as lines of plain words: a head with the parts' column first, and a line for each support."""
    found = [[look.say("Part of the map"), *(look.say(one.title) for one in table.columns)]]
    for part in table.parts:
        for row in part.rows:
            cells = ["; ".join(bit.text for bit in _cell(row, one.code, look, names=names)) for one in table.columns]
            found.append([_title(part, look), *("" if words == NONE else words for words in cells)])
    return found


def texts(table: MapTable) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "the headings", " ".join(one.title for one in table.columns)
    for part in table.parts:
        yield "a part of the map", part.title
        for row in part.rows:
            yield "Support", f"{row.what} {row.led_by} {row.role} {row.aim} {row.ends_when} {row.outcome} {row.measure}"
            yield "Targets", " ".join(row.targets)
            yield "Before and after", " ".join(f"{one.before} {one.after}" for one in row.results)
            yield "Who gets it", " ".join(f"{one.preferred_name} {one.surname}" for one in row.pupils)


def _share(code: str, *, names: bool) -> float:
    return 1.2 if code == "pupils" and not names else SHARES.get(code, 1.6)


def _title(part: MapPart, look: Look) -> str:
    return look.say(part.title) if part.is_fixed else part.title


def _cell(row: MapRow, code: str, look: Look, *, names: bool) -> Cell:
    if code in ("before", "after"):
        return _results(row, code, look, names=names)
    if code == "what":
        return [Bit(row.what, look.bold)]
    if code == "form":
        return [Bit(look.say(row.form), look.body, tongue=look.tongue)] if row.form else _none(look)
    if code == "often":
        words = said_often(Often(row.times, row.minutes), look)
        return [Bit(words, look.body, tongue=look.tongue)] if words else _none(look)
    if code == "pupils":
        who = ", ".join(look.who(one) for one in row.pupils) if names else str(len(row.pupils))
        return [Bit(who, look.body)]
    if code in ("starts_on", "until"):
        day = row.starts_on if code == "starts_on" else row.until
        return [Bit(look.language.date(day), look.body, tongue=look.tongue)] if day else _none(look)
    if code == "targets":
        return [Bit(words, look.body) for words in row.targets] or _none(look)
    words = PLAIN[code](row)
    return [Bit(words, look.body)] if words else _none(look)


def _cost_of(row: MapRow, pence: int) -> str:
    return pounds(pence) if row.has_rate else ""


def _each(row: MapRow) -> str:
    least, most = row.each
    if not row.has_rate:
        return ""
    return pounds(most) if most - least <= 1 else f"{pounds(least)}–{pounds(most)}"


PLAIN: Mapping[str, Callable[[MapRow], str]] = {
    "led_by": lambda row: row.led_by,
    "role": lambda row: row.role,
    "weeks": lambda row: "–".join(str(one) for one in dict.fromkeys(row.weeks or ())),
    "size": lambda row: str(row.size),
    "aim": lambda row: row.aim,
    "ends_when": lambda row: row.ends_when,
    "given": lambda row: f"{row.given:,} / {row.planned:,}" if row.planned else "",
    "measure": lambda row: row.measure,
    "outcome": lambda row: row.outcome,
    "minutes": lambda row: str(row.minutes) if row.minutes else "",
    "times": lambda row: f"{row.times:g}" if row.times else "",
    "bought": lambda row: pounds(row.bought) if row.bought else "",
    "each": _each,
    "cost": lambda row: _cost_of(row, row.planned_cost),
    "given_cost": lambda row: _cost_of(row, row.given_cost),
    "money": lambda row: row.money,
}


def _results(row: MapRow, code: str, look: Look, *, names: bool) -> Cell:
    found = [(one.who, one.before if code == "before" else one.after) for one in row.results]
    told = [f"{look.who(who)}: {value}" if names and len(found) > 1 else value for who, value in found if value]
    return [Bit(words, look.body) for words in told] or _none(look)


def _none(look: Look) -> Cell:
    return [Bit(NONE, look.small)]


def _sum(rows: Sequence[MapRow], code: str) -> str:
    return pounds(sum(row.planned_cost if code == "cost" else row.given_cost for row in rows))


def _sums(rows: Sequence[MapRow], table: MapTable, look: Look, title: str) -> list[Cell]:
    cells: list[Cell] = []
    for place, one in enumerate(table.columns):
        if one.code in ("cost", "given_cost"):
            cells.append([Bit(_sum(rows, one.code), look.bold)])
        else:
            cells.append([Bit(title if place == 0 else "", look.bold, tongue=look.tongue)])
    return cells


def _lacking(rows: Sequence[MapRow], bricks: Bricks) -> list[Block]:
    """What has no rate is not free: it is said."""
    count = sum(not row.has_rate for row in rows)
    say = bricks.look.say
    return bricks.said(say("Without a rate, so not counted: {count}", count=count)) if count else []
