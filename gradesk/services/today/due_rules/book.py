"""The book of rules: as Gradesk ships it, and as the school has set it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.school.agenda import RuleSetting
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

MOST_DAYS = 1_000


@dataclass(frozen=True)
class Rule:
    """One rule: its words, its days (None where it has none), whom it is about, and where its lines are cured.

    It has no line of a pupil of whom a rule it gives way to, `unless`, has one: one question stands once. In a new school
    it waits for the first of what it `begins_with`.
    """

    code: str
    group: str
    title: str
    meaning: str
    pupils: str
    days: int | None = None
    at_once: str = ""
    days_are: str = ""
    tab: str = ""
    at: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    begins_with: str = ""
    begin: bool = False
    usual_days: int | None = None
    is_on: bool = True

    @property
    def why(self) -> str:
        """The meaning with the number of days in force; {pupil} is still to be said in the school's word."""
        words = self.at_once if self.days == 0 and self.at_once else self.meaning
        return words.replace("{days}", str(self.days))


@cache
def groups() -> Mapping[str, str]:
    """The titles of the groups by code, in their order."""
    return {row["code"]: row["title"] for row in _shipped()["group"]}


@cache
def shipped() -> tuple[Rule, ...]:
    """All rules with their usual days, in the order of the list."""
    return tuple(
        Rule(**{**row, **{key: tuple(row.get(key, ())) for key in ("at", "unless")}, "usual_days": row.get("days")})
        for row in _shipped()["rule"]
    )


def title(code: str) -> str:
    """What a rule is called; {pupil} is still to be said in the school's word."""
    return next(rule.title for rule in shipped() if rule.code == code)


def rules(store: Store) -> tuple[Rule, ...]:
    """All rules as the school has set them, also those that are switched off."""
    with store.read() as session:
        return in_force(session)


def in_force(session: Session) -> tuple[Rule, ...]:
    """The same, by a session that is open already."""
    query = select(RuleSetting).where(RuleSetting.deleted_at.is_(None))
    settings = {row.rule: row for row in session.scalars(query)}
    return tuple(_as_set(rule, settings.get(rule.code)) for rule in shipped())


def change(store: Store, code: str, *, is_on: bool, days: int | None, initiator: object | None = None) -> None:
    """Switch a rule on or off, or give it another number of days (0 to 1,000); the usual number is kept as none."""
    rule = next((one for one in shipped() if one.code == code), None)
    if rule is None:
        raise Refused("There is no such rule; nothing was changed.")
    if rule.usual_days is None or days == rule.usual_days:
        days = None
    if days is not None and not 0 <= days <= MOST_DAYS:
        raise Refused(f"A rule counts 0 to {MOST_DAYS:,} days; the old number was kept. Type one between them.")
    with store.work(f"Rule “{rule.title}”", initiator) as session:
        row = session.scalars(select(RuleSetting).where(RuleSetting.rule == code)).first()
        if row is None:
            row = RuleSetting(rule=code, written_at=store.clock.now(), happened_on=store.clock.today())
            session.add(row)
        row.is_on, row.days, row.deleted_at = is_on, days, None


def _as_set(rule: Rule, setting: RuleSetting | None) -> Rule:
    if setting is None:
        return rule
    days = rule.days if setting.days is None or rule.days is None else setting.days
    return replace(rule, is_on=setting.is_on, days=days)


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads(resource("today", "rules.toml").read_text("utf-8"))
