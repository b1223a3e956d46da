"""A week as a sheet of cells: adults down and periods across, or for one person periods down and days across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from gradesk.model.rules.week.clashes import Clash
from gradesk.model.rules.week.parts import LESSON, Bar, Period, Week, known
from gradesk.model.rules.week.times import NAMES, When, clock, read_clock
from gradesk.model.rules.week.to_place import ROLES
from gradesk.model.rules.words.people import people
from gradesk.model.term.week import Cover
from gradesk.model.term.words import ENTRY_KINDS

ALL, ADULT, PUPIL, CLASS, ROOM = "all", "adult", "pupil", "class", "room"
NOBODY = "Nobody named"
NOT_THERE, NO_SCHOOL, FREE = "not in school", "no school on this day", "free"
AWAY = {"taken": "taken by {}", "moved": "moved to {}", "suspended": "does not take place"}


@dataclass(frozen=True)
class View:
    """Whose week is looked at: that of all adults, or of one adult, pupil, class or room (`who`)."""

    kind: str = ALL
    who: str = ""


@dataclass(frozen=True)
class Piece:
    """One session in a cell. One that `goes_on` began in an earlier period; one that is taken over on its day says for whom."""

    bar: Bar
    when: When
    goes_on: bool = False
    instead_of: str = ""

    @property
    def key(self) -> tuple[str, When]:
        """Which session it is."""
        return self.bar.uuid, self.when

    @property
    def kind_word(self) -> str:
        """What it is besides support; empty for support."""
        return "" if self.bar.is_support else ENTRY_KINDS.label(self.bar.kind)


@dataclass(frozen=True)
class Slot:
    """Where a cell stands in the week: its day and period, and the adult of its row where rows are adults."""

    day: int
    period: Period
    adult: str | None = None

    @property
    def words(self) -> str:
        """Such as Monday, period 1, 9:00 to 9:50."""
        one = self.period
        name = f"period {one.name}" if one.name.isdigit() else one.name
        return f"{NAMES[self.day]}, {name}, {clock(one.begins)} to {clock(one.ends)}"


@dataclass(frozen=True)
class Shown:
    """What is to be seen of a week: whose it is, which of two weeks, its Monday, what clashes, and how cover was settled."""

    week: Week
    view: View = View()
    letter: str = ""
    monday: date = date.min
    clashes: Mapping[str, Sequence[Clash]] = field(default_factory=dict)  # by bar
    covers: Mapping[tuple[str, int], Sequence[Cover]] = field(default_factory=dict)  # by bar and day
    proposed: frozenset[str] = frozenset()  # bars whose times are only a proposal
    closed: frozenset[int] = frozenset()  # days without school


class Sheet:
    """The cells of a week. Rows and columns have titles; a cell has its slot and the sessions in it."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.by_adult = shown.view.kind == ALL
        self.rows: list[str] = []
        self.columns: list[str] = []
        self._slots: dict[tuple[int, int], Slot] = {}
        self._pieces: dict[tuple[int, int], list[Piece]] = {}
        self._row_of: dict[str, int] = {}
        self._of_day: dict[int, list[tuple[int, int, Period]]] = {day: [] for day in range(len(NAMES))}
        if self.by_adult:
            self._lay_by_adult()
        else:
            self._lay_by_day()
        self._put_cover()
        for lists in self._pieces.values():
            lists.sort(key=lambda one: (one.when.at or 0, one.bar.kind == LESSON, one.bar.name))

    def slot(self, row: int, column: int) -> Slot | None:
        """Where a cell stands; None beyond the sheet, and where a day has no such period."""
        return self._slots.get((row, column))

    def pieces(self, row: int, column: int) -> Sequence[Piece]:
        """The sessions in a cell, by their time."""
        return self._pieces.get((row, column), ())

    def most(self, row: int) -> int:
        """How many sessions stand in the fullest cell of a row."""
        return max((len(self.pieces(row, column)) for column in range(len(self.columns))), default=0)

    def is_told(self, row: int) -> bool:
        """Whether something is to be minded of a session in a row."""
        cells = (self.pieces(row, column) for column in range(len(self.columns)))
        return any(states(one, self.shown) for pieces in cells for one in pieces)

    def is_empty(self, column: int) -> bool:
        """Whether nothing stands in a column."""
        return not any((row, column) in self._pieces for row in range(len(self.rows)))

    def cell_at(self, day: int, at: int, adult: str = "") -> tuple[int, int] | None:
        """The cell in which a time lies, in the row of an adult where rows are adults."""
        place = self._place_at(day, at)
        if place is None:
            return None
        row, column = place
        if not self.by_adult:
            return row, column
        names = people(adult) or [NOBODY]
        found = next((self._row_of[known(name)] for name in names if known(name) in self._row_of), None)
        return (found, column) if found is not None else None

    def cell_of(self, key: tuple[str, When]) -> tuple[int, int] | None:
        """The cell in which a session begins."""
        return next(
            (
                cell
                for cell, pieces in self._pieces.items()
                for one in pieces
                if one.key == key and not one.goes_on and not one.instead_of
            ),
            None,
        )

    def cells_of(self, bar_id: str) -> list[tuple[int, int]]:
        """The cells in which sessions of a bar begin."""
        found = [(one.when, cell) for cell, pieces in self._pieces.items() for one in pieces
                 if one.bar.uuid == bar_id and not one.goes_on and not one.instead_of]  # fmt: skip
        return [cell for _, cell in sorted(found, key=lambda one: (one[0].day, one[0].at or 0, one[1]))]

    def state(self, slot: Slot) -> str:
        """What a cell is besides its sessions, in a word."""
        if slot.day in self.shown.closed:
            return NO_SCHOOL
        adult = self.shown.week.adult(slot.adult or (self.shown.view.who if self.shown.view.kind == ADULT else ""))
        if adult is not None:
            hours = adult.hours.days[slot.day]
            if not any(first < slot.period.ends and slot.period.begins < last for first, last in hours):
                return NOT_THERE
        return FREE

    def next_period(self, day: int, at: int, step: int) -> tuple[int, Period] | None:
        """The period before or after the one in which a time lies, also of the next day."""
        every = [(each, one) for each in range(len(NAMES)) for _, _, one in self._of_day[each]]
        here = self._period_at(day, at)
        places = [place for place, (each, one) in enumerate(every) if each == day and one is here]
        wanted = (places[0] if places else -1) + step
        return every[wanted] if places and 0 <= wanted < len(every) else None

    def period_of_day(self, day: int, at: int) -> Period | None:
        """The period of a day in which a time lies."""
        return self._period_at(day, at)

    # Laying out ----------------------------------------------------------------------------------------------

    def _lay_by_adult(self) -> None:
        week = self.shown.week
        self.rows = self._adults()
        self._row_of = {known(name): row for row, name in enumerate(self.rows)}
        for day in range(len(NAMES)):
            for period in week.periods:
                if period.is_on(day):
                    column = len(self.columns)
                    name = f"{NAMES[day][:3]} · {period.name}" if period.kind == "lesson" else period.name
                    self.columns.append(f"{name}\n{clock(period.begins)}")
                    self._of_day[day].append((0, column, period))
                    for row, name in enumerate(self.rows):
                        self._slots[row, column] = Slot(day, period, "" if name == NOBODY else name)
        for bar in week.bars:
            if bar.kind == LESSON and not bar.adult.strip():
                continue
            names = bar.everybody or [NOBODY]
            for row in dict.fromkeys(self._row_of[known(name)] for name in names if known(name) in self._row_of):
                self._put(bar, row)

    def _adults(self) -> list[str]:
        """Whose work is support first, then the other adults, then roles and people from outside."""
        week = self.shown.week
        busy = {known(name) for bar in week.bars if bar.placed for name in bar.everybody}
        helps = {key for key, one in week.adults.items() if one.role in ROLES}
        leads = {known(name) for bar in week.bars if bar.is_support for name in bar.leaders}
        first = [one.name for key, one in week.adults.items() if key in helps]
        then = [one.name for key, one in week.adults.items() if key not in helps and (key in leads or key in busy)]
        rest = [
            one.name for key, one in week.adults.items() if key not in helps and key not in leads and key not in busy
        ]
        others = sorted({known(name): name for bar in week.bars for name in bar.leaders
                         if known(name) not in week.adults}.values(), key=str.casefold)  # fmt: skip
        nobody = [NOBODY] if any(bar.kind != LESSON and not bar.leaders for bar in week.bars) else []
        return [*first, *then, *others, *nobody, *rest]

    def _lay_by_day(self) -> None:
        view, week = self.shown.view, self.shown.week
        years = {week.pupils[view.who].year} if view.kind == PUPIL and view.who in week.pupils else {""}
        every = [
            one for one in week.periods if any(one.is_on(day, year) for day in range(len(NAMES)) for year in years)
        ]
        self.columns = [f"{NAMES[day]}\n{self._date(day)}" for day in range(len(NAMES))]
        for row, period in enumerate(every):
            self.rows.append(f"{period.name}\n{clock(period.begins)}–{clock(period.ends)}")
            for day in range(len(NAMES)):
                if any(period.is_on(day, year) for year in years):
                    self._slots[row, day] = Slot(day, period)
                    self._of_day[day].append((row, day, period))
        for bar in week.bars:
            if is_of(bar, view, week):
                self._put(bar, None)

    def _put(self, bar: Bar, row: int | None) -> None:
        for when in bar.placed:
            if when.week not in ("", self.shown.letter):
                continue
            begins = when.at or 0
            first = self._place_at(when.day, begins)
            places = [first] if first is not None else []
            places += [(down, across) for down, across, period in self._of_day[when.day]
                       if begins < period.begins < begins + bar.minutes and (down, across) not in places]  # fmt: skip
            for number, (down, across) in enumerate(places):
                cell = (down if row is None else row, across)
                self._pieces.setdefault(cell, []).append(Piece(bar, when, number > 0))

    def _put_cover(self) -> None:
        """Sessions that somebody takes over on a day stand with whoever takes them too."""
        view = self.shown.view
        every = [(uuid, day, one) for (uuid, day), found in self.shown.covers.items() for one in found]
        for uuid, day, cover in every:
            bar, who = self.shown.week.bar(uuid), known(cover.taken_by)
            row = self._row_of.get(who) if self.by_adult else None
            if bar is None or not who or (row is None and (view.kind != ADULT or known(view.who) != who)):
                continue
            for when in bar.placed:
                if when.day == day and when.week in ("", self.shown.letter):
                    at = read_clock(cover.begins_at) if cover.how == "moved" else when.at
                    place = self._place_at(day, at or 0)
                    if place is not None:
                        cell = (place[0] if row is None else row, place[1])
                        piece = Piece(bar, replace(when, at=at), instead_of=cover.away)
                        self._pieces.setdefault(cell, []).append(piece)

    def _place_at(self, day: int, at: int) -> tuple[int, int] | None:
        here = self._period_at(day, at)
        return next(((row, column) for row, column, one in self._of_day[day] if one is here), None)

    def _period_at(self, day: int, at: int) -> Period | None:
        """The period in which a time lies, else the last that began before it, else the first."""
        every = [one for _, _, one in self._of_day[day]]
        inside = next((one for one in every if one.begins <= at < one.ends), None)
        before = [one for one in every if one.begins <= at]
        return inside or (before[-1] if before else every[0] if every else None)

    def _date(self, day: int) -> str:
        on = self.shown.monday + timedelta(days=day) if self.shown.monday > date.min else None
        return f"{on.day} {on:%b}" if on is not None else ""


def is_of(bar: Bar, view: View, week: Week) -> bool:
    """Whether a bar is in the week of whoever is looked at."""
    if view.kind == ADULT:
        return known(view.who) in {known(name) for name in bar.everybody}
    if view.kind == ROOM:
        return known(bar.room) == known(view.who)
    if view.kind == PUPIL:
        who = week.pupils.get(view.who)
        of_class = who is not None and bool(who.class_name) and known(bar.class_name) == known(who.class_name)
        return view.who in bar.pupils or (of_class and not bar.is_support and not bar.pupils)
    if view.kind == CLASS:
        classes = {known(week.pupils[one].class_name) for one in bar.pupils if one in week.pupils}
        return known(view.who) in classes | {known(bar.class_name)}
    return True


def detail(piece: Piece) -> str:
    """The second line of a session: its time, minutes and room, and how it stands in words."""
    if piece.goes_on:
        return "goes on"
    bar = piece.bar
    parts = [clock(piece.when.at or 0), f"{bar.minutes} min" if bar.minutes else "no minutes"]
    parts += [bar.room.strip()] if bar.room.strip() else []
    parts += [f"week {piece.when.week.upper()}"] if piece.when.week else []
    return ", ".join(parts)


def states(piece: Piece, shown: Shown) -> list[str]:
    """What is to be minded of a session, in words."""
    found = ["clash"] if clashes_of(piece, shown) and not piece.instead_of else []
    if piece.bar.uuid in shown.proposed:
        found.append("proposed")
    if piece.instead_of:
        return [f"for {piece.instead_of}"]
    for cover in shown.covers.get((piece.bar.uuid, piece.when.day), ()):
        found.append(AWAY[cover.how].format(cover.taken_by if cover.how == "taken" else cover.begins_at))
    if piece.bar.protected:
        found.append("protected")
    return found


def clashes_of(piece: Piece, shown: Shown) -> list[Clash]:
    """What clashes of a session: of its day, or of the whole bar."""
    every = shown.clashes.get(piece.bar.uuid, ())
    at, ends = piece.when.at or 0, (piece.when.at or 0) + max(piece.bar.minutes, 1)
    return [one for one in every
            if one.day is None or (one.day == piece.when.day and (one.at is None or at <= one.at < ends))]  # fmt: skip


def spoken(piece: Piece, shown: Shown) -> str:
    """A session in a sentence, for whoever listens and for the line below the week."""
    bar, week = piece.bar, shown.week
    names = [week.pupils[one].name for one in bar.pupils if one in week.pupils]
    parts = [f"{piece.kind_word}: {bar.name}" if piece.kind_word and piece.kind_word != bar.name else bar.name]
    parts.append(detail(Piece(bar, piece.when)))
    parts += [f"class {bar.class_name}"] if bar.class_name else []
    parts += [f"for {', '.join(names)}"] if names else []
    parts += [f"with {bar.adult}"] if bar.adult and not piece.instead_of and shown.view.kind != ADULT else []
    parts += [f"and {bar.with_whom}"] if bar.with_whom else []
    parts += ["goes on from the period before"] if piece.goes_on else []
    parts += [one for one in states(piece, shown) if one != "clash"]
    told = ", ".join(parts)
    clashes = "" if piece.instead_of else " ".join(dict.fromkeys(one.words for one in clashes_of(piece, shown)))
    return f"{told}. Clash: {clashes}" if clashes else told
