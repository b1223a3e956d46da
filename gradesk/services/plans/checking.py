"""Checking the wording of a plan on this computer, by rules a school can switch off one by one; none of them blocks."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from gradesk.model.plans.bank import SwitchedOff
from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.year_group import age_on, place_of
from gradesk.model.rules.words.phrases import Phrases
from gradesk.model.rules.words.target_words import sentence
from gradesk.model.rules.words.wording import Cover, Finding, PlanText, Rule, TargetText, look, same_words
from gradesk.services import editing
from gradesk.services.plans import adjustments, plans
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

__all__ = ["Check", "Finding", "check", "rulebook", "rules", "switch", "target_text"]

# The words of a target that rules look at.
_TEXTS = (
    "pupil_wording",
    "does",
    "given",
    "standard",
    "staff_wording",
    "baseline",
    "success_criterion",
    "how",
    "who",
    "how_often",
    "how_long",
    "place",
    "home_part",
)
_AGE_IN_RECEPTION = 4.5  # years, in the middle of the school year


@dataclass(frozen=True)
class Check:
    """One rule as the school sees it: what it is called, why it is there, what it tells to do, and whether it is on."""

    code: str
    label: str
    reason: str
    help: str
    on: bool


def check(store: Store, plan_id: str) -> tuple[Finding, ...]:
    """What the words of a plan could say otherwise, target by target; nothing where they are specific and complete."""
    found = plans.page(store, plan_id)
    with store.read() as session:
        off = _off(session)
        pupil = session.get_one(Pupil, found.plan.pupil_id)
        before = _before(session, found.plan, found.targets)
    text = PlanText(
        texts={name: getattr(found.plan, name) for name in found.fields},
        targets=tuple(target_text(target, before) for target in found.targets),
        age=_age(store, pupil),
        everyday=tuple(row.words for row in adjustments.universal(store, pupil.uuid)),
    )
    return look([rule for rule in rulebook() if rule.code not in off], text)


def rules(store: Store) -> tuple[Check, ...]:
    """All rules in their order, each with whether it is on."""
    with store.read() as session:
        off = _off(session)
    return tuple(Check(rule.code, rule.label, _general(rule), rule.help, rule.code not in off) for rule in rulebook())


def switch(store: Store, code: str, on: bool, initiator: object | None = None) -> None:
    """Switch a rule on or off for the whole school."""
    rule = next((rule for rule in rulebook() if rule.code == code), None)
    if rule is None:
        raise Refused("There is no such check; nothing was changed. Choose one from the list.")
    label = f"Switch the check “{rule.label}” {'on' if on else 'off'}"
    with store.work(label, initiator) as session:
        row = session.scalars(select(SwitchedOff).where(SwitchedOff.rule == code)).first()
        if row is None:
            if not on:
                editing.add(store, SwitchedOff, {"rule": code}, "")
        elif on:
            editing.remove(store, SwitchedOff, row.uuid, "")
        else:
            editing.restore(store, SwitchedOff, row.uuid, "")


def target_text(target: Target, before: frozenset[str] = frozenset()) -> TargetText:
    """A target as the rules look at it."""
    made = sentence(target.learner, target.does, target.given, target.standard, target.by_when)
    texts = {name: getattr(target, name) or "" for name in _TEXTS}
    if target.baseline_value is not None and not texts["baseline"].strip():
        texts["baseline"] = f"{target.baseline_value:g}"
    texts["by_when"] = target.by_when.isoformat() if target.by_when else ""
    follows = bool(target.does.strip()) and target.staff_wording.strip() in ("", made)
    if follows:
        texts["staff_wording"] = made
    return TargetText(target.uuid, texts, before, follows, level=bool(target.criterion_prompt))


@lru_cache(maxsize=1)
def rulebook() -> tuple[Rule, ...]:
    """The rules of resources/checks/, read once."""
    read = tomllib.loads(resource("checks", "rules.toml").read_text(encoding="utf-8"))
    return tuple(_rule(row) for row in read["rule"])


@lru_cache(maxsize=1)
def plain_words() -> Mapping[str, str]:
    """What schools say, with what to say to pupils and parent carers instead; empty where it depends."""
    read = tomllib.loads(resource("checks", "plain_words.toml").read_text(encoding="utf-8"))
    words: dict[str, str] = read["words"]
    return words


def _rule(row: Mapping[str, Any]) -> Rule:
    said: list[tuple[str, str | None]] = [
        (words, None) if isinstance(words, str) else (words[0], words[1]) for words in row.get("words", ())
    ]
    if row.get("plain_words"):
        said += [(words, plain or None) for words, plain in plain_words().items()]
    return Rule(
        code=row["code"],
        label=row["label"],
        kind=row["kind"],
        reason=row["reason"],
        help=row["help"],
        plan=tuple(row.get("plan", ())),
        target=tuple(row.get("target", ())),
        phrases=Phrases(said),
        most=row.get("most", 0),
        youngest=row.get("youngest", 0),
        once=row.get("once", False),
        tolerance=row.get("tolerance", 0),
        covered={
            name: Cover(cover["by"], re.compile(cover["pattern"])) for name, cover in row.get("covered", {}).items()
        },
    )


# Reasons that name what was found, as they read where nothing was looked at yet.
_GENERAL = {
    "reading": "A pupil should be able to read their own target; the estimate goes by length of sentences and words.",
    "many": "Two to four targets are as many as a pupil can hold in mind.",
}


def _general(rule: Rule) -> str:
    return _GENERAL.get(rule.kind, rule.reason)


def _off(session: Session) -> frozenset[str]:
    return frozenset(session.scalars(select(SwitchedOff.rule).where(SwitchedOff.deleted_at.is_(None))))


def _before(session: Session, plan: Plan, targets: tuple[Target, ...]) -> frozenset[str]:
    # Wordings of the pupil's plan of this kind before, and of what these targets were carried on from, wherever it is.
    last = session.scalars(
        select(Plan.uuid)
        .where(
            Plan.pupil_id == plan.pupil_id,
            Plan.type_id == plan.type_id,
            Plan.deleted_at.is_(None),
            or_(
                Plan.starts_on < plan.starts_on,
                and_(Plan.starts_on == plan.starts_on, Plan.written_at < plan.written_at),
            ),
        )
        .order_by(Plan.starts_on.desc(), Plan.written_at.desc())
        .limit(1)
    ).first()
    carried = [target.carried_from_id for target in targets if target.carried_from_id]
    rows = session.scalars(
        select(Target.staff_wording).where(
            or_(Target.uuid.in_(carried), and_(Target.plan_id == last, Target.deleted_at.is_(None)))
        )
    )
    return frozenset(same_words(words) for words in rows) - {""}


def _age(store: Store, pupil: Pupil) -> float | None:
    if pupil.date_of_birth is not None:
        return float(age_on(pupil.date_of_birth, store.clock.today()))
    place = place_of(pupil.year_group)
    return None if place is None else place + _AGE_IN_RECEPTION
