"""Support that has done what it was for, that a pupil misses too often, and that nobody has measured at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import or_, select

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.measures import short_value
from gradesk.model.term.provision import Provision
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.services.term import effects, provisions
from gradesk.services.term.effects import Effect
from gradesk.services.term.provisions import Given
from gradesk.services.today.due_rules.book import Rule
from gradesk.services.today.due_rules.facts import Due, Facts, Place, after

PRESENT = 80  # per cent: less is worth asking why
ENOUGH = 5  # sessions, before a share of them says anything
LATELY = timedelta(days=42)  # after its end, in which a result still tells of it


def support_reached(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Whoever has reached what was expected and still has the support; one line where all of a group have."""
    running = (*provisions.running(facts.today), Provision.measure != "")
    for uuid, members in _together(facts, rule, running).items():
        still = [one for one in members if one.given.ends_on is None]
        there = [one for one in still if one.is_reached]
        if there and len(there) == len(still):
            whose = "all in it have" if len(there) > 1 else f"{_name(facts, there[0])} has"
            yield _at(facts, rule, there[0], f"{_named(there[0])}: {whose} reached what was expected", "Ended on")
            continue
        for one in there:
            name = _name(facts, one)
            yield _at(facts, rule, one, f"{_named(one)}: {name} {_what(one)}", f"Leaves today: {name}", subject=uuid)


def support_missed(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Whoever was there for less than four of five sessions since it began or was looked at."""
    counted: dict[tuple[str, str], list[int]] = {}
    query = (
        select(Provision, SessionMark.pupil_id, SessionMark.mark, ProvisionSession.happened_on)
        .join(ProvisionSession, ProvisionSession.provision_id == Provision.uuid)
        .join(SessionMark, SessionMark.session_id == ProvisionSession.uuid)
        .where(
            *provisions.running(facts.today), Provision.deleted_at.is_(None), ProvisionSession.deleted_at.is_(None),
            SessionMark.deleted_at.is_(None), SessionMark.mark != "", ProvisionSession.ran,
        )
    )  # fmt: skip
    known: dict[str, Provision] = {}
    for row, pupil_id, mark, day in facts.session.execute(query):
        known[row.uuid] = row
        if row.looked_on is None or day > row.looked_on:
            found = counted.setdefault((row.uuid, pupil_id), [0, 0])
            found[0] += mark != "absent"
            found[1] += 1
    has_it = provisions.given(facts.session, None, *provisions.running(facts.today))
    for (uuid, pupil_id), (there, held) in counted.items():
        person = facts.rows.get(pupil_id)
        mine = next((one for one in has_it.get(pupil_id, ()) if one.uuid == uuid), None)
        if person is None or person.status not in rule.pupils or mine is None or mine.ends_on is not None:
            continue
        if held >= ENOUGH and there * 100 < held * PRESENT:
            words = f"{known[uuid].name}: there {there} of {held} times"
            yield facts.line(rule, person, None, None, words, subject=uuid, record=uuid)


def support_unmeasured(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Support that has ended lately, is past its planned end or near it, with somebody not measured after: one line each."""
    last = after(facts.today, rule.days or 0)
    ending = (
        Provision.measure != "",
        or_(
            Provision.ends_on.between(facts.today - LATELY, facts.today),
            Provision.ends_on.is_(None) & Provision.planned_to.is_not(None) & (Provision.planned_to <= last),
        ),
    )
    for members in _together(facts, rule, ending).values():
        without = [one for one in members if one.measure is not None and one.pair.after is None and _lately(facts, one)]
        if without:
            row = without[0].given.provision
            day = row.ends_on or row.planned_to
            whose = _name(facts, without[0]) if len(without) == 1 else f"{len(without)} pupils"
            words = f"{_named(without[0])}: {whose} not measured after"
            made = _at(facts, rule, without[0], words, f"after {without[0].given.member.uuid}")
            yield replace(made, due=day, since=min(day, facts.today) if day is not None else None)


def _lately(facts: Facts, one: Effect) -> bool:
    """Whoever left long before the end is not asked about any more."""
    return one.given.ends_on is None or one.given.ends_on >= facts.today - LATELY


def _together(facts: Facts, rule: Rule, conditions: Iterable[object]) -> dict[str, list[Effect]]:
    """By support, what it did for those the rule is about, in the order of their names."""
    found = provisions.given(facts.session, None, *conditions)
    given: list[Given] = [one for row in facts.meant(rule) for one in found.get(row.uuid, ())]
    done = effects.read(facts.session, given, facts.today) if given else {}
    members: dict[str, list[Effect]] = {}
    for one in given:
        members.setdefault(one.uuid, []).append(done[one.uuid, one.pupil_id])
    return members


def _at(facts: Facts, rule: Rule, one: Effect, words: str, at: str, subject: str = "") -> Due:
    """A line that is cured among the groups of the term."""
    reached = one.pair.after.happened_on if one.pair.after is not None else None
    uuid = one.given.uuid
    made = facts.line(
        rule, facts.rows[one.given.pupil_id], reached, reached, words, subject=subject or uuid, record=uuid
    )
    return replace(made, place=Place("term", rule.tab, uuid, (at,)))


def _named(one: Effect) -> str:
    return one.given.provision.name


def _name(facts: Facts, one: Effect) -> str:
    return facts.rows[one.given.pupil_id].name


def _what(one: Effect) -> str:
    if one.measure is None or one.pair.after is None:
        return "has reached what was expected"
    value = short_value(one.measure, one.pair.after.value)
    return f"has reached what was expected ({value} on {written_day(one.pair.after.happened_on)})"
