"""Contact with home: three a year at least, and something in every term (founding guide; Code of Practice 6.65)."""

from __future__ import annotations

from collections.abc import Iterator

from gradesk.model.rules.days.school_year import academic_year
from gradesk.services.meetings import home_contacts
from gradesk.services.today.due_rules.book import Rule
from gradesk.services.today.due_rules.facts import Due, Facts, after


def few_contacts(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Fewer contacts that count than terms of this school year that are over, or end within the rule's days."""
    year, wanted = academic_year(facts.today), facts.school.contacts_a_year
    terms = [term for term in facts.terms if year.holds(term.starts_on)]
    gone = [term for term in terms if term.ends_on <= after(facts.today, rule.days or 0)]
    if not gone or wanted < 1:
        return
    # Three a year in three terms is one a term; a school that wants more spreads them as evenly.
    owed = min(-(-wanted * len(gone) // len(terms)), wanted)
    counted = facts.contacts
    due = gone[-1].ends_on
    since = facts.days_ago((facts.today - due).days + (rule.days or 0))
    for row in facts.meant(rule):
        number = counted.get(row.uuid, 0)
        if number < owed:
            words = f"{number} of {wanted} review contacts this year, {owed} by now"
            yield facts.line(rule, row, since, due, words, ring=(number, wanted))


def no_contact(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Nothing logged since the term began; until a term counts, since the one before began."""
    begun = [term for term in facts.terms if after(term.starts_on, rule.days or 0) <= facts.today]
    if not begun:
        return
    term = begun[-1]
    spoken = home_contacts.met(facts.session, term.starts_on, facts.today)
    counted, wanted = facts.contacts, facts.school.contacts_a_year
    for row in facts.meant(rule):
        if row.uuid not in spoken:
            words = (
                f"No contact in the {term.name} term" if term.holds(facts.today) else f"No contact since {term.name}"
            )
            ring = (counted.get(row.uuid, 0), wanted) if wanted > 0 else None
            yield facts.line(rule, row, after(term.starts_on, rule.days or 0), term.ends_on, words, ring=ring)
