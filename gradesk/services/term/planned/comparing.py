"""A draft beside what runs: hours, cost, clashes and what is still to be placed, each as two numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.days.school_year import Span
from gradesk.model.rules.term import costing
from gradesk.model.rules.week.clashes import Clash, Clashing
from gradesk.model.rules.week.parts import Week
from gradesk.model.term.draft import TermDraft
from gradesk.services.term import figures, registers
from gradesk.services.term.planned import accepting, drafted_week, drafts, gathering
from gradesk.store.work import Store


@dataclass(frozen=True)
class Side:
    """One of the two: hours and pence of a week, pupils with support, clashes, sessions without a place."""

    minutes: int
    pence: int
    groups: int
    pupils: int
    clashes: tuple[Clash, ...]
    unplaced: int


@dataclass(frozen=True)
class Compared:
    """What runs now and what the draft has; `weeks` of school are in the draft.

    `owed` are the minutes owed in all support that runs, `carried` those of them whose support the draft carries on: what is
    owed elsewhere has no sessions any more in which it could be made good. `beside` was begun since the draft was, is not in it,
    and goes on; `rest` is what lessons, duties and the rest of the week have otherwise; `anew` was to be carried on and ended
    since; `moved` says where its half-term lies by now, if that is elsewhere.
    """

    now: Side
    then: Side
    owed: int
    carried: int
    weeks: int
    beside: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    anew: tuple[str, ...] = ()
    moved: str = ""

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known before the draft is accepted, each as a sentence."""
        verb = "goes" if len(self.beside) == 1 else "go"
        beside = f"Begun since the draft was and not in it: {', '.join(self.beside)}, which {verb} on beside it."
        rest = f"In the rest of the week: {', '.join(self.rest)}."
        verb = "begins" if len(self.anew) == 1 else "begin"
        anew = f"Ended or deleted since: {', '.join(self.anew)}, which {verb} anew with the draft; take out what is not to."
        told = (
            self.moved, beside if self.beside else "", anew if self.anew else "", rest if self.rest else "",
        )  # fmt: skip
        return tuple(one for one in told if one)

    @property
    def question(self) -> str:
        """What is asked before the draft is accepted."""
        clashes, unplaced = len(self.then.clashes), self.then.unplaced
        parts = [f"{clashes} clashes and {unplaced} sessions without a place are in it."] if clashes or unplaced else []
        parts += [
            "The draft becomes the plan: what changes ends before it, and what is not in it too. What was recorded stays, and "
            "one undo takes all of it back."
        ]
        return " ".join([*parts, *self.notes])

    def lines(self) -> list[tuple[str, str, str]]:
        """What, now, in the draft; in words."""
        pairs: Sequence[tuple[str, int, int]] = (
            ("Groups and one to one", self.now.groups, self.then.groups),
            ("Pupils with support", self.now.pupils, self.then.pupils),
            ("Sessions without a place", self.now.unplaced, self.then.unplaced),
            ("Clashes", len(self.now.clashes), len(self.then.clashes)),
        )
        found = [("Adults’ time a week", _hours(self.now.minutes), _hours(self.then.minutes))]
        found += [("Cost a week", _pounds(self.now.pence), _pounds(self.then.pence))]
        whole = [_pounds(one.pence * self.weeks) for one in (self.now, self.then)]
        found += [(f"Cost of its {self.weeks} weeks", whole[0], whole[1])]
        found += [(words, str(before), str(after)) for words, before, after in pairs]
        return [*found, ("Minutes owed, in support that goes on", f"{self.owed:,}", f"{self.carried:,}")]


def compare(store: Store, draft_id: str) -> Compared:
    """A draft beside the support that runs today."""
    draft = drafts.draft(store, draft_id)
    today = store.clock.today()
    now, then = gathering.week(store, today), gathering.week(store, draft.starts_on, draft_id)
    with store.read() as session:
        school, rest = registers.calendar(session), drafted_week.told(session, draft_id)
        anew = accepting.anew(session, draft_id)
    running = [one for one in figures.costed(store) if one.provision.ends_on is None]
    goes_on = {row.provision_id for row in drafts.bars(store, draft_id)}
    return Compared(
        _side(store, now, today),
        _side(store, then, draft.starts_on),
        sum(one.tally.owed for one in running),
        sum(one.tally.owed for one in running if one.provision.uuid in goes_on),
        school.weeks(draft.starts_on, draft.ends_on),
        tuple(accepting.begun_since(store, draft_id)),
        tuple(rest),
        tuple(anew),
        _moved(draft, school.half_terms),
    )


def _moved(draft: TermDraft, halves: Sequence[Span]) -> str:
    """Where the half-term of a draft lies, in a sentence, if the calendar was changed since; empty where it lies as it did."""
    same = next((one for one in halves if one.name == draft.name and one.starts_on <= draft.ends_on), None)
    if (
        same is None
        or same.ends_on < draft.starts_on
        or (same.starts_on, same.ends_on) == (draft.starts_on, draft.ends_on)
    ):
        return ""
    there, here = (f"{written_day(one.starts_on)} to {written_day(one.ends_on)}" for one in (same, draft))
    return (
        f"{draft.name} is from {there} by now, and the draft is of {here}: days without school have no sessions in it."
    )


def _side(store: Store, week: Week, on: date) -> Side:
    support = [bar for bar in week.bars if bar.is_support]
    rates = figures.rates_of(store, monday_of(on))
    minutes = sum(round(bar.minutes * bar.times) for bar in support)
    pence = sum(costing.a_year(bar.minutes * bar.times, 1, rates(bar.adult)) if bar.adult else 0 for bar in support)
    return Side(
        minutes,
        pence,
        len(support),
        len({one for bar in support for one in bar.pupils}),
        Clashing(week).all,
        sum(bar.missing for bar in support),
    )


def _hours(minutes: int) -> str:
    return f"{minutes // 60} h {minutes % 60:02}"


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}"
