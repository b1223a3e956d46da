"""Reports from people outside: dated, whose, what they say, whether home knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.evidence.attachment import Attachment
from gradesk.model.outside.people import Professional
from gradesk.model.outside.referral import Referral, ReferralStep
from gradesk.model.outside.report import Recommendation, Report
from gradesk.model.rules.days.day_text import written_day
from gradesk.services import editing
from gradesk.services.happened import check_day
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

ABOUT = "report"  # of ATTACHED_TO


@dataclass(frozen=True)
class Row:
    """A report with who wrote it, its files, and how much of its advice has a home."""

    report: Report
    professional: Professional | None
    files: tuple[Attachment, ...]
    advised: int
    open: int  # recommendations without a home

    @property
    def from_whom(self) -> str:
        """Who wrote it, in words; empty where nobody is named."""
        return self.professional.called if self.professional is not None else ""

    @property
    def label(self) -> str:
        """What lists call it."""
        return self.report.title or (f"Report of {self.from_whom}" if self.from_whom else title(self.report))


def title(report: Report) -> str:
    """What a report is called where nobody is named who wrote it."""
    return report.title or f"Report of {written_day(report.happened_on)}"


def of_pupil(store: Store, pupil_id: str) -> list[Row]:
    """The reports about a pupil, the newest first."""
    with store.read() as session:
        query = select(Report).where(Report.pupil_id == pupil_id, Report.deleted_at.is_(None))
        found = session.scalars(query.order_by(Report.happened_on.desc(), Report.written_at.desc())).all()
        return [_row(session, one) for one in found]


def get(store: Store, uuid: str) -> Row:
    """One report."""
    with store.read() as session:
        return _row(session, session.get_one(Report, uuid))


def of_advice(store: Store, uuid: str) -> str:
    """The report that a recommendation stands in; empty where it is none."""
    with store.read() as session:
        row = session.get(Recommendation, uuid)
    return row.report_id if row is not None and row.deleted_at is None else ""


def add(store: Store, pupil_id: str, values: Mapping[str, Any]) -> str:
    """Note a report that came. One that answers a referral is from whom that went to, unless another is named."""
    body = {**values, "pupil_id": pupil_id}
    body["happened_on"] = values.get("happened_on") or store.clock.today()
    body["received_on"] = values.get("received_on") or max(store.clock.today(), body["happened_on"])
    if body.get("referral_id") and not body.get("professional_id"):
        with store.read() as session:
            body["professional_id"] = session.get_one(Referral, body["referral_id"]).professional_id
    if not body.get("professional_id") and not str(body.get("title", "")).strip():
        raise Refused("Whose report is it? Nothing was noted yet. Choose from whom it came, or give it a title.")
    _check(store, pupil_id, body)
    return editing.add(store, Report, body, f"A report about {pupils.first_name(store, pupil_id)} came")


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change what is noted of a report."""
    with store.read() as session:
        row = session.get_one(Report, uuid)
    names = ("happened_on", "seen_on", "received_on", "shared_on", "referral_id")
    _check(store, row.pupil_id, {name: values.get(name, getattr(row, name)) for name in names})
    editing.change(store, Report, uuid, values, "Change a report", initiator)


def remove(store: Store, uuid: str) -> None:
    """Delete a report with what it advises; its files stay with the pupil. Restorable."""
    with store.work("Delete a report") as session:
        report = session.get_one(Report, uuid)
        now = store.clock.now()
        for one in session.scalars(select(Recommendation).where(Recommendation.report_id == uuid)):
            one.deleted_at = one.deleted_at or now
        for file in _files(session, uuid):
            file.about, file.about_id = "pupil", ""
        report.deleted_at = now


def _row(session: Session, report: Report) -> Row:
    who = session.get(Professional, report.professional_id) if report.professional_id else None
    advised = select(func.count()).where(Recommendation.report_id == report.uuid, Recommendation.deleted_at.is_(None))
    placed = session.scalar(advised.where(Recommendation.home != "")) or 0
    count = session.scalar(advised) or 0
    return Row(report, who, tuple(_files(session, report.uuid)), count, count - placed)


def _files(session: Session, uuid: str) -> list[Attachment]:
    query = select(Attachment).where(
        Attachment.about == ABOUT, Attachment.about_id == uuid, Attachment.deleted_at.is_(None)
    )
    return list(session.scalars(query.order_by(Attachment.written_at)))


def _check(store: Store, pupil_id: str, values: Mapping[str, Any]) -> None:
    dated, seen, came, shared = (values.get(name) for name in ("happened_on", "seen_on", "received_on", "shared_on"))
    for day, words in (
        (dated, "A report"),
        (seen, "A visit"),
        (came, "The day it came"),
        (shared, "The talk with home"),
    ):
        check_day(store, pupil_id, day, words)
    if isinstance(seen, date) and isinstance(dated, date) and dated < seen:
        raise Refused(
            f"The report bears {written_day(dated)}, before the day the pupil was seen ({written_day(seen)}); nothing was "
            "changed. Check both dates."
        )
    if isinstance(came, date) and isinstance(dated, date) and came < dated:
        raise Refused(
            f"It cannot have come on {written_day(came)}, before it was written ({written_day(dated)}); nothing was "
            "changed. Check both dates."
        )
    if values.get("referral_id") and isinstance(came, date):
        with store.read() as session:
            sent = session.scalar(
                select(func.min(ReferralStep.happened_on)).where(
                    ReferralStep.referral_id == values["referral_id"],
                    ReferralStep.code == "sent",
                    ReferralStep.deleted_at.is_(None),
                )
            )
        if sent is not None and came < sent:
            raise Refused(
                f"It came on {written_day(came)}, before that referral was sent ({written_day(sent)}); nothing was changed. "
                "Choose another referral, or none."
            )
