"""The seal of the journal on a page that was agreed: what is on paper gives a history away that was rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from gradesk.model.plans.passport import PassportVersion
from gradesk.model.plans.plan import PlanVersion
from gradesk.store.journal import chain
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

GROUP = 4  # signs that stand together on paper


@dataclass(frozen=True)
class Sealed:
    """The line of the journal that a seal is of."""

    label: str
    actor: str
    at: datetime


def of_version(session: Session, version: PassportVersion | PlanVersion) -> str:
    """The seal of a version, as it is printed: 3fa9-12cd-77e0."""
    seal = chain.seal_of(session.connection(), version.__tablename__, version.uuid, version.pupil_id)
    return "-".join(seal[start : start + GROUP] for start in range(0, len(seal), GROUP))


def find(store: Store, typed: str) -> Sealed:
    """The line of the journal that a seal on paper is of.

    Raises:
        Refused: it is no seal, or none of this school's journal as it is now.
    """
    seal = "".join(letter for letter in typed.casefold() if letter.isalnum())
    if len(seal) != chain.SHORT or any(letter not in "0123456789abcdef" for letter in seal):
        raise Refused(
            "A seal is twelve signs such as 3fa9-12cd-77e0; nothing was looked for. Type it as it is printed."
        )
    with store.read() as session:
        found = chain.find(session.connection(), seal)
    if found is None:
        raise Refused(
            "No line of this history has that seal: the page is of another school, or the history was rewritten since. Compare "
            "with a backup of that day."
        )
    return Sealed(str(found.label), str(found.actor), datetime.fromisoformat(str(found.at)))
