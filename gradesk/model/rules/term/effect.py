"""What support did: the result before and the one after it, the change in words, and months gained for months passed.

Only results of the same informant and question are put side by side, and only in the direction that is better.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from gradesk.model.rules import measures
from gradesk.model.rules.measures import Measure
from gradesk.model.vocabulary import INFORMANTS
from gradesk.system.refusal import Refused

MONTH = Fraction(36525, 1200)  # days
OLDEST = timedelta(days=183)  # before support began: an older result says little about where it began
SETTLING = timedelta(days=21)  # after it began, in which a first result still counts as the one before
NEAR = timedelta(days=42)  # before it began: an older one gives way to one of the first weeks
LATEST = timedelta(days=42)  # after it ended
SHORTEST = 28  # days: over fewer, months gained say nothing
FEW = 5  # fewer pupils than that are read with care
# Months gained for each month passed, and what that is called (Brooks; unverified, so a school may change them).
GAINS = (
    (Fraction(14, 10), "small"),
    (Fraction(2), "useful"),
    (Fraction(3), "substantial"),
    (Fraction(4), "remarkable"),
)
_GAIN = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)\s+(\S.*)")
Gains = Sequence[tuple[Fraction, str]]


@dataclass(frozen=True)
class Reading:
    """One result: its day, when it was typed, its value in the unit of the measure, who filled it in, what was asked."""

    happened_on: date
    written_at: datetime
    value: float
    informant: str = ""
    question: str = ""
    uuid: str = ""

    @property
    def order(self) -> tuple[date, datetime]:
        """By day, and of one day by when it was typed."""
        return self.happened_on, self.written_at


@dataclass(frozen=True)
class Span:
    """From when until when a pupil had it; `over` says that it has ended, and not only shall."""

    starts_on: date
    ends_on: date | None
    over: bool


@dataclass(frozen=True)
class Pair:
    """The result before and the one after, and why they cannot be compared, as a sentence; empty where they can."""

    before: Reading | None = None
    after: Reading | None = None
    why: str = ""


def pair(readings: Iterable[Reading], span: Span, informant: str = "", question: str = "") -> Pair:
    """The results nearest to the first day and to the last, of one informant and question.

    Where nobody said which, those that have both come first, then those that have the one before, in the informants’ order.
    """
    lines: dict[tuple[str, str], list[Reading]] = {}
    wanted = measures.comparison_key("", "", question)[2]
    for one in sorted(readings, key=lambda one: one.order):
        _, who, asked = measures.comparison_key("", one.informant, one.question)
        if informant in ("", who) and wanted in ("", asked):
            lines.setdefault((who, asked), []).append(one)
    order = {code: place for place, code in enumerate(INFORMANTS.codes)}
    pairs = [
        _ends(line, span) for _, line in sorted(lines.items(), key=lambda item: (order.get(item[0][0], 9), item[0]))
    ]
    best = min(pairs, key=lambda one: (one.before is None) * 2 + (one.after is None), default=Pair())
    if best.before is not None and best.after is None:
        other = next((one.after for one in pairs if one.after is not None), None)
        if other is not None:
            return Pair(best.before, None, _apart(best.before, other))
    return best


def gained(measure: Measure, before: Reading, after: Reading) -> float:
    """By how much it is better; below 0 where it is worse."""
    step = after.value - before.value
    return -step if measure.is_lower_better else step


def reached(measure: Measure, value: float, expected: float) -> bool:
    """Whether a result is as good as the one expected, or better."""
    return value <= expected if measure.is_lower_better else value >= expected


def months_gained(measure: Measure, before: Reading, after: Reading) -> int | None:
    """Months of age gained; None for a measure that is no age."""
    return round(gained(measure, before, after)) if measure.unit == "months" else None


def ratio(measure: Measure, before: Reading, after: Reading) -> Fraction | None:
    """Months gained for each month that passed (domain 5.3); None for other measures, and for less than four weeks."""
    months, days = months_gained(measure, before, after), (after.happened_on - before.happened_on).days
    return None if months is None or days < SHORTEST else months * MONTH / days


def gain_word(found: Fraction, gains: Gains) -> str:
    """What a ratio gain is called; empty below the first."""
    return next((words for least, words in reversed(gains) if one_decimal(found) >= least), "")


def one_decimal(number: Fraction) -> Fraction:
    """As it is written, halves up: what is called 2.0 is named as 2 is."""
    return Fraction((number * 10 + Fraction(1, 2)).__floor__(), 10)


def written_ratio(number: Fraction) -> str:
    """With one decimal."""
    return f"{float(one_decimal(number)):.1f}"


def read_gains(lines: str) -> tuple[tuple[Fraction, str], ...]:
    """Names of ratio gains as they are typed, one a line with the number they begin at; the usual ones for none."""
    found: list[tuple[Fraction, str]] = []
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        read = _GAIN.fullmatch(line)
        if read is None:
            raise Refused(f"“{line}” names no gain; the old names were kept. Write one a line, such as: 2 useful.")
        found.append((Fraction(read[1]), read[2].strip()))
    if len({least for least, _ in found}) < len(found):
        raise Refused("Two gains begin at the same number; the old names were kept. Give each its own.")
    return tuple(sorted(found)) or GAINS


def write_gains(gains: Gains) -> str:
    """As `read_gains` reads them."""
    return "\n".join(f"{float(least):g} {words}" for least, words in gains)


def said(measure: Measure, one: Pair, expected: float | None, gains: Gains = GAINS) -> str:
    """The change in words, with what was expected and, for ages, the ratio gain."""
    before, after = one.before, one.after
    if before is None or after is None:
        return one.why or (
            "Nothing measured yet." if before is None and after is None
            else "Not measured before, so no change can be told." if before is None
            else "Not measured after yet."
        )  # fmt: skip
    change = measures.change_words(measure, (before.happened_on, before.value), (after.happened_on, after.value))
    parts = [change[:1].upper() + change[1:]]
    found = ratio(measure, before, after)
    if found is not None and found > 0:
        word = gain_word(found, gains)
        parts.append(f"{written_ratio(found)} months gained a month{f', {word}' if word else ''}")
    if expected is not None:
        is_there = reached(measure, after.value, expected)
        parts.append(f"expected {measures.short_value(measure, expected)}: {'reached' if is_there else 'not yet'}")
    return "; ".join(parts) + "."


def mean_words(measure: Measure, changes: Sequence[float]) -> str:
    """The mean change of several pupils, in the direction that is better."""
    mean = sum(changes) / len(changes)
    amount = f"{abs(mean):.1f}".removesuffix(".0")
    if amount == "0":
        return "no change"
    unit = {"months": " months", "percent": " points", "steps": " steps"}.get(measure.unit, "")
    unit = unit[:-1] if amount == "1" and unit else unit
    return f"{'better' if mean > 0 else 'worse'} by {amount}{unit}"


def _ends(line: Sequence[Reading], span: Span) -> Pair:
    begins = span.starts_on
    length = (span.ends_on - begins) if span.ends_on else None
    settled = begins + (min(SETTLING, length / 3) if length is not None else SETTLING)
    first = [one for one in line if begins - OLDEST <= one.happened_on <= begins]
    soon = [one for one in line if begins < one.happened_on <= settled]
    newest = [one for one in first if one.happened_on == first[-1].happened_on][:1]  # of one day the one typed first
    at_hand = [one for one in newest if one.happened_on >= begins - NEAR]
    before = next(iter([*at_hand, *soon[:1], *newest]), None)
    late = [one for one in line if before is None or one.order > before.order]
    if not span.over or span.ends_on is None or length is None:
        late = [one for one in late if before is not None or one.happened_on > settled]
        return Pair(before, late[-1] if late else None)
    last = span.ends_on
    late = [one for one in late if begins + length / 2 <= one.happened_on <= last + LATEST]
    return Pair(before, min(late, key=lambda one: (abs((one.happened_on - last).days), one.order), default=None))


def _apart(before: Reading, after: Reading) -> str:
    who, other = (INFORMANTS.label(one.informant).casefold() for one in (before, after))
    if who == other:
        return f"Before it was “{before.question}”, after “{after.question}”: only results of the same compare."
    return f"Before by {who}, after by {other}: only results of the same one compare."
