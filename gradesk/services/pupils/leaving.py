"""Leavers: how long their records are kept by the school's rules, who is to be decided on this year, and who is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from gradesk.model.pupils.leaving import KEPT_OF, KeptLonger, LegalHold, RetentionRule
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import StatusPeriod
from gradesk.services import editing
from gradesk.services.portions import chunked
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

REVIEW_MONTH, LAST = 7, (8, 31)  # July; who is due by the end of August is decided on then
MOST_YEARS = 100
_NAMES = ("preferred_forename", "legal_forename", "preferred_surname", "legal_surname")


@dataclass(frozen=True)
class Leaver:
    """Somebody who left: until when the records are kept and by which rule, and what was decided last.

    `keep_until` is None where no rule can be reckoned, such as without a date of birth.
    """

    uuid: str
    name: str
    left_on: date
    keep_until: date | None
    why: str
    hold: LegalHold | None
    kept: KeptLonger | None

    @property
    def look_on(self) -> date | None:
        """The day from which it is decided on: that of the last decision, else that of the rules."""
        return self.kept.next_on if self.kept is not None else self.keep_until

    def is_due(self, today: date) -> bool:
        """Whether it is decided on in the yearly review that is now, or was last; never while it is held."""
        return self.hold is None and self.look_on is not None and self.look_on <= reviewed_to(today)


def reviewed_to(today: date) -> date:
    """Up to which day leavers are decided on: from July on those of this school year, before that of the one before."""
    return date(today.year if today.month >= REVIEW_MONTH else today.year - 1, *LAST)


def rules(store: Store) -> list[RetentionRule]:
    """The school's rules, in their order."""
    with store.read() as session:
        return _rules(session)


def change_rule(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change a rule: its years, what they are counted from, or where it stands."""
    years = values.get("years", 0)
    if years is None or not 0 <= years <= MOST_YEARS:
        raise Refused(f"Records are kept 0 to {MOST_YEARS} years; the old number was kept. Type one between them.")
    editing.change(store, RetentionRule, uuid, values, "Change how long records are kept", initiator)


def leavers(store: Store, on: date | None = None) -> list[Leaver]:
    """Everybody who left; first who is to be decided on, the longest due first, then the others by name."""
    with store.read() as session:
        found = _leavers(session, on or store.clock.today())
    today = on or store.clock.today()
    return sorted(
        found, key=lambda one: (not one.is_due(today), (one.look_on or date.max) if one.is_due(today) else date.max)
    )


def due(session: Session, today: date) -> list[Leaver]:
    """Who is to be decided on, by a session that is open already."""
    return [one for one in _leavers(session, today) if one.is_due(today)]


def keep(store: Store, pupil_id: str, reason: str, next_on: date | None) -> str:
    """Decide that a leaver's records are kept, why, and when it is looked at again."""
    if not reason.strip():
        raise Refused("Say why the records are kept; nothing was decided. A few words are enough.")
    if next_on is None or next_on <= store.clock.today():
        raise Refused("A day to come is needed on which it is looked at again; nothing was decided. Type one.")
    values = {"pupil_id": pupil_id, "reason": reason.strip(), "next_on": next_on, "who": store.actor}
    return editing.add(store, KeptLonger, values, "Keep the records of a leaver")


def hold(store: Store, pupil_id: str, reason: str, who: str = "") -> str:
    """Put a pupil's records under legal hold: nothing of them is erased until it ends."""
    if not reason.strip():
        raise Refused("A legal hold needs its reason; nothing was changed. A few words are enough.")
    values = {"pupil_id": pupil_id, "reason": reason.strip(), "who": who.strip() or store.actor}
    return editing.add(store, LegalHold, values, "Put records under legal hold")


def end_hold(store: Store, uuid: str) -> None:
    """End a legal hold; that it was there stays on record."""
    editing.change(store, LegalHold, uuid, {"ended_on": store.clock.today()}, "End a legal hold")


def held(store: Store, pupil_id: str) -> LegalHold | None:
    """The legal hold a pupil's records are under, or None."""
    with store.read() as session:
        return _holds(session, LegalHold.pupil_id == pupil_id).get(pupil_id)


def rule_words(rule: RetentionRule) -> str:
    """A rule in a few words."""
    years = "as soon as they left" if not rule.years else f"{rule.years} years from "
    return years + ({"birth": "birth", "leaving": "leaving"}[rule.counted_from] if rule.years else "")


def leaver(store: Store, pupil_id: str) -> Leaver | None:
    """One who has left, also where the record was deleted; None for anybody else."""
    with store.read() as session:
        return next(iter(_leavers(session, store.clock.today(), Pupil.uuid == pupil_id)), None)


def _leavers(session: Session, today: date, which: ColumnElement[bool] | None = None) -> list[Leaver]:
    """Those who left; all who are not deleted, or `which`."""
    in_force, holds = _rules(session), _holds(session)
    kept = {
        one.pupil_id: one
        for one in session.scalars(
            select(KeptLonger)
            .where(KeptLonger.deleted_at.is_(None))
            .order_by(KeptLonger.happened_on, KeptLonger.written_at)
        )
    }
    chosen = Pupil.deleted_at.is_(None) if which is None else which
    gone = (chosen, Pupil.left_on.is_not(None), Pupil.left_on <= today)
    found = []
    # Not whole records: a school has thousands of leavers, and Today asks for them each time.
    columns = (
        Pupil.uuid, *(getattr(Pupil, name) for name in _NAMES), Pupil.date_of_birth, Pupil.left_on, Pupil.passed_on,
        Pupil.looked_after, Pupil.previously_looked_after,
    )  # fmt: skip
    left = session.execute(select(*columns).where(*gone).order_by(Pupil.sort_name)).all()
    had: dict[str, set[str]] = {}
    # By their uuids: a large school has ten periods for one of a leaver.
    for ids in chunked([pupil.uuid for pupil in left]):
        periods = select(StatusPeriod.pupil_id, StatusPeriod.status).where(
            StatusPeriod.pupil_id.in_(ids), StatusPeriod.deleted_at.is_(None)
        )
        for pupil_id, status in session.execute(periods):
            had.setdefault(pupil_id, set()).add(status)
    for pupil in left:
        until, why = _until(pupil, _whose(pupil, had.get(pupil.uuid, set())), in_force)
        found.append(
            Leaver(
                pupil.uuid,
                Pupil.in_full(*(getattr(pupil, name) for name in _NAMES)),
                pupil.left_on,
                until,
                why,
                holds.get(pupil.uuid),
                kept.get(pupil.uuid),
            )
        )
    return found


def _whose(pupil: Any, statuses: Iterable[str]) -> set[str]:
    """Which kinds of rule fit a leaver."""
    fits = {"everyone"}
    fits |= {code for status, codes in (("K", {"sen"}), ("E", {"sen", "ehcp"})) if status in statuses for code in codes}
    if pupil.looked_after or pupil.previously_looked_after:
        fits.add("looked_after")
    return {"passed_on"} if pupil.passed_on is not None else fits


def _until(pupil: Any, whose: set[str], in_force: Sequence[RetentionRule]) -> tuple[date | None, str]:
    fitting = [rule for rule in in_force if rule.whose in whose]
    if not fitting and whose == {"passed_on"}:
        fitting = [rule for rule in in_force if rule.whose == "everyone"]
    days = [(day, rule) for rule in fitting if (day := _day(pupil, rule)) is not None]
    if not fitting:
        return None, "no rule fits"
    if len(days) < len(fitting):
        return None, "no date of birth"
    until, rule = max(days, key=lambda one: one[0])
    return until, f"{KEPT_OF.label(rule.whose)}: {rule_words(rule)}"


def _day(pupil: Any, rule: RetentionRule) -> date | None:
    start: date | None = pupil.date_of_birth if rule.counted_from == "birth" else pupil.left_on
    if start is None:
        return None
    leaps = (start.month, start.day) == (2, 29)
    return start.replace(year=start.year + rule.years, **({"month": 3, "day": 1} if leaps else {}))


def _rules(session: Session) -> list[RetentionRule]:
    query = select(RetentionRule).where(RetentionRule.deleted_at.is_(None)).order_by(RetentionRule.position)
    return list(session.scalars(query))


def _holds(session: Session, *where: Any) -> dict[str, LegalHold]:
    query = select(LegalHold).where(LegalHold.ended_on.is_(None), LegalHold.deleted_at.is_(None), *where)
    return {one.pupil_id: one for one in session.scalars(query)}
