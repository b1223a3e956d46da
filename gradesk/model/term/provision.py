"""A provision: support beyond what every class does, for one pupil, a group or a class, from a day to a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.term.words import CHARGES, MONEY
from gradesk.model.vocabulary import AREAS, INFORMANTS, PROVISION_FORMS, STAFF_ROLES


class Provision(Entity):
    """Support that runs, or ran: what, for whom (`ProvisionMember`), how often, who leads it, and what came of it.

    `intervention` is the code of the catalogue's entry it was begun from; empty for free words. `measured_first` is the
    measure under which the first results stand, where another was named since.
    """

    __tablename__ = "provision"

    name: Mapped[str] = text("Support", help="such as Precision teaching, Lego club")
    intervention: Mapped[str] = field("Intervention", personal=False, default="")
    form: Mapped[str] = field("How", choices=PROVISION_FORMS, default="group")
    area: Mapped[str] = field("Area of need", choices=AREAS, default="")
    led_by: Mapped[str] = text("Led by", people=True)
    stands_in: Mapped[str] = text("Can stand in", people=True)
    times_a_week: Mapped[float | None] = field("Times a week")
    minutes: Mapped[int | None] = field("Minutes each time")
    starts_on: Mapped[date] = field("From", default_factory=date.today)
    planned_to: Mapped[date | None] = field("Planned until")
    ends_on: Mapped[date | None] = field("Ended on")
    weekdays: Mapped[str] = text(
        "On which days", personal=False, help="such as: mon wed fri; else spread over the week"
    )
    begins_at: Mapped[str] = text("At what time", personal=False, help="such as 9:30")
    cost_role: Mapped[str] = field("Costed as", personal=False, choices=STAFF_ROLES, default="")
    room: Mapped[str] = text("Room")
    aim: Mapped[str] = text("Aim", lines=2, help="what it is for, in a sentence")
    exit_criterion: Mapped[str] = text("Ends when", help="what shows that it is no longer needed")
    measure: Mapped[str] = field("Measured by", personal=False, default="", help="the same before and after")
    informant: Mapped[str] = field("Filled in by", personal=False, choices=INFORMANTS, default="")
    asked: Mapped[str] = text("Which test, or what is asked", help="where the measure needs it said")
    measured_first: Mapped[str] = field("Measured at first by", personal=False, default="")
    source: Mapped[str] = text("Source", personal=False, help="framework and edition it is taken from")
    money: Mapped[str] = field("Paid from", choices=MONEY, default="", personal=False)
    ehc_line: Mapped[str] = text("Line of the EHC plan", help="such as F3")
    ehc_hours: Mapped[float | None] = field("Hours a week it promises")
    scope: Mapped[str] = text("In which lessons", help="such as English, maths; where the line says so")
    needs_training: Mapped[str] = text("Needs training in", personal=False, help="a course whoever leads it has taken")
    looked_on: Mapped[date | None] = field("Looked at on", help="when somebody last asked whether it helps")
    outcome: Mapped[str] = text("What came of it", lines=2)


class ProvisionMember(Entity):
    """One pupil who has a provision, from the day they joined to the day they left; both are its own where they are empty."""

    __tablename__ = "provision_member"
    __table_args__ = (
        Index("uq_provision_member", "provision_id", "pupil_id", unique=True, sqlite_where=sql("deleted_at IS NULL")),
    )

    provision_id: Mapped[str] = link("provision.uuid")
    pupil_id: Mapped[str] = link("pupil.uuid", label="Pupil")
    joined_on: Mapped[date | None] = field("Joined on")
    left_on: Mapped[date | None] = field("Left on")
    charge: Mapped[str] = field("Charged", choices=CHARGES, default="shared", personal=False)
    layer_left: Mapped[str] = field("Layer proposed and left", personal=False, default="")
    expected: Mapped[float | None] = field("Expected by the end", help="in the unit of the measure")


class ProvisionTarget(Entity):
    """A target of a pupil that a provision serves."""

    __tablename__ = "provision_target"
    __table_args__ = (
        Index("uq_provision_target", "provision_id", "target_id", unique=True, sqlite_where=sql("deleted_at IS NULL")),
    )

    provision_id: Mapped[str] = link("provision.uuid")
    target_id: Mapped[str] = link("target.uuid", label="Target")
    pupil_id: Mapped[str] = link("pupil.uuid")
