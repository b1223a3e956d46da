"""The board of a term: its weeks across, support as bars in lanes, and a bar moved or stretched by weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_weeks import SchoolWeek, monday_of, school_weeks
from gradesk.model.rules.days.school_year import Span
from gradesk.model.rules.week.clashes import Clash, Clashing
from gradesk.model.rules.week.parts import Bar, Week
from gradesk.model.rules.week.times import in_words
from gradesk.model.term.session import ProvisionSession
from gradesk.model.vocabulary import AREAS, PROVISION_FORMS, Term, Vocabulary
from gradesk.services.term import provisions, registers
from gradesk.services.term.planned import drafts, gathering, moving
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MOST_WEEKS = 45
USUAL = 14  # weeks of a term, where no calendar says
NOBODY = "Nobody leads it yet"

LANES = Vocabulary("lanes", Term("adult", "By adult"), Term("class", "By class"), Term("area", "By area"))


@dataclass(frozen=True)
class TermBar:
    """A bar on the board: the support, from which week to which (by their place), and what is said of it."""

    bar: Bar
    first: int
    last: int
    lane: str
    names: tuple[str, ...]
    clashes: tuple[Clash, ...]
    sessions: int
    is_open_ended: bool = False

    @property
    def words(self) -> str:
        """All of it, as a sentence."""
        bar = self.bar
        parts = [bar.name, PROVISION_FORMS.label(bar.form)]
        parts += [f"{bar.times:g} times {bar.minutes} minutes a week"] if bar.times and bar.minutes else ["no dose yet"]
        parts += [f"led by {bar.adult}"] if bar.adult else ["nobody leads it yet"]
        parts += [in_words(bar.whens)] if bar.whens else []
        parts += [f"{bar.missing} of {bar.wanted} sessions without a place"] if bar.missing else []
        ends = "with no planned end" if self.is_open_ended else f"to {_day(bar.ends_on)}"
        if bar.overdue is not None:
            ends = f"and past its planned end, {_day(bar.overdue)}"
        parts += [f"from {_day(bar.starts_on)} {ends}, {self.sessions} sessions"]
        parts += [", ".join(self.names)] if self.names else ["nobody is in it"]
        count = len(self.clashes)
        parts += (
            [f"{count} clashes: {self.clashes[0].words}" if count > 1 else f"Clash: {self.clashes[0].words}"]
            if count
            else []
        )
        return "; ".join(parts)


@dataclass(frozen=True)
class TermLane:
    """A lane: its name, its bars, how many minutes a week they take at most, and how many there are by contract."""

    name: str
    bars: tuple[TermBar, ...]
    minutes: int
    contract: int | None = None


@dataclass(frozen=True)
class TermBoard:
    """The weeks of a term, and its lanes."""

    span: Span
    weeks: tuple[SchoolWeek, ...]
    lanes: tuple[TermLane, ...]
    clashing: Clashing = field(compare=False, repr=False)

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Every clash of it."""
        return self.clashing.all

    def moved(self, one: TermBar, first: int, last: int) -> list[Clash]:
        """What would clash if a bar lasted from one week to another."""
        first, last = max(first, 0), min(last, len(self.weeks) - 1)
        if last < first:
            return []
        starts = one.bar.starts_on if first == one.first else self.weeks[first].days[0]
        ends = one.bar.ends_on if last == one.last else self.weeks[last].days[-1]
        return self.clashing.of(replace(one.bar, starts_on=starts, ends_on=ends))

    @property
    def bars(self) -> tuple[TermBar, ...]:
        """All bars in the order of the lanes, each once."""
        return tuple({one.bar.uuid + lane.name: one for lane in self.lanes for one in lane.bars}.values())


def spans(store: Store) -> list[Span]:
    """The half-terms that can be looked at: those of this school year and the next; where none were entered, this term."""
    today = store.clock.today()
    with store.read() as session:
        halves = list(registers.calendar(session).half_terms)
    near = [one for one in halves if one.ends_on >= today - timedelta(days=200)]
    if near:
        return near
    monday = monday_of(today)
    return [Span("These weeks", monday, monday + timedelta(weeks=USUAL) - timedelta(days=3))]


def titles(found: Sequence[Span]) -> list[str]:
    """The names of half-terms for a list: those that come round in another year with the month they begin in."""
    names = Counter(one.name for one in found)
    return [one.name if names[one.name] == 1 else f"{one.name}, {one.starts_on:%b %Y}" for one in found]


def board(store: Store, span: Span, lanes: str = "adult", draft_id: str = "") -> TermBoard:
    """The board of a stretch of time; that of a draft is of the draft’s days."""
    if draft_id:
        draft = drafts.draft(store, draft_id)
        span = Span(draft.name, draft.starts_on, draft.ends_on)
    with store.read() as session:
        school = registers.calendar(session)
    weeks, today = _weeks(span, school), store.clock.today()
    week = gathering.stretch(store, span.starts_on, span.ends_on, draft_id, overdue=True)
    clashing = Clashing(week)
    by_bar: dict[str, list[Clash]] = {}
    for one in clashing.all:
        for uuid in one.bars:
            by_bar.setdefault(uuid, []).append(one)
    days = [day for each in weeks for day in each.days]
    support = [bar for bar in week.bars if bar.is_support]
    found = {bar.uuid: (bar, _sessions(bar, days, school)) for bar in support}
    made: dict[str, list[TermBar]] = {}
    for bar, sessions in found.values():
        for name in _lane_names(week, bar, lanes):
            made.setdefault(name, []).append(
                _term_bar(week, bar, weeks, name, by_bar.get(bar.uuid, ()), sessions, today)
            )
    order = _order(made, lanes)
    return TermBoard(span, weeks, tuple(_lane(week, name, made[name], lanes) for name in order), clashing)


def reschedule(
    store: Store,
    board_: TermBoard,
    one: TermBar,
    first: int,
    last: int,
    draft_id: str = "",
    initiator: object | None = None,
) -> None:
    """Let support last from one week of the board to another; refuses what would leave sessions out that took place."""
    first, last = max(first, 0), min(last, len(board_.weeks) - 1)
    if last < first:
        raise Refused(f"{one.bar.name} would have no week left; nothing was moved. Take it out instead.")
    values: dict[str, date] = {}
    # A draft that begins or ends in the middle of a week has no days outside of itself.
    begins, ends = board_.weeks[first].days[0], board_.weeks[last].days[-1]
    if first != one.first:
        values["starts_on"] = max(begins, board_.span.starts_on) if draft_id else begins
    if last != one.last or one.is_open_ended:
        values["planned_to"] = min(ends, board_.span.ends_on) if draft_id else ends
    if not values:
        return
    if not draft_id:
        with store.read() as session:
            _refuse_left_out(session, one.bar, values.get("starts_on"), values.get("planned_to"))
    moving.change(store, one.bar, values, draft_id, initiator)


def _refuse_left_out(session: Session, bar: Bar, first: date | None, last: date | None) -> None:
    row = provisions.there(session, bar.uuid)
    if row.ends_on is not None:
        raise (
            provisions.is_closed(row)
            if provisions.closed(session, row.uuid)
            else Refused(f"{row.name} has ended; nothing was moved. Take its last day back first.")
        )
    query = select(ProvisionSession.happened_on).where(
        ProvisionSession.provision_id == bar.uuid, ProvisionSession.deleted_at.is_(None)
    )
    outside = sorted(
        day
        for day in session.scalars(query)
        if (first is not None and day < first) or (last is not None and day > last)
    )
    if outside:
        more = f" and {len(outside) - 1} more" if len(outside) > 1 else ""
        raise Refused(
            f"{row.name} has a session on record on {written_day(outside[0])}{more}, which would lie outside; "
            "nothing was moved. What was recorded stays."
        )


def _weeks(span: Span, school: registers.Calendar) -> tuple[SchoolWeek, ...]:
    known = school.half_terms or (span,)
    found = school_weeks(span.starts_on, known, dict(school.closures), MOST_WEEKS)
    return tuple(week for week in found if week.days[0] <= span.ends_on and week.days[-1] >= span.starts_on)


def _term_bar(
    week: Week,
    bar: Bar,
    weeks: tuple[SchoolWeek, ...],
    lane: str,
    clashes: Iterable[Clash],
    sessions: int,
    today: date,
) -> TermBar:
    first = next((at for at, one in enumerate(weeks) if one.last >= (bar.starts_on or date.min)), len(weeks) - 1)
    ends = today if bar.overdue is not None else bar.ends_on or date.max
    last = max((at for at, one in enumerate(weeks) if one.monday <= ends), default=0)
    names = tuple(week.pupils[one].name for one in bar.pupils if one in week.pupils)
    return TermBar(
        bar,
        first,
        max(last, first),
        lane,
        names,
        tuple(clashes),
        sessions,
        bar.ends_on is None or bar.overdue is not None,
    )


def _sessions(bar: Bar, days: list[date], school: registers.Calendar) -> int:
    """How many sessions it has on the days of the board."""
    on = {(when.day, when.week) for when in bar.whens}
    inside = [day for day in days if (bar.starts_on or date.min) <= day <= (bar.ends_on or date.max)]
    if not on:
        return round(bar.times * len({monday_of(day) for day in inside}))
    return sum((day.weekday(), week) in on for day in inside for week in dict.fromkeys(("", school.letter(day))))


def _lane_names(week: Week, bar: Bar, lanes: str) -> list[str]:
    if lanes == "adult":
        return list(bar.leaders) or [NOBODY]
    if lanes == "area":
        return [AREAS.label(bar.area) if bar.area else "Other support"]
    names = {week.pupils[one].class_name for one in bar.pupils if one in week.pupils}
    return sorted(name or "No class" for name in names) or ["No class"]


def _order(made: Mapping[str, list[TermBar]], lanes: str) -> list[str]:
    if lanes == "area":
        labels = [one.label for one in AREAS]
        return sorted(made, key=lambda name: labels.index(name) if name in labels else len(labels))
    return sorted(made, key=lambda name: (name == NOBODY, name.casefold()))


def _lane(week: Week, name: str, bars: list[TermBar], lanes: str) -> TermLane:
    adult = week.adult(name) if lanes == "adult" else None
    peak = max(
        (sum(_minutes(one) for one in bars if one.first <= at <= one.last) for at in {one.first for one in bars}),
        default=0,
    )
    # By name, so that a bar that is moved stays where it was in the order.
    order = sorted(bars, key=lambda one: (one.bar.name.casefold(), one.bar.uuid))
    return TermLane(name, tuple(order), peak, adult.contract if adult is not None else None)


def _minutes(one: TermBar) -> int:
    return round(one.bar.minutes * one.bar.times)


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b}" if day is not None else "the beginning"
