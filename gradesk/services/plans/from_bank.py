"""Targets that come from the bank into a plan, and which of the bank's stand there already."""

from __future__ import annotations

import re

from gradesk.model.rules.words.blanks import blanks
from gradesk.services.plans import bank, plans
from gradesk.services.plans.bank import Entry
from gradesk.services.plans.plans import PlanPage
from gradesk.store.work import Store


def take(store: Store, plan_id: str, entry: Entry) -> str:
    """Put a target of the bank into a plan: into one that nobody worded yet, else at the end. Returns its uuid."""
    values = bank.as_target(entry)
    empty = next((one for one in plans.page(store, plan_id).targets if plans.is_unworded(one)), None)
    if empty is None:
        return plans.add_target(store, plan_id, values)
    plans.change_target(store, empty.uuid, values)
    return empty.uuid


def is_taken(entry: Entry, found: PlanPage) -> bool:
    """Whether a target of a plan says what an entry says, its blanks filled or not."""
    parts, end = [], 0
    for start, stop in blanks(entry.words):
        parts.append(re.escape(entry.words[end:start]))
        end = stop
    said = re.compile(".+".join([*parts, re.escape(entry.words[end:])]), re.IGNORECASE)
    return any(said.fullmatch((target.does or "").strip()) for target in found.targets)
