"""Filling the sheets that go out before a meeting: the invitation and the sheets to prepare it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.plans.cycle import Cycle
from gradesk.model.pupils.contact import Contact
from gradesk.model.school.staff import StaffMember
from gradesk.services.paper import form_marks, phrasebook
from gradesk.services.paper.gathering.arranged import arranged, lines
from gradesk.services.paper.gathering.cycles import grouped, targets_to_talk_about
from gradesk.services.paper.gathering.pages import common, headings_of
from gradesk.services.paper.meeting_sheets import InvitationSheet, PrepareSheet
from gradesk.services.portions import chunked
from gradesk.services.pupils import leads
from gradesk.store.work import Store


@dataclass(frozen=True)
class Wish:
    """The language a parent carer is noted to speak, as it was typed, and the codes of those on paper it may mean.

    It is offered to whoever prints and never chosen for them.
    """

    name: str
    written: str
    codes: tuple[str, ...]


def invitation_sheets(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[InvitationSheet]:
    """An invitation for each pupil, to those with parental responsibility; to a parent or carer where nobody is named.

    It is to the meeting that is booked next, and where none is there are lines to write on; or to that on the day `which`,
    and whoever has none then is left out.
    """
    fixed, today = common(store), store.clock.today()
    sheets: list[InvitationSheet] = []
    with store.read() as session:
        for ids in chunked(pupil_ids):
            headings = headings_of(session, ids)
            parents = _parents(session, ids)
            cycles = _open_cycles(session, ids)
            names = {row.uuid: row.name for row in session.scalars(select(StaffMember))}
            named = leads.in_force(session)
            booked = lines(session, ids, today, which)
            for pupil_id in (one for one in ids if one in headings and (one in booked or not which)):
                cycle, line = cycles.get(pupil_id), booked.get(pupil_id)
                to = tuple(row.name for row in parents.get(pupil_id, ()) if row.name.strip())
                sheets.append(
                    InvitationSheet(
                        **fixed,
                        pupil_ids=(pupil_id,),
                        heading=headings[pupil_id],
                        parents=to,
                        arranged=arranged(line),
                        meeting_id=line.meeting.uuid if line is not None else "",
                        letter_to=to,
                        writes=(names.get(cycle.lead_id or "", "") if cycle else "")
                        or (lead.name if (lead := named.get(pupil_id)) else ""),
                        due_on=cycle.review_due_on if cycle else None,
                    )
                )
    return sheets


def pupil_preparation(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[PrepareSheet]:
    """The questions to each pupil."""
    return _preparation(store, pupil_ids, "pupil", which)


def parent_preparation(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[PrepareSheet]:
    """The questions to the parent carers of each pupil."""
    return _preparation(store, pupil_ids, "parent", which)


def teacher_preparation(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[PrepareSheet]:
    """The questions to a teacher of each pupil."""
    return _preparation(store, pupil_ids, "teacher", which)


def wishes(store: Store, pupil_ids: Sequence[str]) -> dict[str, list[Wish]]:
    """By pupil, what is noted of the languages of those who have parental responsibility."""
    found: dict[str, list[Wish]] = {}
    with store.read() as session:
        for ids in chunked(pupil_ids):
            for pupil_id, rows in _parents(session, ids).items():
                said = [Wish(row.name, row.language, _codes(row.language)) for row in rows if row.language.strip()]
                if said:
                    found[pupil_id] = said
    return found


def parents_of(session: Session, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """By pupil, the names of those who have parental responsibility."""
    found = _parents(session, ids)
    return {uuid: tuple(row.name for row in rows if row.name.strip()) for uuid, rows in found.items()}


def _codes(written: str) -> tuple[str, ...]:
    plain = written.casefold()
    return tuple(
        head.code
        for head in phrasebook.heads()
        if head.name.casefold() in plain or (head.own_name and head.own_name.casefold() in plain)
    )


def _parents(session: Session, ids: Sequence[str]) -> dict[str, list[Contact]]:
    query = select(Contact).where(
        Contact.pupil_id.in_(ids), Contact.deleted_at.is_(None), Contact.parental_responsibility.is_(True)
    )
    return grouped(session.scalars(query.order_by(Contact.position, Contact.written_at)).all(), "pupil_id")


def _open_cycles(session: Session, ids: Sequence[str]) -> dict[str, Cycle]:
    query = select(Cycle).where(Cycle.pupil_id.in_(ids), Cycle.deleted_at.is_(None), Cycle.closed_on.is_(None))
    return {row.pupil_id: row for row in session.scalars(query)}


def _preparation(store: Store, pupil_ids: Sequence[str], kind: str, which: str) -> list[PrepareSheet]:
    fixed, today = common(store), store.clock.today()
    sheets: list[PrepareSheet] = []
    with store.read() as session:
        key = form_marks.key_of(session)
        for ids in chunked(pupil_ids):
            headings = headings_of(session, ids)
            targets = targets_to_talk_about(session, ids, today)
            cycles = _open_cycles(session, ids)
            booked = lines(session, ids, today, which)
            for pupil_id in (one for one in ids if one in headings and (one in booked or not which)):
                cycle, about = cycles.get(pupil_id), targets.get(pupil_id, ())
                marks = [form_marks.target_mark(one.uuid) for one in about]
                sheets.append(
                    PrepareSheet(
                        **fixed,
                        pupil_ids=(pupil_id,),
                        heading=headings[pupil_id],
                        kind=kind,
                        questions=form_marks.questions(kind),
                        targets=about,
                        mark=form_marks.mark(key, kind, pupil_id, today, marks),
                        arranged=arranged(booked.get(pupil_id)),
                        due_on=cycle.review_due_on if cycle else None,
                    )
                )
    return sheets
