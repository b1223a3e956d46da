"""The lines of Today under headings: by rule, or all of a pupil's together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from gradesk.services.today.due import Due
from gradesk.services.today.due_rules.book import Rule
from gradesk.ui.kit.tables.grouped import Group

PUT_OFF = "put off"
HOME = ("no_contact", "few_contacts")  # the rules that say whom home has not seen


def by_rule(items: Sequence[Due], rules: Iterable[Rule], say: Callable[[str], str]) -> list[Group]:
    """One heading a rule, in the order of the rules, and last what was put off."""
    groups = [
        Group(
            rule.code,
            say(rule.title),
            say(rule.why),
            [item for item in items if item.rule == rule.code and item.put_off is None],
        )
        for rule in rules
    ]
    return [*groups, _put_off(items)]


def by_pupil(items: Sequence[Due], nobody: str) -> list[Group]:
    """One heading a pupil, by name, with the lines in the order of the rules; then what is about nobody, and put off."""
    owed = [item for item in items if item.put_off is None]
    found: dict[str, list[Due]] = {}
    for item in sorted(owed, key=lambda item: (not item.pupil_id, item.name.casefold())):
        found.setdefault(item.pupil_id, []).append(item)
    groups = [Group(f"pupil {uuid}", _called(lines[0]) or nobody, "", lines) for uuid, lines in found.items()]
    return [*groups, _put_off(items)]


def _called(item: Due) -> str:
    return ", ".join(part for part in (item.name, item.class_name) if part) if item.pupil_id else ""


def _put_off(items: Sequence[Due]) -> Group:
    off = sorted((item for item in items if item.put_off), key=lambda item: item.put_off.until if item.put_off else 0)
    return Group(PUT_OFF, "Put off", "Each comes back by itself on its day.", off, folded=True)
