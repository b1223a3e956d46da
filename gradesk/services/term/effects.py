"""What support did for each pupil: results that stand as evidence already, put side by side, and typed from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.evidence.measure import MeasureResult
from gradesk.model.rules import measures as measuring
from gradesk.model.rules.measures import Measure
from gradesk.model.rules.term import effect, money
from gradesk.model.rules.term.effect import Gains, Pair, Reading, Span
from gradesk.model.school.school import School
from gradesk.model.term.closing import MemberClosing, ProvisionClosing
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.services import editing
from gradesk.services.evidence import measure_catalogue, measures
from gradesk.services.portions import chunked
from gradesk.services.term import provisions
from gradesk.services.term.provisions import Given
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

Key = tuple[str, str]  # of a support and a pupil
MEASURED = ("measure", "informant", "asked")  # what a support says of how it is measured
_WHEN = {"before": "first", "after": "last"}


@dataclass(frozen=True)
class Effect:
    """What one support did for one pupil. `said` is a sentence; a `kept` one is as it was when the block was closed."""

    given: Given
    measure: Measure | None
    pair: Pair
    expected: float | None
    said: str
    kept: bool = False

    @property
    def gained(self) -> float | None:
        """By how much it is better; None until both results are there."""
        before, after = self.pair.before, self.pair.after
        return effect.gained(self.measure, before, after) if self.measure and before and after else None

    @property
    def months(self) -> int | None:
        """Months of age gained; None for other measures."""
        before, after = self.pair.before, self.pair.after
        return effect.months_gained(self.measure, before, after) if self.measure and before and after else None

    @property
    def ratio(self) -> Fraction | None:
        """Months gained for each month that passed."""
        before, after = self.pair.before, self.pair.after
        return effect.ratio(self.measure, before, after) if self.measure and before and after else None

    @property
    def is_reached(self) -> bool:
        """Whether the result after is as good as the one expected."""
        after = self.pair.after
        if self.measure is None or after is None or self.expected is None:
            return False
        return effect.reached(self.measure, after.value, self.expected)


def of(store: Store, provision_id: str) -> dict[str, Effect]:
    """What one support did, by pupil."""
    with store.read() as session:
        row = provisions.there(session, provision_id)
        given = [Given(row, one) for one in session.scalars(provisions.members_of(provision_id))]
        return {key[1]: one for key, one in read(session, given, store.clock.today()).items()}


def of_pupil(store: Store, pupil_id: str) -> dict[str, Effect]:
    """What each support did for one pupil, by support."""
    with store.read() as session:
        given = provisions.given(session, [pupil_id]).get(pupil_id, [])
        return {key[0]: one for key, one in read(session, given, store.clock.today()).items()}


def everything(store: Store) -> dict[Key, Effect]:
    """What all support did for everybody."""
    with store.read() as session:
        given = [one for ones in provisions.given(session).values() for one in ones]
        return read(session, given, store.clock.today())


def read(session: Session, given: Sequence[Given], today: date) -> dict[Key, Effect]:
    """What some support did; closed blocks as they were kept, where both results were there."""
    known, gains = measure_catalogue.in_force(session), gains_of(session)
    kept = _kept(session, [one.uuid for one in given])
    readings = _readings(session, given)
    found = {}
    for one in given:
        key = (one.uuid, one.pupil_id)
        closed = kept.get(key)
        if closed is not None and closed.before is not None and closed.after is not None:
            found[key] = _as_kept(one, closed, known)
        else:
            lines = readings.get((one.pupil_id, one.provision.measure), ())
            found[key] = _now(one, known, lines, gains, today)
    return found


def gains_of(session: Session) -> Gains:
    """What the school calls a ratio gain."""
    row = session.scalars(select(School)).first()
    return effect.read_gains(row.gain_bands if row is not None else "")


def cost_per_month(one: Effect, pence: int) -> int | None:
    """Pence for each month of age gained; None where none was, and where nothing is costed."""
    months = one.months
    return money.rounded(Fraction(pence, months)) if months is not None and months > 0 and pence else None


def choose(store: Store, provision_id: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Say what is measured, by whom, and which test. Results stay with the measure they are of."""
    with store.read() as session:
        row = provisions.open_there(session, provision_id)
        known = measure_catalogue.in_force(session)
    named, before = dict(values), row.measure
    if "measure" in named and named["measure"] != before:
        first = row.measured_first or (before if _has_first(store, provision_id) else "")
        named["measured_first"] = "" if first == named["measure"] else first
    who, by = named.get("informant"), known.get(str(named.get("measure", before)))
    if who and by is not None and by.informants and who not in by.informants:
        raise Refused(f"{by.name} is not filled in by them; nothing was changed. Choose somebody else.")
    editing.change(store, Provision, provision_id, named, "Change how support is measured", initiator)


def expect(store: Store, member_id: str, typed: str, initiator: object | None = None) -> None:
    """Say which result is expected by the end; empty for none."""
    row, member = _open_member(store, member_id)
    known = _measure(store, row)
    value = measuring.read_value(known, typed) if typed.strip() else None
    editing.change(store, ProvisionMember, member.uuid, {"expected": value}, f"Expected: {row.name}", initiator)


def record(store: Store, member_id: str, when: str, typed: str, initiator: object | None = None) -> None:
    """Keep a result as it was typed under “before” or “after”; it is the same record as under Evidence.

    It is of the pupil’s first or last day there, up to today. One of that day is corrected or, left empty, deleted; one of
    another day stays, and the new one is added.
    """
    with store.read() as session:
        member = session.get_one(ProvisionMember, member_id)
        given = Given(provisions.there(session, member.provision_id), member)
        mine = read(session, [given], store.clock.today())[given.uuid, given.pupil_id]
        closed = provisions.closed(session, given.uuid)
    if closed is not None and (when == "before" or mine.kept):
        raise provisions.is_closed(given.provision)
    known = _measure(store, given.provision)
    there: Reading | None = getattr(mine.pair, when)
    day = _day(given, when, store.clock.today())
    same = there is not None and there.happened_on == day
    with store.work(f"{known.name}, {when}: {given.provision.name}", initiator):
        if not typed.strip():
            _take_away(store, there, same, when)
        elif there is not None and same:
            measures.change_result(store, there.uuid, {"value": typed})
        else:
            other = mine.pair.before if when == "after" else mine.pair.after
            values = {"happened_on": day, **_who(given.provision, known, other)}
            measures.add_result(store, given.pupil_id, known.code, typed, values)
        if closed is not None:
            _complete(store, closed, given)


def keep(session: Session, one: Effect, into: MemberClosing) -> None:
    """Write what a support did into the figures of its closing."""
    before, after = one.pair.before, one.pair.after
    into.measure = one.measure.code if one.measure is not None else ""
    into.expected, into.said = one.expected, one.said
    for reading in (before, after):
        if reading is not None:
            into.informant, into.question = reading.informant, reading.question
    into.before, into.before_on = (before.value, before.happened_on) if before else (None, None)
    into.after, into.after_on = (after.value, after.happened_on) if after else (None, None)
    session.add(into)


def _complete(store: Store, closing_id: str, given: Given) -> None:
    """What was not measured when a block was closed may be added later, and is kept from then on."""
    with store.work("") as session:
        query = select(MemberClosing).where(
            MemberClosing.closing_id == closing_id, MemberClosing.pupil_id == given.pupil_id,
            MemberClosing.deleted_at.is_(None),
        )  # fmt: skip
        row = session.scalars(query).first()
        if row is not None:
            keep(session, read(session, [given], store.clock.today())[given.uuid, given.pupil_id], row)


def _take_away(store: Store, there: Reading | None, same: bool, when: str) -> None:
    if there is None:
        return
    if not same:
        raise Refused(
            f"The {_WHEN[when]} result is of {there.happened_on:%d/%m/%Y} and was kept. Delete it under Evidence if it is wrong."
        )
    measures.remove_result(store, there.uuid)


def _day(given: Given, when: str, today: date) -> date:
    return min(given.starts_on if when == "before" else given.ends_on or today, today)


def _who(row: Provision, known: Measure, other: Reading | None) -> dict[str, str]:
    """By whom a result typed here is filled in, and what was asked: as the support says, else as the other result."""
    usual = known.informants[0] if known.informants else "teacher"
    return {
        "informant": row.informant or (other.informant if other is not None else "") or usual,
        "question": row.asked or (other.question if other is not None else ""),
    }


def _measure(store: Store, row: Provision) -> Measure:
    known = measure_catalogue.catalogue(store).get(row.measure)
    if known is None:
        raise Refused(f"It is not said yet by what {row.name} is measured; nothing was kept. Choose a measure first.")
    return known


def _open_member(store: Store, member_id: str) -> tuple[Provision, ProvisionMember]:
    with store.read() as session:
        member = session.get_one(ProvisionMember, member_id)
        return provisions.open_there(session, member.provision_id), member


def _has_first(store: Store, provision_id: str) -> bool:
    return any(one.pair.before is not None for one in of(store, provision_id).values())


def _now(given: Given, known: Mapping[str, Measure], lines: Sequence[Reading], gains: Gains, today: date) -> Effect:
    row, measure = given.provision, known.get(given.provision.measure)
    if measure is None:
        named = f"Measured by {row.measure}: choose it from the list to see the change." if row.measure else ""
        return Effect(given, None, Pair(), None, named or "Nothing is measured before and after.")
    over = given.ends_on is not None and given.ends_on <= today
    span = Span(given.starts_on, given.ends_on or row.planned_to, over)
    pair = effect.pair(lines, span, row.informant, row.asked)
    said = effect.said(measure, pair, given.member.expected, gains)
    first = known.get(row.measured_first)
    if first is not None and (pair.before is None or pair.after is None):
        said = (
            f"Measured by {first.name} at first and by {measure.name} since: two measures cannot be compared. "
            f"Measure by {first.name} again, or by {measure.name} before and after."
        )
    return Effect(given, measure, pair, given.member.expected, said)


def _as_kept(given: Given, row: MemberClosing, known: Mapping[str, Measure]) -> Effect:
    measure = known.get(row.measure) or measure_catalogue.unknown(row.measure)
    ends = [
        Reading(day, row.written_at, value, row.informant, row.question)
        if day is not None and value is not None
        else None
        for day, value in ((row.before_on, row.before), (row.after_on, row.after))
    ]
    return Effect(given, measure, Pair(ends[0], ends[1]), row.expected, row.said, kept=True)


def _kept(session: Session, provision_ids: Sequence[str]) -> dict[Key, MemberClosing]:
    found: dict[Key, MemberClosing] = {}
    for ids in chunked(sorted(set(provision_ids))):
        query = (
            select(ProvisionClosing.provision_id, MemberClosing)
            .join(MemberClosing, MemberClosing.closing_id == ProvisionClosing.uuid)
            .where(
                ProvisionClosing.provision_id.in_(ids),
                ProvisionClosing.deleted_at.is_(None),
                MemberClosing.deleted_at.is_(None),
            )
        )
        found.update({(uuid, row.pupil_id): row for uuid, row in session.execute(query)})
    return found


def _readings(session: Session, given: Sequence[Given]) -> dict[Key, list[Reading]]:
    """Results by pupil and measure, of the measures by which these supports are measured."""
    wanted = sorted({one.provision.measure for one in given if one.provision.measure})
    found: dict[Key, list[Reading]] = {}
    for ids in chunked(sorted({one.pupil_id for one in given if one.provision.measure})):
        query = select(MeasureResult).where(
            MeasureResult.pupil_id.in_(ids), MeasureResult.measure.in_(wanted), MeasureResult.deleted_at.is_(None)
        )
        for row in session.scalars(query):
            one = Reading(row.happened_on, row.written_at, row.value, row.informant, row.question, row.uuid)
            found.setdefault((row.pupil_id, row.measure), []).append(one)
    return found
