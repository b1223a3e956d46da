"""An adult is away on a day: each of their sessions gets a proposal with the rule behind it, and is taken, moved or suspended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.days.school_year import span_of
from gradesk.model.rules.week.clashes import ADULT, BOUND, DAYS, Clashing, is_trained
from gradesk.model.rules.week.offers import Offer, offers
from gradesk.model.rules.week.parts import LESSON, Adult, Bar, Week, known
from gradesk.model.rules.week.times import When, clock, read_clock
from gradesk.model.rules.week.to_place import ROLES
from gradesk.model.rules.words.people import people
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.model.term.week import Cover
from gradesk.services import editing
from gradesk.services.term import registers
from gradesk.services.term.planned import calling_off, gathering, in_weeks
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

AHEAD = timedelta(days=28)  # how far ahead somebody can be said to be away
BEHIND = timedelta(days=14)
ASKED = {0: "not asked yet this half-term", 1: "asked once this half-term"}
TEACH = frozenset({"hlta"})  # who is proposed for a whole class; a teacher who looks free has lessons nobody entered
SHOWN = 6  # adults that are proposed for one session


@dataclass(frozen=True)
class Candidate:
    """Somebody who could take a session, and the rule that puts them there."""

    adult: str
    rule: str
    asked: int
    score: tuple[int, ...]


@dataclass(frozen=True)
class Session:
    """A session of whoever is away: its bar, its time, who could take it (the first is the proposal), and how it was settled.

    `before` is how it was settled for somebody else who is away, where whoever was to take it is away now too; of one that is
    `crowded` all who could take it are proposed for another session at that time.
    """

    bar: Bar
    when: When
    candidates: tuple[Candidate, ...]
    settled: Cover | None = None
    before: Cover | None = None
    crowded: bool = False

    @property
    def at(self) -> str:
        """Its time, if it has one."""
        return clock(self.when.at) if self.when.at is not None else ""


@dataclass(frozen=True)
class Away:
    """The day of an adult who is away."""

    adult: str
    day: date
    sessions: tuple[Session, ...]

    @property
    def open(self) -> int:
        """How many sessions are not settled."""
        return sum(one.settled is None for one in self.sessions)


def day_of(store: Store, adult: str, day: date) -> Away:
    """The sessions of an adult on a day with a proposal for each, those too that were taken over from others who are away.

    Refuses a day without school, and nobody.
    """
    if not adult.strip():
        raise Refused("Who is away? Nothing was changed. Choose an adult.")
    today = store.clock.today()
    if not today - BEHIND <= day <= today + AHEAD:
        raise Refused(f"{written_day(day)} is too far away to arrange cover for; nothing was changed. Check the day.")
    with store.read() as session:
        school = registers.calendar(session)
        if not school.has_school(day):
            raise Refused(f"There is no school on {written_day(day)}; nothing is to be covered. Choose another day.")
        arranged = _covers(store, day, day)
        asked = _asked(store, day)
        known_to = _known_to(store)
    week = gathering.week(store, day)
    clashing = Clashing(_of_day(week, day, school.letter(day), arranged))
    all_away = _all_away(arranged)
    found = []
    for dated in in_weeks.sessions(store, week, week.bars, day):
        bar, when = dated.bar, dated.when
        of_bar = [one for one in arranged if bar.uuid in (one.provision_id, one.entry_id)]
        before = next((one for one in of_bar if known(one.taken_by) == known(adult)), None)
        settled = before or next((one for one in of_bar if is_settled_for(one, adult)), None)
        if dated.day != day or (before is None and known(adult) not in {known(one) for one in bar.leaders}):
            continue
        if before is not None:
            when, settled = _as_settled(when, before), None
        who = _candidates(clashing, bar, when, adult, day, asked, known_to, all_away)
        found.append(Session(bar, when, tuple(who), settled, before))
    return Away(adult, day, tuple(_proposed(sorted(found, key=lambda one: (one.when.at or 0, one.bar.name)))))


def take(store: Store, away: Away, one: Session, adult: str, rule: str = "") -> None:
    """Somebody else takes a session on the day."""
    if not adult.strip() or known(adult) == known(away.adult):
        raise Refused("Who takes it? Nothing was changed. Choose another adult.")
    chosen = next((each for each in one.candidates if known(each.adult) == known(adult)), None)
    why = rule or (chosen.rule if chosen is not None else "chosen by hand")
    is_moved = one.before is not None and one.before.how == "moved"
    how = {"how": "moved", "begins_at": one.at} if is_moved else {"how": "taken"}
    _settle(store, away, one, {**how, "taken_by": adult, "rule": why})


def move(store: Store, away: Away, one: Session, at: int, adult: str = "") -> None:
    """A session takes place at another time of the day, with another adult."""
    _settle(store, away, one, {"how": "moved", "begins_at": clock(at), "taken_by": adult, "rule": "another time"})


def suspend(store: Store, away: Away, one: Session) -> None:
    """A session does not take place; its minutes are owed."""
    _settle(store, away, one, {"how": "suspended", "rule": "nobody takes it"})


def settle_all(store: Store, away: Away, chosen: Mapping[tuple[str, When], str] | None = None) -> tuple[int, int]:
    """Settle what is open as proposed, in one step: taken where somebody is free, else suspended. Returns how many of each.

    `chosen` names, by bar and time, who takes a session instead of whoever is proposed; they come first.
    """
    taken = suspended = 0
    wanted = {key: known(adult) for key, adult in (chosen or {}).items()}
    with store.work(f"Settle the day of {away.adult}"):
        busy: list[tuple[str, Session]] = []
        for one in sorted(away.sessions, key=lambda each: (each.bar.uuid, each.when) not in wanted):
            if one.settled is not None:
                continue
            first = wanted.get((one.bar.uuid, one.when), "")
            order = sorted(one.candidates, key=lambda each: known(each.adult) != first)
            free = next((each for each in order if not _twice(each.adult, one, busy)), None)
            if free is not None:
                take(store, away, one, free.adult, free.rule)
                busy.append((free.adult, one))
                taken += 1
            elif one.bar.is_support:
                suspend(store, away, one)
                suspended += 1
    return taken, suspended


def take_back(store: Store, away: Away, one: Session) -> None:
    """Take back how a session was settled."""
    if one.settled is None:
        return
    with store.work("Take cover back"):
        if one.settled.how == "suspended" and one.bar.is_support:
            calling_off.for_cover(store, one.bar.uuid, away.day, is_off=False)
        editing.remove(store, Cover, one.settled.uuid, "")


def times(store: Store, away: Away, one: Session) -> list[tuple[Offer, str]]:
    """Other times of the same day at which the session’s pupils are free, each with somebody who could take it then; the
    cheapest first.
    """
    arranged = _covers(store, away.day, away.day)
    with store.read() as session:
        letter = registers.calendar(session).letter(away.day)
    week = _of_day(gathering.week(store, away.day), away.day, letter, arranged)
    clashing = Clashing(replace(week, bars=tuple(bar for bar in week.bars if bar.uuid != one.bar.uuid)))
    everybody = _all_away(arranged) | {known(away.adult)}
    named = [each.adult for each in one.candidates]
    others = [each.name for each in week.adults.values() if each.role in ROLES and each.name not in named]
    found: dict[int, tuple[Offer, str]] = {}
    for adult in [*named, *others]:
        if known(adult) in everybody:
            continue
        for each in offers(clashing, replace(one.bar, whens=(), adult=adult)):
            if each.when.day == away.day.weekday() and each.when.at is not None and each.when.at != one.when.at:
                found.setdefault(each.when.at, (each, adult))
    return sorted(found.values(), key=lambda each: (each[0].cost, each[0].when))


def covers(store: Store, day: date) -> list[Cover]:
    """How sessions were settled on a day."""
    return _covers(store, day, day)


def covers_of_week(store: Store, day: date) -> list[Cover]:
    """How sessions were settled in the week in which a day lies."""
    return _covers(store, monday_of(day), monday_of(day) + timedelta(days=6))


def _settle(store: Store, away: Away, one: Session, values: dict[str, str]) -> None:
    whose = away.adult if one.before is None else one.before.away
    body = {
        "happened_on": away.day,
        "away": whose,
        "provision_id": one.bar.uuid if one.bar.is_support else None,
        "entry_id": None if one.bar.is_support else one.bar.uuid,
        **values,
    }
    with store.work(f"Cover for {away.adult}") as session:
        query = select(Cover).where(Cover.happened_on == away.day, Cover.deleted_at.is_(None))
        of_bar = [row for row in session.scalars(query) if one.bar.uuid in (row.provision_id, row.entry_id)]
        # Where two who lead it are away, each has somebody who takes over; what is moved or suspended is so for both.
        before = [row for row in of_bar if values["how"] != "taken" or is_settled_for(row, whose)]
        for row in before:
            row.deleted_at = store.clock.now()
        # What the register says did not run for another reason is not brought back by this.
        if one.bar.is_support and values["how"] == "suspended":
            calling_off.for_cover(store, one.bar.uuid, away.day, is_off=True)
        elif one.bar.is_support and any(row.how == "suspended" for row in before):
            calling_off.for_cover(store, one.bar.uuid, away.day, is_off=False)
        editing.add(store, Cover, body, "")


def is_settled_for(cover: Cover, adult: str) -> bool:
    """Whether a session is settled for an adult who would have had it by how it was settled for somebody, themselves or not."""
    return cover.how != "taken" or known(cover.away) == known(adult)


def with_those_who_take_it(leaders: Iterable[str], covers: Iterable[Cover]) -> tuple[str, ...]:
    """Who has a session on a day: who leads it, with somebody else in the place of each who is away."""
    names = list(leaders)
    for one in covers:
        if one.taken_by and one.how != "suspended":
            stay = [name for name in names if known(name) not in (known(one.away), known(one.taken_by))]
            names = [one.taken_by, *stay]
    return tuple(names)


def _candidates(
    clashing: Clashing,
    bar: Bar,
    when: When,
    away: str,
    day: date,
    asked: Counter[str],
    known_to: dict[str, set[str]],
    all_away: set[str],
) -> list[Candidate]:
    found = []
    stand_ins = {known(one) for one in people(bar.stands_in)}
    for key, adult in clashing.week.adults.items():
        may = adult.role in (TEACH if bar.kind == LESSON else ROLES) or key in stand_ins
        if key == known(away) or key in all_away or not may:
            continue
        if adult.leaves_on is not None and adult.leaves_on <= day:
            continue
        against = clashing.of(replace(bar, adult=adult.name, whens=(when,)))
        if any(one.kind in (ADULT, BOUND, DAYS) and key_in(one.words, adult) for one in against):
            continue
        trained = not bar.needs or is_trained(adult.trained, bar.needs)
        knows = len(known_to.get(key, set()) & set(bar.pupils))
        count = asked[key]
        parts = ["free at that time"]
        parts += [f"trained in {bar.needs}"] if bar.needs and trained else []
        parts += [f"not trained in {bar.needs}"] if not trained else []
        parts += ["stands in for it"] if key in stand_ins else []
        parts += ["knows the child" if len(bar.pupils) == 1 else f"knows {knows} of {len(bar.pupils)}"] if knows else []
        parts += [ASKED.get(count, f"asked {count} times this half-term")]
        score = (not trained, key not in stand_ins, -knows, count)
        found.append(Candidate(adult.name, ", ".join(parts), count, tuple(int(each) for each in score)))
    return sorted(found, key=lambda one: (*one.score, one.adult))


def _proposed(sessions: Iterable[Session]) -> Iterable[Session]:
    """The proposal first: whoever is proposed earlier in the day counts as asked, and nobody is in two places."""
    given: Counter[str] = Counter()
    busy: list[tuple[str, Session]] = []
    for one in sessions:
        ranked = [
            ((_twice(each.adult, one, busy), *each.score[:-1], each.asked + given[each.adult], each.adult), each)
            for each in one.candidates
        ]
        found = tuple(each for _, each in sorted(ranked, key=lambda pair: pair[0]))[:SHOWN]
        crowded = bool(found) and _twice(found[0].adult, one, busy)
        if found and one.settled is None and not crowded:
            given[found[0].adult] += 1
            busy.append((found[0].adult, one))
        yield replace(one, candidates=found, crowded=crowded)


def key_in(words: str, adult: Adult) -> bool:
    """Whether a clash is about this adult and not about who else is in it."""
    return re.search(rf"(?<!\w){re.escape(adult.name)}(?!\w)", words) is not None


def _twice(adult: str, one: Session, busy: Iterable[tuple[str, Session]]) -> bool:
    begins, ends = one.when.at or 0, (one.when.at or 0) + one.bar.minutes
    return any(
        known(adult) == known(name)
        and begins < (other.when.at or 0) + other.bar.minutes
        and (other.when.at or 0) < ends
        for name, other in busy
    )


def _of_day(week: Week, day: date, letter: str, covers: Sequence[Cover]) -> Week:
    """The week with what was settled on the day in it, so that nobody takes two sessions at once."""
    settled: dict[str, list[Cover]] = {}
    for one in covers:
        settled.setdefault(one.provision_id or one.entry_id or "", []).append(one)
    bars = []
    for bar in week.bars:
        found = settled.get(bar.uuid, [])
        whens = tuple(when for when in bar.whens if when.week in ("", letter))
        if not found or not _runs(bar, day):
            bars.append(replace(bar, whens=whens))
        elif found[-1].how != "suspended":
            on_day = tuple(_as_settled(when, found[-1]) for when in whens if when.day == day.weekday())
            bars.append(replace(bar, adult=", ".join(with_those_who_take_it(bar.leaders, found)), whens=on_day))
    return replace(week, bars=tuple(bars))


def _as_settled(when: When, cover: Cover) -> When:
    """When a session takes place by what was settled."""
    return replace(when, at=read_clock(cover.begins_at)) if cover.how == "moved" else when


def _runs(bar: Bar, day: date) -> bool:
    return (bar.starts_on or date.min) <= day <= (bar.ends_on or date.max)


def _covers(store: Store, first: date, last: date) -> list[Cover]:
    with store.read() as session:
        query = select(Cover).where(Cover.happened_on.between(first, last), Cover.deleted_at.is_(None))
        return list(session.scalars(query.order_by(Cover.written_at)))


def _all_away(covers: Sequence[Cover]) -> set[str]:
    return {known(one.away) for one in covers}


def _asked(store: Store, day: date) -> Counter[str]:
    """How often each adult took over in the half-term of a day, or in the six weeks before it."""
    with store.read() as session:
        half = span_of(day, registers.calendar(session).half_terms)
        first = half.starts_on if half is not None else day - timedelta(weeks=6)
        query = select(Cover.taken_by).where(
            Cover.deleted_at.is_(None), Cover.taken_by != "", Cover.happened_on.between(first, day)
        )
        return Counter(known(name) for name in session.scalars(query))


def _known_to(store: Store) -> dict[str, set[str]]:
    """By adult, the pupils whom they lead or led in any support."""
    found: dict[str, set[str]] = {}
    with store.read() as session:
        query = (
            select(Provision.led_by, Provision.stands_in, ProvisionMember.pupil_id)
            .join(ProvisionMember, ProvisionMember.provision_id == Provision.uuid)
            .where(Provision.deleted_at.is_(None), ProvisionMember.deleted_at.is_(None))
        )
        for led_by, _stands_in, pupil_id in session.execute(query):
            for name in people(led_by):
                found.setdefault(known(name), set()).add(pupil_id)
    return found
