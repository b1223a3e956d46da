"""The rest of a week is placed, in a child process: proposals come as they are found, and are accepted whole or bar by bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from gradesk.model.rules.placing.solving import LONGEST, Proposal, solve
from gradesk.model.rules.week import to_place
from gradesk.model.rules.week.clashes import Clash, Clashing
from gradesk.model.rules.week.offers import FORBIDS
from gradesk.model.rules.week.parts import Bar, Week, known
from gradesk.model.rules.week.times import When
from gradesk.model.rules.week.to_place import Asked, Wishes
from gradesk.model.rules.words.people import people
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.services.term.planned import moving
from gradesk.store.work import Store
from gradesk.system.laptop.child import ChildFailed, hear_child
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

MEGABYTES = 1024
SPARE = 10.0  # s for the child to begin
HELD = timedelta(days=200)  # how far back an adult's hold of a child counts


@dataclass(frozen=True)
class Filled:
    """A proposal for a week: for each bar that moved who leads it and when, and what has no place and why."""

    sessions: tuple[tuple[Bar, str, tuple[When, ...]], ...]
    left: tuple[tuple[Bar, int, str], ...]
    unplaced: int
    cost: float
    seconds: float
    broken_off: bool = False  # from outside: nothing better was looked for


def wishes(store: Store, on: date, *, mornings: bool = True, again: bool = False) -> Wishes:
    """What the school wishes, with whom each adult had one to one in the terms before a day."""
    held: dict[str, set[str]] = {}
    with store.read() as session:
        query = (
            select(Provision.led_by, ProvisionMember.pupil_id)
            .join(ProvisionMember, ProvisionMember.provision_id == Provision.uuid)
            .where(
                Provision.deleted_at.is_(None), ProvisionMember.deleted_at.is_(None), Provision.form == "one_to_one",
                Provision.starts_on < on, Provision.starts_on > on - HELD,
            )
        )  # fmt: skip
        for led_by, pupil_id in session.execute(query):
            for name in people(led_by):
                held.setdefault(known(name), set()).add(pupil_id)
    return Wishes(mornings=mornings, again=again, held={name: frozenset(ids) for name, ids in held.items()})


def fill(
    week: Week,
    wished: Wishes,
    heard: Callable[[Filled], object] = lambda _filled: None,
    progress: Progress = no_progress,
    seconds: float = LONGEST,
) -> Filled:
    """The best proposal found for a week; `heard` gets the first and every better one. Nothing of it is written.

    Raises:
        Refused: nothing is to be placed, or the search was ended from outside before it had found anything.
        Cancelled: from `progress`.
    """
    asked = to_place.asked(week, wished)
    if not asked.bars:
        raise Refused("Everything has its place; nothing was changed.")
    told: list[Filled] = []

    def hear(proposal: Proposal) -> None:
        told.append(_filled(asked, proposal))
        heard(told[-1])

    try:
        best = hear_child(
            _search,
            (asked.problem, seconds),
            seconds=seconds + SPARE,
            megabytes=MEGABYTES,
            beat=lambda: progress(0, 1),
            heard=hear,
        )
    except ChildFailed as error:
        if told:
            return replace(told[-1], broken_off=True)
        raise Refused("The search was ended from outside; the week was left as it was. Try again.") from error
    return _filled(asked, best)


def accept(
    store: Store, filled: Filled, draft_id: str = "", only: Iterable[str] | None = None, label: str = "Place the rest"
) -> int:
    """Write a proposal, or the bars of it that are wanted, in one step. Returns how many bars changed."""
    wanted = None if only is None else set(only)
    chosen = [
        (bar, "" if adult == bar.adult else adult, whens)
        for bar, adult, whens in filled.sessions
        if wanted is None or bar.uuid in wanted
    ]
    if not chosen:
        raise Refused("Nothing of the proposal was chosen; the week was left as it was.")
    return moving.place_all(store, chosen, draft_id, label)


def checked(week: Week, filled: Filled) -> list[Clash]:
    """What clashes in a week with the proposal in it that forbids a place, by rules that know nothing of the search.

    What clashed before and was not moved is no fault of the proposal.
    """
    moved = {bar.uuid for bar, _, _ in filled.sessions}
    before = {_place_of(one) for one in Clashing(week).all}
    after = [one for one in Clashing(_with(week, filled)).all if one.kind in FORBIDS and set(one.bars) & moved]
    return [one for one in after if _place_of(one) not in before]


def brought(week: Week, filled: Filled) -> list[Clash]:
    """Every clash that a week has with the proposal in it and has not without; the gravest first."""
    before = Clashing(week)
    stood = {(one.kind, one.words) for one in before.all}
    return [one for one in Clashing(_with(week, filled), before).all if (one.kind, one.words) not in stood]


def _place_of(one: Clash) -> tuple[object, ...]:
    return one.kind, frozenset(one.bars), one.day, one.at


def _with(week: Week, filled: Filled) -> Week:
    moved = {bar.uuid: replace(bar, adult=adult, whens=whens) for bar, adult, whens in filled.sessions}
    return replace(week, bars=tuple(moved.get(bar.uuid, bar) for bar in week.bars))


def _search(given: tuple[Any, float], tell: Callable[[Proposal], None]) -> Proposal:
    """The child's work."""
    problem, seconds = given
    return solve(problem, seconds, tell)


def _filled(asked: Asked, proposal: Proposal) -> Filled:
    return Filled(
        tuple(asked.sessions(proposal.week)),
        tuple(asked.left(proposal.week)),
        proposal.unplaced,
        proposal.cost,
        proposal.seconds,
    )
