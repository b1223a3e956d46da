"""What takes place in a week, by its day, as it was settled where an adult is away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.week.parts import Period, Week, known
from gradesk.model.term.words import ENTRY_KINDS
from gradesk.model.vocabulary import PROVISION_FORMS
from gradesk.services.paper.gathering.classes import people
from gradesk.services.paper.sheets import PupilHeading
from gradesk.services.paper.week_sheets import Pause, WeekDay, WeekSlot
from gradesk.services.term import registers
from gradesk.services.term.planned import gathering
from gradesk.services.term.planned.held import Held, of_week
from gradesk.services.term.registers import Calendar
from gradesk.store.work import Store

PAUSES = ("break", "lunch")
AHEAD = 14  # days within which a day with school is looked for


@dataclass(frozen=True)
class HeldWeek:
    """A week of the school with whatever takes place in it, the heads of its pupils, and its calendar."""

    week: Week
    monday: date
    held: tuple[Held, ...]
    headings: Mapping[str, PupilHeading]
    school: Calendar

    @property
    def letter(self) -> str:
        """Which of two weeks in turn it is."""
        return self.school.letter(self.monday).upper()

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """The breaks and lunches that are the same for everybody."""
        return tuple(
            Pause(one.name, one.begins, one.ends) for one in self.week.periods if one.kind in PAUSES and _is_usual(one)
        )

    @property
    def marks(self) -> tuple[int, ...]:
        """When the periods of the usual day begin, and when it ends."""
        usual = [one for one in self.week.periods if _is_usual(one)]
        return tuple(sorted({one.begins for one in usual} | {max((one.ends for one in usual), default=0)}))

    def days(self, found: Iterable[tuple[Held, WeekSlot]]) -> tuple[WeekDay, ...]:
        """The days from Monday to Friday with their slots, by time."""
        by_day: dict[date, list[WeekSlot]] = {}
        for one, slot in found:
            by_day.setdefault(one.day, []).append(slot)
        made = []
        for number in range(5):
            day = self.monday + timedelta(days=number)
            slots = sorted(by_day.get(day, ()), key=lambda slot: (slot.at is None, slot.at or 0, slot.what))
            is_open = self.school.has_school(day)
            made.append(WeekDay(day, tuple(slots), is_open, "" if is_open else self.school.closures.get(day, "")))
        return tuple(made)

    def slot(self, one: Held, named: Collection[str] | None = None, away: str = "") -> WeekSlot:
        """A part of the week for a page that may name these pupils, or all of them; as it was settled for who is `away`."""
        bar, cover = one.bar, one.cover
        if away:
            cover = next((each for each in one.covers if known(each.away) == known(away)), None)
        there = [uuid for uuid in bar.pupils if uuid in self.headings]
        shown = [uuid for uuid in there if named is None or uuid in named]
        classes = [self.headings[uuid].class_name for uuid in there] if bar.is_support else [bar.class_name]
        label = ENTRY_KINDS.label(bar.kind) if not bar.is_support else ""
        return WeekSlot(
            what=bar.name,
            kind=bar.kind,
            is_fixed=bar.name == label,
            form=PROVISION_FORMS.label(bar.form) if bar.form else "",
            at=one.at,
            minutes=bar.minutes,
            adult=", ".join(one.adults),
            with_whom=bar.with_whom,
            room=bar.room,
            classes=tuple(sorted({name for name in classes if name})),
            pupils=tuple(self.headings[uuid] for uuid in shown),
            others=len(there) - len(shown),
            takes_out=bar.takes_out,
            how=cover.how if cover is not None else "",
            away=cover.away if cover is not None else "",
            taken_by=cover.taken_by if cover is not None else "",
            rule=cover.rule if cover is not None else "",
        )


def held_week(store: Store, on: date) -> HeldWeek:
    """The week in which a day lies."""
    week = gathering.week(store, on)
    ids = sorted({uuid for bar in week.bars for uuid in bar.pupils})
    with store.read() as session:
        school = registers.calendar(session)
        headings = {one.uuid: one.heading for one in people(session, ids)}
    return HeldWeek(week, monday_of(on), of_week(store, week, on), headings, school)


def coming_day(store: Store) -> date:
    """Today, or the next day with school, if there is one soon."""
    today = store.clock.today()
    with store.read() as session:
        school = registers.calendar(session)
    days = (today + timedelta(days=number) for number in range(AHEAD))
    return next((day for day in days if school.has_school(day)), today)


def pupils_of(held: Sequence[Held], there: Mapping[str, PupilHeading]) -> tuple[str, ...]:
    """Everybody who is in these, in a steady order."""
    return tuple(dict.fromkeys(uuid for one in held for uuid in one.bar.pupils if uuid in there))


def _is_usual(period: Period) -> bool:
    return not period.days and not period.years
