"""What the rules look at: everybody on the roll and what several rules share, each read once for the whole school."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.plans.cycle import Cycle, CycleStage
from gradesk.model.rules.days.school_year import Span, academic_year
from gradesk.model.school.school import School, Term
from gradesk.services.meetings import home_contacts
from gradesk.services.pupils import leads, register
from gradesk.services.pupils.leads import Lead
from gradesk.services.pupils.register import RegisterRow
from gradesk.services.school import school
from gradesk.services.today.due_rules.book import Rule
from gradesk.store.work import Store
from gradesk.system.words import Words


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line is cured: a screen, its tab, the record to open there, and the fields or buttons to try in turn."""

    screen: str = "pupil"
    tab: str = ""
    record: str = ""
    at: tuple[str, ...] = ()
    begin: bool = False


@dataclass(frozen=True)
class PutOff:
    """Until when a line was put off, why, and the record that says so."""

    uuid: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Due:
    """One thing owed, mostly to one pupil. `since` is when it began to be owed, `due` the day it should be (or was) done.

    `subject` is the uuid of the record it is about, empty for the pupil; `ring` how many of the contacts wanted this
    year there were, where the line is about that.
    """

    pupil_id: str
    name: str
    class_name: str
    rule: str
    since: date | None
    due: date | None
    words: str
    subject: str = ""
    place: Place = field(default_factory=Place)
    lead: str = ""
    layer: str = ""
    ring: tuple[int, int] | None = None
    put_off: PutOff | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same line tomorrow."""
        return self.rule, self.pupil_id, self.subject


@dataclass(frozen=True)
class OpenCycle:
    """An open cycle with the stage it is at."""

    cycle: Cycle
    stage: CycleStage


_USUAL = Words()
Finder = Callable[["Facts", Rule], Iterable[Due]]


class Facts:
    """The school on one day, read through one session; or only the first so many of its SEN register."""

    def __init__(self, store: Store, session: Session, today: date, only_first: int = 0) -> None:
        self.session = session
        self.today = today
        first = register.Criteria(status="KE")
        read = register.page(store, first, limit=only_first) if only_first else register.everyone(store)
        self._places: dict[tuple[str, tuple[str, ...]], Place] = {}
        self.rows = {row.uuid: row for row in read}

    @cached_property
    def leads(self) -> dict[str, Lead]:
        """The named lead of every pupil who has one."""
        return leads.in_force(self.session)

    @cached_property
    def cycles(self) -> list[OpenCycle]:
        """Every open cycle of a pupil on the roll."""
        query = (
            select(Cycle, CycleStage)
            .join(CycleStage, (CycleStage.cycle_id == Cycle.uuid) & (CycleStage.code == Cycle.stage))
            .where(Cycle.closed_on.is_(None), Cycle.deleted_at.is_(None))
        )
        return [OpenCycle(cycle, stage) for cycle, stage in self.session.execute(query) if cycle.pupil_id in self.rows]

    @cached_property
    def school(self) -> School:
        """The school with its numbers."""
        return self.session.scalars(select(School)).first() or School(
            contacts_a_year=3, word_pupil=_USUAL.pupil, word_senco=_USUAL.senco, word_plan=_USUAL.plan
        )

    @cached_property
    def words(self) -> Words:
        """The school's words."""
        return school.words_of(self.school)

    @cached_property
    def contacts(self) -> Mapping[str, int]:
        """How many contacts of this school year, up to today, count towards those wanted, by pupil."""
        year = academic_year(self.today)
        return home_contacts.counted(self.session, year.starts_on, min(year.ends_on, self.today))

    @cached_property
    def terms(self) -> list[Span]:
        """All terms, oldest first."""
        query = select(Term).where(Term.deleted_at.is_(None)).order_by(Term.starts_on)
        return [Span(row.name, row.starts_on, row.ends_on) for row in self.session.scalars(query)]

    def meant(self, rule: Rule) -> list[RegisterRow]:
        """Everybody on the roll whom a rule is about, by name."""
        return [row for row in self.rows.values() if row.status in rule.pupils]

    def days_ago(self, days: int | None) -> date:
        """So many days before today; the first day there is when that lies before it."""
        return date.fromordinal(max(self.today.toordinal() - (days or 0), 1))

    def line(
        self,
        rule: Rule,
        row: RegisterRow,
        since: date | None = None,
        due: date | None = None,
        words: str = "",
        *,
        subject: str = "",
        record: str = "",
        at: tuple[str, ...] = (),
        ring: tuple[int, int] | None = None,
    ) -> Due:
        """One line by a rule; without words of its own it says the rule's title."""
        place = Place("pupil", rule.tab, record, at or rule.at, rule.begin)
        if not record:  # thousands of lines of a large school share one
            place = self._places.setdefault((rule.code, at), place)
        return Due(
            row.uuid, row.name, row.class_name, rule.code, since, due, words or rule.title, subject, place,
            row.lead, row.layer, ring,
        )  # fmt: skip


def after(day: date, days: int) -> date:
    """So many days after a day; the last day there is when that lies beyond it."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def the_day_after(day: date) -> date:
    """The day something begins to be owed whose last day has passed."""
    return day + timedelta(days=1)
