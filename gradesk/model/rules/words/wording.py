"""The checks of wording: what a plan says that could be said so that anybody sees what is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gradesk.model.rules.words.blanks import blanks, suggested
from gradesk.model.rules.words.phrases import Hit, Phrases, replaced
from gradesk.model.rules.words.reading_age import long_words, reading_age
from gradesk.model.rules.words.repeats import repeated

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|"
    r"once|twice|every|each|all|both|half|whole|no more than|never)\b",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b(?:by|until|before)?\s*(?:\d{{1,2}}[/.\-]\d{{1,2}}(?:[/.\-]\d{{2,4}})?(?!\d)|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}"
    rf"(?:\s+\d{{4}})?|{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{4}}-\d{{2}}-\d{{2}})\b",
    re.IGNORECASE,
)
# The name that a whole sentence begins with has five words at most.
_NAME_WILL = re.compile(r"^(?:(?:\S+\s+){0,5}?will\s+|to\s+)", re.IGNORECASE)
_WILL = re.compile(r"^(?:will\s+|to\s+)", re.IGNORECASE)
# What follows from the parts of a sentence; said at the part, where it is mended.
_PARTS = ("does", "given", "standard")


@dataclass(frozen=True)
class Finding:
    """One thing that could be said otherwise. `replacement` is the field's new text where one key can mend it."""

    rule: str
    label: str
    field: str
    target_id: str | None
    words: str
    reason: str
    help: str
    replacement: str | None = None


@dataclass(frozen=True)
class Cover:
    """A field that need not be filled where another one says it already."""

    by: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Rule:
    """One check, as `resources/checks/rules.toml` has it."""

    code: str
    label: str
    kind: str
    reason: str
    help: str
    plan: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    phrases: Phrases = field(default_factory=lambda: Phrases(()))
    most: int = 0
    youngest: float = 0
    once: bool = False
    tolerance: float = 0
    covered: Mapping[str, Cover] = field(default_factory=dict)


@dataclass(frozen=True)
class TargetText:
    """The words of one target by field, and the earlier wordings it is compared with, as `same_words` gives them.

    `follows` tells that the sentence is put together from its parts; `level` that a level of prompt is its measure.
    """

    uuid: str
    texts: Mapping[str, str]
    before: frozenset[str] = frozenset()
    follows: bool = False
    level: bool = False


@dataclass(frozen=True)
class PlanText:
    """The words of a plan by field, its targets in order, and the pupil's age in years where it is known.

    `everyday` is what every pupil of the class gets without a plan.
    """

    texts: Mapping[str, str]
    targets: tuple[TargetText, ...] = ()
    age: float | None = None
    everyday: tuple[str, ...] = ()


def look(rules: Sequence[Rule], plan: PlanText) -> tuple[Finding, ...]:
    """All findings, target by target in the order of the rules, then those about the plan itself."""
    found: list[Finding] = []
    for target in plan.targets:
        for rule in rules:
            found.extend(_TARGET_CHECKS[rule.kind](rule, target, plan))
    for rule in rules:
        if rule.kind == "many" and len(plan.targets) > rule.most:
            found.append(_finding(rule, "targets", None, values={"found": len(plan.targets)}))
        if rule.kind == "words":
            found.extend(_words(rule, plan.texts, rule.plan, None))
        if rule.kind == "everyday":
            found.extend(_everyday(rule, plan.texts, rule.plan, None, plan.everyday))
    return tuple(found)


def same_words(text: str) -> str:
    """A text as it is compared with an earlier one: without capitals, punctuation and dates; numbers count."""
    return " ".join(re.findall(r"[^\W_]+", _DATE.sub(" ", text).casefold()))


def deed(text: str, *, sentence: bool = False) -> str:
    """What a wording says will be done; of a whole `sentence`, without the name before “will”."""
    return (_NAME_WILL if sentence else _WILL).sub("", text.strip(), count=1)


def _words(rule: Rule, texts: Mapping[str, str], names: Iterable[str], target_id: str | None) -> Iterator[Finding]:
    for name in names:
        text = texts.get(name, "")
        hits = rule.phrases.find(text) if text else ()
        if hits:
            yield _finding(rule, name, target_id, words=_said(hits), replacement=replaced(text, hits))


def _everyday(
    rule: Rule, texts: Mapping[str, str], names: Iterable[str], target_id: str | None, everyday: Iterable[str]
) -> Iterator[Finding]:
    for name in names:
        said = repeated(texts.get(name, ""), everyday)
        if said:
            yield _finding(rule, name, target_id, words="; ".join(said))


def _check_everyday(rule: Rule, target: TargetText, plan: PlanText) -> Iterator[Finding]:
    return _everyday(rule, target.texts, rule.target, target.uuid, plan.everyday)


def _check_words(rule: Rule, target: TargetText, _plan: PlanText) -> Iterator[Finding]:
    return _words(rule, target.texts, _looked_at(rule, target), target.uuid)


def _check_empty(rule: Rule, target: TargetText, _plan: PlanText) -> Iterator[Finding]:
    for name in rule.target:
        cover = rule.covered.get(name)
        if cover is not None and cover.pattern.search(target.texts.get(cover.by, "").casefold()):
            continue
        if not target.texts.get(name, "").strip():
            yield _finding(rule, name, target.uuid)
            if rule.once:
                return


def _check_number(rule: Rule, target: TargetText, _plan: PlanText) -> Iterator[Finding]:
    # A number in what is done (“two steps”) says nothing about how well, so a built sentence is judged by its standard.
    texts = [target.texts.get(name, "") for name in _looked_at(rule, target)]
    if target.level or not (target.texts.get("staff_wording", "") or target.texts.get("does", "")).strip():
        return
    if not any(_NUMBER.search(_DATE.sub(" ", text)) for text in texts):
        yield _finding(rule, "standard" if target.follows else "success_criterion", target.uuid)


def _check_starts(rule: Rule, target: TargetText, _plan: PlanText) -> Iterator[Finding]:
    for name in _looked_at(rule, target):
        hit = rule.phrases.at_start(deed(target.texts.get(name, ""), sentence=name == "staff_wording"))
        if hit is not None:
            yield _finding(rule, name, target.uuid, words=hit.words)


def _check_same(rule: Rule, target: TargetText, _plan: PlanText) -> Iterator[Finding]:
    words = same_words(target.texts.get("staff_wording", ""))
    if words and words in target.before:
        yield _finding(rule, "does" if target.follows else "staff_wording", target.uuid)


def _check_reading(rule: Rule, target: TargetText, plan: PlanText) -> Iterator[Finding]:
    for name in rule.target:
        text = target.texts.get(name, "")
        age = reading_age(text)
        if age is None or plan.age is None:
            continue
        limit = max(plan.age, rule.youngest) + rule.tolerance
        if age > limit:
            values = {"found": round(age), "limit": round(limit)}
            if values["found"] == values["limit"]:
                values["found"] += 1
            yield _finding(rule, name, target.uuid, words=", ".join(long_words(text)), values=values)


def _check_blanks(rule: Rule, target: TargetText, _plan: PlanText) -> Iterator[Finding]:
    for name in _looked_at(rule, target):
        text = target.texts.get(name, "")
        places = blanks(text)
        if places:
            words = ", ".join(dict.fromkeys(text[start:end] for start, end in places))
            yield _finding(rule, name, target.uuid, words=words, replacement=suggested(text))


def _check_none(_rule: Rule, _target: TargetText, _plan: PlanText) -> Iterator[Finding]:
    return iter(())


_TARGET_CHECKS: dict[str, Callable[[Rule, TargetText, PlanText], Iterator[Finding]]] = {
    "words": _check_words,
    "empty": _check_empty,
    "number": _check_number,
    "starts": _check_starts,
    "same": _check_same,
    "reading": _check_reading,
    "blanks": _check_blanks,
    "many": _check_none,
    "everyday": _check_everyday,
}
KINDS = frozenset(_TARGET_CHECKS)


def _looked_at(rule: Rule, target: TargetText) -> Iterator[str]:
    # A sentence that follows its parts is told of at the part, and once.
    for name in rule.target:
        if name == "staff_wording" and target.follows:
            continue
        if name in _PARTS and not target.follows and target.texts.get("staff_wording", "").strip():
            continue
        yield name


def _said(hits: Iterable[Hit]) -> str:
    return ", ".join(dict.fromkeys(hit.words for hit in hits))


def _finding(
    rule: Rule,
    name: str,
    target_id: str | None,
    *,
    words: str = "",
    replacement: str | None = None,
    values: Mapping[str, int] | None = None,
) -> Finding:
    reason = rule.reason
    for key, value in (values or {}).items():
        reason = reason.replace(f"{{{key}}}", str(value))
    return Finding(rule.code, rule.label, name, target_id, words, reason, rule.help, replacement)
