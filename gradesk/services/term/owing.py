"""What the school has not given yet and owes: why it fell out, and on which days it is planned to be made good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.term.minutes import tally
from gradesk.model.term.provision import Provision
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.model.term.words import NOT_RUN, OWED
from gradesk.services.portions import chunked
from gradesk.services.term import registers, tallied


@dataclass(frozen=True)
class Debt:
    """What a group still has to get. `owed` are the minutes of whoever of it is owed most, `planned` those put on ahead.

    `fell_out` counts the sessions that the school did not give by reason, most often first; `planned_on` are the days of
    sessions put on that nobody has marked yet.
    """

    owed: int = 0
    fell_out: tuple[tuple[str, int], ...] = ()
    planned: int = 0
    planned_on: tuple[date, ...] = ()

    @property
    def open(self) -> int:
        """Minutes that are owed and for which nothing is planned."""
        return max(self.owed - self.planned, 0)

    def plan_words(self, today: date) -> str:
        """When it is made good, which session put on has no marks yet, or that none is; empty where nothing is owed."""
        ahead = ", ".join(f"{day.day} {day:%b}" for day in self.planned_on if day >= today)
        past = ", ".join(f"{day.day} {day:%b}" for day in self.planned_on if day < today)
        said = [f"to be made good on {ahead}"] if ahead else []
        said += [f"put on for {past} but not marked"] if past else []
        return "; ".join(said) or ("not yet planned to be made good" if self.owed else "")

    @property
    def words(self) -> str:
        """In a sentence; empty where nothing is owed or planned."""
        count = sum(number for _, number in self.fell_out)
        reasons = ", ".join(f"{NOT_RUN.label(code).lower()} {number}" for code, number in self.fell_out)
        said = []
        if self.owed:
            said.append(f"Owed: {self.owed:,} minutes ({count} {'session' if count == 1 else 'sessions'}: {reasons})")
        if self.planned:
            days = ", ".join(f"{day.day} {day:%b}" for day in self.planned_on)
            said.append(f"{self.planned:,} planned to make good ({days})")
        return ", ".join(said)


def debts(session: Session, rows: Sequence[Provision], today: date) -> dict[str, Debt]:
    """By support, what is owed or planned to be made good; those without either are not there."""
    ids = [row.uuid for row in rows]
    most: dict[str, int] = {}
    for (provision_id, _), held in tallied.held_by(session, ids, today).items():
        most[provision_id] = max(most.get(provision_id, 0), tally(0, held).owed)
    reasons: dict[str, Counter[str]] = {}
    ahead: dict[str, list[ProvisionSession]] = {}
    for one, is_marked in sessions(session, ids):
        if not one.extra and not one.ran and one.reason in OWED and one.happened_on <= today:
            reasons.setdefault(one.provision_id, Counter())[one.reason] += 1
        elif one.extra and one.ran and not is_marked:
            ahead.setdefault(one.provision_id, []).append(one)
    found = {}
    for row in rows:
        still = [one for one in ahead.get(row.uuid, ()) if registers.still_on(row, one)]
        planned = sorted(still, key=lambda one: one.happened_on)
        if most.get(row.uuid) or planned:
            counted = reasons.get(row.uuid, Counter())
            found[row.uuid] = Debt(
                most.get(row.uuid, 0),
                tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))),
                sum(one.minutes for one in planned),
                tuple(one.happened_on for one in planned),
            )
    return found


def sessions(session: Session, provision_ids: Sequence[str]) -> Iterator[tuple[ProvisionSession, bool]]:
    """Every session that was begun or put on, and whether somebody was marked at it."""
    for ids in chunked(provision_ids):
        marked = set(
            session.scalars(
                select(SessionMark.session_id)
                .join(ProvisionSession, ProvisionSession.uuid == SessionMark.session_id)
                .where(ProvisionSession.provision_id.in_(ids), SessionMark.deleted_at.is_(None), SessionMark.mark != "")
            )
        )
        query = select(ProvisionSession).where(
            ProvisionSession.provision_id.in_(ids), ProvisionSession.deleted_at.is_(None)
        )
        for one in session.scalars(query):
            yield one, one.uuid in marked
