"""Who leads, and whom the pupil trusts (founding guide, A7)."""

from __future__ import annotations

from collections.abc import Iterator

from gradesk.services.today.due_rules.book import Rule
from gradesk.services.today.due_rules.facts import Due, Facts


def no_lead(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Whoever is watched, supported, or gets more than everybody does has somebody who leads it."""
    for row in facts.rows.values():
        wanted = row.status in rule.pupils or row.layer not in ("", "all")
        if wanted and row.uuid not in facts.leads:
            yield facts.line(rule, row)


def lead_left(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The named lead no longer works here."""
    for row in facts.meant(rule):
        lead = facts.leads.get(row.uuid)
        if lead is not None and lead.left_on is not None and lead.has_left(facts.today):
            yield facts.line(
                rule, row, lead.left_on, lead.left_on, f"{lead.name}, the lead, has left", subject=lead.uuid
            )


def no_key_adult(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Supported, and nobody is named as key adult."""
    return (facts.line(rule, row) for row in facts.meant(rule) if not row.key_adult)
