"""Advice from outside: referrals to be asked for, reports nobody placed or talked over, recommendations past their day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from gradesk.model.outside.referral import Referral
from gradesk.model.outside.report import Report
from gradesk.services.outside import advice, referrals, reports
from gradesk.services.today.due_rules.book import Rule
from gradesk.services.today.due_rules.facts import Due, Facts, after, the_day_after


def referral_waiting(facts: Facts, rule: Rule) -> Iterator[Due]:
    """A referral whose stage has had its time: what to do next, and how long it has stood there."""
    found = facts.session.scalars(select(Referral).where(Referral.deleted_at.is_(None))).all()
    mine = [one for one in found if one.pupil_id in facts.rows]
    for line in referrals.lined_up(facts.session, mine, facts.today):
        row = facts.rows[line.referral.pupil_id]
        if row.status not in rule.pupils or line.chase is None or line.chase.on > facts.today:
            continue
        if line.stage == "report":  # until its advice is placed, the report has a line of its own
            continue
        words = f"{line.professional.called}: {line.stage_words.lower()} for {line.days} days. {line.chase.what}"
        day, uuid = line.chase.on, line.referral.uuid
        yield facts.line(rule, row, day, day, words, subject=uuid, record=uuid)


def report_unplaced(facts: Facts, rule: Rule) -> Iterator[Due]:
    """A report that came a while ago and of whose advice nothing has a home."""
    for report in advice.without_home(facts.session, facts.days_ago(rule.days)):
        row = facts.rows.get(report.pupil_id)
        if row is not None and row.status in rule.pupils:
            day = after(report.received_on, rule.days or 0)
            words = f"{reports.title(report)}: nothing it advises has a home yet"
            yield facts.line(rule, row, day, day, words, subject=report.uuid, record=report.uuid)


def report_unshared(facts: Facts, rule: Rule) -> Iterator[Due]:
    """A report that came a while ago and was not talked over with home; one for staff alone is not meant for that."""
    query = select(Report).where(
        Report.deleted_at.is_(None), Report.shared_on.is_(None), Report.received_on <= facts.days_ago(rule.days),
        Report.staff_only.is_(False),
    )  # fmt: skip
    for report in facts.session.scalars(query.order_by(Report.received_on)):
        row = facts.rows.get(report.pupil_id)
        if row is not None and row.status in rule.pupils:
            day = after(report.received_on, rule.days or 0)
            words = f"{reports.title(report)}: not talked over with home"
            yield facts.line(rule, row, day, day, words, subject=report.uuid, record=report.uuid)


def advice_late(facts: Facts, rule: Rule) -> Iterator[Due]:
    """A recommendation whose day is over and that is not in place; one that lives in an action is a promise already."""
    for one in advice.open_by(facts.session, facts.today - timedelta(days=1)):
        row = facts.rows.get(one.row.pupil_id)
        if row is None or row.status not in rule.pupils or one.row.home == "action" or one.due_on is None:
            continue
        who = f" ({one.owner})" if one.owner else ""
        words = f"Advised, {one.state}: {one.row.words}{who}"
        since, uuid = the_day_after(one.due_on), one.row.uuid
        yield facts.line(rule, row, since, one.due_on, words, subject=uuid, record=uuid)
