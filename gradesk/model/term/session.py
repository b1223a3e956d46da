"""The register of support: each session as it was, and who was there; and what an hour of an adult costs."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.term.words import MARKS, NOT_RUN
from gradesk.model.vocabulary import STAFF_ROLES


class ProvisionSession(Entity):
    """One session of support on a day. One that did not run says why; an `extra` one makes good another."""

    __tablename__ = "provision_session"
    __table_args__ = (
        Index(
            "uq_provision_session_day", "provision_id", "happened_on", "extra", unique=True,
            sqlite_where=sql("deleted_at IS NULL"),
        ),
    )  # fmt: skip

    provision_id: Mapped[str] = link("provision.uuid")
    happened_on: Mapped[date] = field("When", default_factory=date.today)
    minutes: Mapped[int] = field("Minutes", personal=False, default=0)
    ran: Mapped[bool] = field("It ran", default=True)
    reason: Mapped[str] = field("Why not", choices=NOT_RUN, default="")
    extra: Mapped[bool] = field("Makes another good", default=False)
    adult: Mapped[str] = text("Who took it", help="where it was somebody else", people=True)
    note: Mapped[str] = text("Note")


class SessionMark(Entity):
    """How one pupil had one session."""

    __tablename__ = "session_mark"
    __table_args__ = (
        Index("uq_session_mark", "session_id", "pupil_id", unique=True, sqlite_where=sql("deleted_at IS NULL")),
    )

    session_id: Mapped[str] = link("provision_session.uuid")
    pupil_id: Mapped[str] = link("pupil.uuid")
    mark: Mapped[str] = field("Mark", choices=MARKS, default="")
    part: Mapped[int | None] = field("Minutes they had")
    note: Mapped[str] = text("Note")


class HourlyRate(Entity):
    """What an hour of a role costs from a day on, in pence. `on_costs` in hundredths of a per cent come on top."""

    __tablename__ = "hourly_rate"

    role: Mapped[str] = field("Role", personal=False, choices=STAFF_ROLES, default="ta")
    from_on: Mapped[date] = field("From", personal=False, default_factory=date.today)
    pence: Mapped[int] = field("Pence an hour", personal=False, default=0)
    on_costs: Mapped[int] = field("On-costs, hundredths of a per cent", personal=False, default=0)
