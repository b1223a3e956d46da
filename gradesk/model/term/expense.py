"""What support costs besides the hours of the school's own adults: what was bought for it, and days of somebody from outside."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.term.words import EXPENSES


class ProvisionExpense(Entity):
    """A sum in pence: once for what is bought, a day for an agency, of which `days` were agreed and `days_given` came.

    `happened_on` is the day it was bought, or agreed.
    """

    __tablename__ = "provision_expense"

    provision_id: Mapped[str] = link("provision.uuid")
    kind: Mapped[str] = field("Kind", personal=False, choices=EXPENSES, default="resource")
    what: Mapped[str] = text("What", help="such as a set of readers; of an agency who comes")
    pence: Mapped[int] = field("Pence", personal=False, default=0)
    days: Mapped[float | None] = field("Days agreed", personal=False)
    days_given: Mapped[float | None] = field("Days that came", personal=False)
