"""Versions of a pupil's plans as lists of headings and words, so that any two can be laid side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gradesk.model.base import fields_of
from gradesk.model.plan import PLAN_SECTIONS, Plan
from gradesk.model.rules.day_text import written_day
from gradesk.model.rules.school_year import day_words
from gradesk.model.target import Target
from gradesk.model.vocabulary import ADULTHOOD, AREAS
from gradesk.services import agreeing, plans
from gradesk.services.plans import TARGET_FIELDS, PlanPage
from gradesk.store.work import Store

Words = tuple[tuple[str, str], ...]  # headings with what stands under them


@dataclass(frozen=True)
class Side:
    """One thing that can be compared: a frozen version, or the words as they stand now."""

    key: str
    title: str
    words: Words


def sides(store: Store, pupil_id: str, say: Callable[[str], str]) -> list[Side]:
    """Every version of every plan of a pupil, newest first; each plan whose words moved on begins with those of now."""
    today = store.clock.today()
    found: list[Side] = []
    for row in plans.plans(store, pupil_id):
        page = plans.page(store, row.uuid)
        if not page.versions or agreeing.is_changed(page):
            found.append(Side(f"now:{row.uuid}", f"{page.kind.label}, as it stands now", words_of(_now(page), say)))
        for version in page.versions:
            day = day_words(version.happened_on, today)
            title = f"{page.kind.label}, version {version.number}, {day}"
            found.append(Side(version.uuid, title, words_of(agreeing.thawed(version.content), say)))
    return found


def words_of(content: Any, say: Callable[[str], str]) -> Words:
    """The words of a frozen plan under their headings, empty ones left out."""
    labels = {info.name: say(info.label) for info in fields_of(Plan)}
    target_labels = {info.name: say(info.label) for info in fields_of(Target)}
    found = [(labels[name], _day(content[name])) for name in ("starts_on", "review_on")]
    sections = content["sections"]
    found += [(labels[name], sections[name]) for name in PLAN_SECTIONS if sections.get(name)]
    for number, target in enumerate(content["targets"], start=1):
        for name in TARGET_FIELDS:
            if value := target.get(name):
                found.append((f"Target {number}: {target_labels[name]}", _label(name, value)))
    return tuple(found)


def _day(value: object) -> str:
    return written_day(plans.day_or_none(value))


def _label(name: str, value: str) -> str:
    if name == "by_when":
        return _day(value)
    if name == "area":
        return AREAS.label(value)
    return ADULTHOOD.label(value) if name == "adulthood" else value


def _now(page: PlanPage) -> Any:
    return agreeing.thawed(agreeing.frozen(page))
