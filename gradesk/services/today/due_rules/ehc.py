"""The law's clocks: those of a case that are near or over, and the rungs of an annual review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from gradesk.model.ehc.case import EhcCase
from gradesk.services.ehc import cases, reviews
from gradesk.services.today.due_rules.book import Rule
from gradesk.services.today.due_rules.facts import Due, Facts, after


def ehc_clock(facts: Facts, rule: Rule) -> Iterator[Due]:
    """A clock of a request, a draft or a consultation that is not answered and ends soon, or has."""
    last = after(facts.today, rule.days or 0)
    for case in _cases(facts):
        row = facts.rows[case.case.pupil_id]
        for clock in case.clocks:
            is_yearly = clock.sum.rule.code.startswith("review_")
            if row.status not in rule.pupils or clock.done_on is not None or is_yearly or clock.sum.due > last:
                continue
            start = next(one for one in case.dates if one.happened_on == clock.sum.start)
            words = f"{clock.title}: {clock.state(facts.today)}"
            yield facts.line(
                rule,
                row,
                clock.sum.due,
                clock.sum.due,
                words,
                subject=f"{case.case.uuid} {clock.title}",
                record=start.uuid,
            )


def ehc_review(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The next rung of an annual review, so many days before its day; one to begin is a rung, too."""
    last = after(facts.today, rule.days or 0)
    for one in reviews.seasons(facts.session, _cases(facts)):
        row = facts.rows[one.case.case.pupil_id]
        if row.status in rule.pupils and one.on is not None and one.on <= last:
            record = one.ladder.review.uuid if one.ladder is not None else one.case.case.uuid
            since = one.on - timedelta(days=rule.days or 0)
            words, subject = f"Annual review: {one.what.lower()}", f"{one.case.case.uuid} {one.what}"
            yield facts.line(rule, row, since, one.on, words, subject=subject, record=record)


def _cases(facts: Facts) -> list[cases.Case]:
    query = select(EhcCase).where(EhcCase.deleted_at.is_(None), EhcCase.closed_on.is_(None))
    found = facts.session.scalars(query).all()
    return cases.whole(facts.session, [one for one in found if one.pupil_id in facts.rows])
