"""Versions of a pupil's plans as lists of headings and words, so that any two can be laid side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gradesk.model.base import fields_of
from gradesk.model.plans.plan import PLAN_SECTIONS, Plan
from gradesk.model.plans.target import Target
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.vocabulary import ADULTHOOD, AREAS
from gradesk.services.plans import agreeing, plans
from gradesk.services.plans.plans import TARGET_FIELDS
from gradesk.store.work import Store

Words = tuple[tuple[str, str], ...]  # headings with what stands under them


@dataclass(frozen=True)
class Side:
    """One thing that can be compared: a frozen version, or the words as they stand now."""

    key: str
    title: str
    words: Words
    content: Mapping[str, Any]

    def beside(self, newer: Side, say: Callable[[str], str]) -> Words:
        """The words with each target under the heading it has in a newer version, however they were put in order since."""
        numbers = {target["uuid"]: number for number, target in enumerate(newer.content["targets"], start=1)}
        return words_of(self.content, say, numbers)


def sides(store: Store, pupil_id: str, say: Callable[[str], str]) -> list[Side]:
    """Every version of every plan of a pupil, newest first; each plan whose words moved on begins with those of now."""
    today = store.clock.today()
    found: list[Side] = []
    for row in plans.plans(store, pupil_id):
        page = plans.page(store, row.uuid)
        if not page.versions or agreeing.is_changed(page):
            now = agreeing.thawed(agreeing.frozen(page))
            title = f"{page.kind.label}, as it stands now"
            found.append(Side(f"now:{row.uuid}", title, words_of(now, say), now))
        for version in page.versions:
            day = day_words(version.happened_on, today)
            title = f"{page.kind.label}, version {version.number}, {day}"
            content = agreeing.thawed(version.content)
            found.append(Side(version.uuid, title, words_of(content, say), content))
    return found


def words_of(content: Mapping[str, Any], say: Callable[[str], str], numbers: Mapping[str, int] | None = None) -> Words:
    """The words of a frozen plan under their headings, empty ones left out.

    `numbers` are those that targets have elsewhere, by uuid; where none of them is among these, their own stand.
    """
    labels = {info.name: say(info.label) for info in fields_of(Plan)}
    target_labels = {info.name: say(info.label) for info in fields_of(Target)}
    found = [(labels[name], _day(content[name])) for name in ("starts_on", "review_on")]
    sections = content["sections"]
    found += [(labels[name], sections[name]) for name in PLAN_SECTIONS if sections.get(name)]
    elsewhere = numbers or {}
    shared = any(target["uuid"] in elsewhere for target in content["targets"])
    for number, target in enumerate(content["targets"], start=1):
        heading = f"Target {number}"
        if shared:
            there = elsewhere.get(target["uuid"])
            heading = f"Target {there}" if there else f"Target {number}, taken out"
        for name in TARGET_FIELDS:
            if value := target.get(name):
                found.append((f"{heading}: {target_labels[name]}", _label(name, value)))
    return tuple(found)


def _day(value: object) -> str:
    return written_day(plans.day_or_none(value))


def _label(name: str, value: str) -> str:
    if name == "by_when":
        return _day(value)
    if name == "area":
        return AREAS.label(value)
    return ADULTHOOD.label(value) if name == "adulthood" else value
