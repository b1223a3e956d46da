"""How a sum of money comes about: the minutes, the rate, what was bought, each share and its rounding, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.term import costing
from gradesk.model.rules.term.costing import Minutes, Parts
from gradesk.model.rules.term.money import written
from gradesk.services.term.figures import Costed
from gradesk.services.term.told.spending import Spending, Spent

PLANNED, GIVEN = "Planned", "Given"


@dataclass(frozen=True)
class Step:
    """One line: what it says, minutes and pence where it has them, and the record it is of (`support …`, `pupil …`).

    Those that `counts` add up to the sum of their part, and so do those that `shares`.
    """

    words: str
    minutes: int | None = None
    pence: int | None = None
    key: str = ""
    counts: bool = False
    shares: bool = False


def steps(spending: Spending, key: str) -> dict[str, tuple[Step, ...]]:
    """The lines of a figure, those planned and those given."""
    spent = spending.of(key)
    if spent is None:
        return {}
    if key.startswith("support "):
        line = spent.shares[0].line if spent.shares else None
        if line is None:
            return {}
        return {part: tuple(_of_support(line.costed, spent, planned=part == PLANNED)) for part in (PLANNED, GIVEN)}
    return {part: tuple(_of_several(spending, spent, planned=part == PLANNED)) for part in (PLANNED, GIVEN)}


def _of_support(one: Costed, spent: Spent, *, planned: bool) -> Iterator[Step]:
    key, parts = spent.key, one.planned if planned else one.given
    minutes = one.planned_minutes if planned else one.given_minutes
    if one.closed:
        yield Step(f"Closed on {written_day(one.provision.ends_on)}: kept as it was on that day", key=key)
    yield Step(_dose(one, minutes) if planned else "Sessions that ran", minutes.all, key=key)
    if minutes.twice:
        named = "; ".join(f"{each.adult} is with {each.other}" for each in one.twice) or "with one child elsewhere"
        yield Step(f"Counted where the adult is bound to one child: {named}", -minutes.twice, key=key)
    rate = f"at £{_exact(one.rate)} an hour" if one.rate is not None else "without a rate, so they cost nothing"
    yield Step(f"The adult’s minutes {rate}", minutes.counted, parts.adults, key, counts=True)
    yield from _spent_on(one, key, planned=planned)
    yield Step("Together", None, parts.total, key)
    yield from _shared(one, spent, parts, planned=planned)


def _spent_on(one: Costed, key: str, *, planned: bool) -> Iterator[Step]:
    for each in one.expenses:
        if each.kind == "resource":
            yield Step(f"Bought: {each.what}", None, each.pence, key, counts=True)
        else:
            days = (each.days if planned else each.days_given) or 0
            words = f"{each.what}: {days:g} days at {written(each.pence)}" + ("" if planned else ", as many as came")
            yield Step(words, None, costing.for_days(days, each.pence), key, counts=True)


def _shared(one: Costed, spent: Spent, parts: Parts, *, planned: bool) -> Iterator[Step]:
    """Each pupil’s share, as it is exactly and to the penny, and what of it falls into this school year."""
    is_full = "full" in one.charges.values()
    weights = [each.tally.planned if planned else each.tally.delivered for each in one.members]
    all_of = sum(weights)
    for share, each, weight in zip(spent.shares, one.members, weights, strict=True):
        pence = each.planned_cost if planned else each.delivered_cost
        if is_full:
            how = "whole, as the group is for this one" if one.charges.get(each.pupil_id) == "full" else "nothing of it"
        elif all_of:
            exact = Fraction(parts.total * weight, all_of)
            how = f"{weight:,} of {all_of:,} minutes of all of them{_rounding(exact, pence)}"
        else:
            how = "an even part, as there are no minutes"
        yield Step(f"{share.name}: {how}", weight, pence, f"pupil {each.pupil_id}", shares=True)
        inside = share.planned if planned else share.given
        if inside != pence:
            yield Step(f"{share.name}: of it in this school year, by its weeks", None, inside, f"pupil {each.pupil_id}")


def _of_several(spending: Spending, spent: Spent, *, planned: bool) -> Iterator[Step]:
    """Of a pupil or a kind of money: one line a share, then the sum."""
    named = spent.key.startswith("money ")
    for one in spent.shares:
        words = f"{one.line.costed.provision.name}: {one.name}" if named else one.line.costed.provision.name
        words += "" if one.is_whole else ", what of it falls into this school year"
        minutes = one.tally.planned if planned else one.tally.delivered
        yield Step(words, minutes, one.planned if planned else one.given, f"support {one.line.uuid}", counts=True)
    total = spent.planned if planned else spent.given
    yield Step("Together", None, total, spent.key)
    if not named and spending.notional:
        yield Step(f"{total * 100 // spending.notional} % of £{spending.notional // 100:,}", key=spent.key)


def _dose(one: Costed, minutes: Minutes) -> str:
    row = one.provision
    if not row.times_a_week or not row.minutes:
        return "No minutes or times a week are said"
    weeks = minutes.all / (row.times_a_week * row.minutes)
    return f"{row.times_a_week:g} × {row.minutes} minutes a week, {weeks:.3g} weeks with school"


def _exact(rate: Fraction | None) -> str:
    """Pounds of a rate with as many decimals as it takes, four at most."""
    digits = f"{float((rate or 0) / 100):.4f}"
    return digits[:-2] + digits[-2:].rstrip("0")


def _rounding(exact: Fraction, pence: int) -> str:
    if exact == pence:
        return ""
    return f", exactly £{_exact(exact)}"
