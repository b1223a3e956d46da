"""The rules of Today, one small function each; what they are called and when they begin is data."""

from __future__ import annotations

from gradesk.services.today.due_rules import cycles, effect, evidence, home, passports, people, plans, promises, support
from gradesk.services.today.due_rules.facts import Finder

# Every rule of `resources/today/rules.toml` by its code.
FINDERS: dict[str, Finder] = {
    "access_due": people.access_due,
    "review_overdue": cycles.review_overdue,
    "review_due": cycles.review_due,
    "stage_overdue": cycles.stage_overdue,
    "no_movement": cycles.no_movement,
    "no_cycle": cycles.no_cycle,
    "no_plan": plans.no_plan,
    "plan_over": plans.plan_over,
    "plan_unsigned": plans.plan_unsigned,
    "plan_unheard": plans.plan_unheard,
    "no_own_words": plans.no_own_words,
    "few_contacts": home.few_contacts,
    "no_contact": home.no_contact,
    "meeting_over": promises.meeting_over,
    "papers_late": promises.papers_late,
    "next_step": promises.next_step,
    "action_overdue": promises.action_overdue,
    "captured": promises.captured,
    "no_passport": passports.no_passport,
    "passport_old": passports.passport_old,
    "assessment_due": evidence.assessment_due,
    "support_over": support.support_over,
    "support_ends": support.support_ends,
    "support_long": support.support_long,
    "session_unmarked": support.session_unmarked,
    "support_reached": effect.support_reached,
    "support_missed": effect.support_missed,
    "support_unmeasured": effect.support_unmeasured,
    "referral_waiting": support.referral_waiting,
    "adjustment_unseen": evidence.adjustment_unseen,
    "not_told": people.not_told,
    "no_lead": people.no_lead,
    "lead_left": people.lead_left,
    "key_adult_left": people.key_adult_left,
    "no_key_adult": people.no_key_adult,
    "leavers_review": people.leavers_review,
}
