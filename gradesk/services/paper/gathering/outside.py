"""Filling the pages for and about people outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from gradesk.model.plans.plan import Plan
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.vocabulary import DECISIONS, NEEDS
from gradesk.services.outside import advice, referrals
from gradesk.services.outside.advice import Advice
from gradesk.services.outside.referrals import Line
from gradesk.services.paper.gathering.pages import common, headings_of
from gradesk.services.paper.outside_sheets import (
    AdvisedLine,
    AdvisedSheet,
    ReferralLetterSheet,
    ReferralSheet,
    TriedLine,
)
from gradesk.services.paper.sheets import PupilHeading
from gradesk.services.plans import cycles, passports, plans
from gradesk.services.pupils import pupils
from gradesk.services.school import staff
from gradesk.services.term import provisions
from gradesk.store.work import Store

MOST_TRIED = 12  # lines; the newest


def offered(store: Store) -> list[tuple[str, str]]:
    """Every referral that is open, to choose one from."""
    return [(one.referral.uuid, _named(one)) for one in referrals.board(store)]


def named(store: Store, key: str) -> str:
    """A referral that is not offered, as one that is closed."""
    found = next((one for one in referrals.board(store, closed=True) if one.referral.uuid == key), None)
    return _named(found) if found is not None else ""


def referral_sheets(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[ReferralSheet]:
    """The summary of one referral, or of the first that is open of each pupil."""
    sheets = []
    for line, heading, fixed in _wanted(store, pupil_ids, which):
        pupil_id = line.referral.pupil_id
        page, living = pupils.page(store, pupil_id), passports.passport(store, pupil_id)
        plan = _plan(store, pupil_id)
        given = line.consent
        sheets.append(
            ReferralSheet(
                **fixed,
                heading=replace(heading, date_of_birth=page.pupil.date_of_birth),
                to=line.professional.whole,
                reason=line.referral.reason,
                question=line.referral.question,
                route=line.referral.route,
                reference=line.referral.reference,
                consent=f"{given.given_by}, {written_day(given.happened_on)}" if given is not None else "",
                sent_on=line.sent_on,
                strengths="\n".join(filter(None, (living.admire, living.good_at))) if living is not None else "",
                needs=tuple(NEEDS.label(one.code) for one in page.needs if one.ends_on is None),
                tried=_tried(store, pupil_id),
                pupil_view=plan.pupil_view if plan is not None else "",
                parent_view=plan.parent_view if plan is not None else "",
                writes=staff.senco(store),
            )
        )
    return sheets


def letter_sheets(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[ReferralLetterSheet]:
    """The letter that asks for one referral, or for the first that is open of each pupil."""
    return [
        ReferralLetterSheet(
            **fixed,
            heading=replace(heading, photo=None),
            to=line.professional.whole,
            sent_on=line.sent_on,
            reference=line.referral.reference,
            question=line.referral.question,
            seen_on=next((one.happened_on for one in line.steps if one.code == "seen"), None),
            heard_on=max(
                (one.happened_on for one in line.steps if one.code in ("acknowledged", "waiting")), default=None
            ),
            writes=staff.senco(store),
        )
        for line, heading, fixed in _wanted(store, pupil_ids, which)
    ]


def advised_sheets(store: Store, pupil_ids: Sequence[str]) -> list[AdvisedSheet]:
    """What was advised about each of these pupils about whom anything was."""
    fixed = common(store)
    with store.read() as session:
        headings = headings_of(session, pupil_ids)
    sheets = []
    for pupil_id in (one for one in pupil_ids if one in headings):
        found = advice.of_pupil(store, pupil_id)
        if found:
            lines = [(_advised(one), one.is_settled) for one in found]
            sheets.append(
                AdvisedSheet(
                    **fixed,
                    pupil_ids=(pupil_id,),
                    heading=headings[pupil_id],
                    open=tuple(line for line, is_settled in lines if not is_settled),
                    settled=tuple(line for line, is_settled in lines if is_settled),
                )
            )
    return sheets


def _wanted(store: Store, pupil_ids: Sequence[str], which: str) -> list[tuple[Line, PupilHeading, dict[str, Any]]]:
    fixed = common(store)
    with store.read() as session:
        headings = headings_of(session, pupil_ids)
    found = []
    for pupil_id in (one for one in pupil_ids if one in headings):
        mine = referrals.of_pupil(store, pupil_id)
        chosen = [one for one in mine if one.referral.uuid == which] if which else mine[:1]
        found += [(one, headings[pupil_id], fixed | {"pupil_ids": (pupil_id,)}) for one in chosen]
    return found


def _named(line: Line) -> str:
    return f"{line.name}: {line.professional.called}, {line.stage_words.lower()}"


def _plan(store: Store, pupil_id: str) -> Plan | None:
    uuid = plans.for_learning(store, pupil_id)
    return plans.page(store, uuid).plan if uuid is not None else None


def _tried(store: Store, pupil_id: str) -> tuple[TriedLine, ...]:
    """Cycles and support so far, the oldest first, with what each came to."""
    lines = []
    for page in cycles.cycles(store, pupil_id):
        review = page.review
        decided = ". ".join(filter(None, (DECISIONS.label(review.decision), review.reason))) if review else ""
        what = f"Cycle {page.cycle.number} of assess, plan, do, review"
        lines.append(TriedLine(what=what, starts_on=page.cycle.opened_on, ends_on=page.cycle.closed_on, result=decided))
    for one in provisions.of_pupil(store, pupil_id):
        row = one.provision
        doses = [
            f"{row.minutes} minutes" if row.minutes else "",
            f"{row.times_a_week:g} a week" if row.times_a_week else "",
        ]
        what = ", ".join(filter(None, (row.name, *doses)))
        lines.append(TriedLine(what=what, starts_on=one.starts_on, ends_on=one.ends_on, result=row.outcome))
    return tuple(sorted(lines, key=lambda line: line.starts_on)[-MOST_TRIED:])


def _advised(one: Advice) -> AdvisedLine:
    source = ", ".join(filter(None, (one.from_whom, one.report.title)))
    return AdvisedLine(
        words=one.row.words, source=source, dated=one.report.happened_on, owner=one.owner, by=one.due_on, state=one.state,
        lives_in=one.lives_in if one.lives_in != one.row.words else "",
    )  # fmt: skip
