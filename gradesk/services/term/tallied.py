"""The registers of many supports as minutes: every session of everybody in them, counted where the marks lie."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from gradesk.model.rules.term.minutes import Held
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.services.portions import chunked

Key = tuple[str, str]  # support and pupil


def held_by(session: Session, provision_ids: Sequence[str], until: date = date.max) -> dict[Key, list[Held]]:
    """By support and pupil, every session until a day on one on which they were in it, marked or not.

    The file counts those that are alike, so that a year of registers is a few lines for each pupil; one that comes so many
    times is in the list as often.
    """
    found: dict[Key, list[Held]] = {}
    for ids in chunked(provision_ids):
        for uuid, pupil_id, minutes, ran, mark, part, reason, extra, count in session.execute(_alike(ids, until)):
            one = Held(minutes, bool(ran), mark, part, reason, bool(extra))
            found.setdefault((uuid, pupil_id), []).extend([one] * count)
    return found


def ran(session: Session, provision_ids: Sequence[str]) -> dict[str, int]:
    """Minutes of the sessions that ran, by support."""
    found: dict[str, int] = {}
    for ids in chunked(provision_ids):
        query = (
            select(ProvisionSession.provision_id, func.sum(ProvisionSession.minutes))
            .where(*given(ids))
            .group_by(ProvisionSession.provision_id)
        )
        for uuid, minutes in session.execute(query):
            found[uuid] = minutes
    return found


def given(provision_ids: Sequence[str]) -> list[ColumnElement[bool]]:
    """The conditions of sessions that an adult gave: one is given once somebody is marked at it, present or absent."""
    # Asked session by session, by an index: all the marks of the school would be read for a few groups.
    marked = select(SessionMark.uuid).where(
        SessionMark.session_id == ProvisionSession.uuid, SessionMark.deleted_at.is_(None), SessionMark.mark != ""
    )
    return [
        ProvisionSession.provision_id.in_(provision_ids),
        ProvisionSession.deleted_at.is_(None),
        ProvisionSession.ran.is_(True),
        marked.exists(),
    ]


def _alike(provision_ids: Sequence[str], until: date) -> Select[str, str, int, bool, str, int, str, bool, int]:
    """The days of a pupil are those of `Given`: of the support, cut where they joined and left, both counted."""
    begins = func.max(Provision.starts_on, func.coalesce(ProvisionMember.joined_on, Provision.starts_on))
    ends = func.min(func.coalesce(Provision.ends_on, date.max), func.coalesce(ProvisionMember.left_on, date.max))
    mark, part = func.coalesce(SessionMark.mark, ""), func.coalesce(SessionMark.part, 0)
    what = (
        ProvisionSession.provision_id, ProvisionMember.pupil_id, ProvisionSession.minutes, ProvisionSession.ran, mark, part,
        ProvisionSession.reason, ProvisionSession.extra,
    )  # fmt: skip
    return (
        select(*what, func.count())
        .select_from(ProvisionSession)
        .join(Provision, Provision.uuid == ProvisionSession.provision_id)
        .join(ProvisionMember, ProvisionMember.provision_id == Provision.uuid)
        .outerjoin(
            SessionMark,
            (SessionMark.session_id == ProvisionSession.uuid)
            & (SessionMark.pupil_id == ProvisionMember.pupil_id)
            & SessionMark.deleted_at.is_(None),
        )
        .where(
            ProvisionSession.provision_id.in_(provision_ids),
            ProvisionSession.deleted_at.is_(None),
            ProvisionMember.deleted_at.is_(None),
            ProvisionSession.happened_on >= begins,
            ProvisionSession.happened_on <= ends,
            ProvisionSession.happened_on <= until,
        )
        .group_by(*what)
    )
