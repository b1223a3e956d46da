"""Measures: reading a result as it is typed, saying it in words, its band, and its change in the direction that is better.

Ages are months, steps of words their place from 0, everything else the number itself. A measure that is unknown here
(one that a school took away) is read and shown as a plain number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gradesk.model.vocabulary import INFORMANTS
from gradesk.system.refusal import Refused

_MONTH = 30.44  # days
_HIGHEST, _FINEST = 1e9, 6  # of a band: its highest number, and decimal places
_LONGEST = 100  # characters of a result as it is typed
_BAND = re.compile(r"(?:(\w+)\s*:\s*)?(\d+(?:\.\d+)?)(?:(?:\s*[-–]\s*|\s+to\s+)(\d+(?:\.\d+)?))?\s+(\S.*)")
_AGE = re.compile(r"(\d{1,2})\s*[:;]\s*(\d{1,2})")
_WRITTEN_AGE = re.compile(
    r"(\d{1,2})\s*(?:y|yr|yrs|year|years)\b[\s,]*(?:and\s*)?(?:(\d{1,2})\s*(?:m|mth|mths|month|months)?)?"
)
_MONTHS = re.compile(r"(\d{1,3})\s*(?:m|mth|mths|month|months)")
_OUT_OF = re.compile(r"([\d.]+)\s*(?:/|of|out of)\s*([\d.]+)")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Band:
    """A stretch of results with its words, both ends included; of one informant, or of all when that is empty."""

    low: float
    high: float
    words: str
    informant: str = ""


@dataclass(frozen=True)
class Measure:
    """What is measured, in which unit and range, which way is better, and how its results are called.

    `asks` names what belongs to each result so that results can be compared: which test, or what was asked.
    `unverified` says what a school should check against its own copy; empty when a source states all of it.
    """

    code: str
    name: str
    family: str = ""
    unit: str = "score"
    lowest: float | None = None
    highest: float | None = None
    decimals: int = 0
    direction: str = "higher"
    informants: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    steps: tuple[str, ...] = ()
    retest_weeks: int | None = None
    asks: str = ""
    note: str = ""
    unverified: str = ""
    is_own: bool = False
    is_hidden: bool = False

    @property
    def is_lower_better(self) -> bool:
        """Whether a smaller result is the better one."""
        return self.direction == "lower"

    @property
    def direction_words(self) -> str:
        """Which way is better, in words."""
        if self.unit == "steps":
            return "an earlier step is better" if self.is_lower_better else "a later step is better"
        return f"{self.direction} is better"

    @property
    def range_words(self) -> str:
        """From what to what results run; empty when there is no end."""
        if self.unit == "steps":
            return f"{self.steps[0]} to {self.steps[-1]}" if self.steps else ""
        if self.lowest is None or self.highest is None:
            return ""
        return f"{short_value(self, self.lowest)} to {short_value(self, self.highest)}"

    def bands_for(self, informant: str) -> tuple[Band, ...]:
        """The bands that hold for results of an informant, lowest first."""
        own = tuple(band for band in self.bands if band.informant == informant)
        return own or tuple(band for band in self.bands if not band.informant)


def read_bands(lines: str) -> tuple[Band, ...]:
    """Bands as they are written, one a line: `12-15 slightly raised`, or `teacher: 12-15 slightly raised`.

    Raises:
        Refused: a line that is no band, that runs backwards, or that overlaps another of the same informant.
    """
    found: list[Band] = []
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        read = _BAND.fullmatch(line)
        if read is None or (read[1] or "") not in ("", *INFORMANTS.codes):
            raise Refused(f"“{line}” is no band; the old ones were kept. Write one a line, such as: 0-11 average.")
        low, high = float(read[2]), float(read[3] or read[2])
        if max(low, high) > _HIGHEST or max(map(_decimals, read.group(2, 3))) > _FINEST:
            raise Refused(f"“{line}” has too long a number; the old bands were kept. Write it shorter.")
        if high < low:
            raise Refused(f"“{line}” runs backwards; the old bands were kept. Write the smaller number first.")
        fresh = Band(low, high, read[4].strip(), read[1] or "")
        clash = next((one for one in found if one.informant == fresh.informant and _overlap(one, fresh)), None)
        if clash is not None:
            raise Refused(f"“{line}” overlaps “{clash.words}”; the old bands were kept. Let one begin after the other.")
        found.append(fresh)
    return tuple(sorted(found, key=lambda band: (band.informant, band.low)))


def write_bands(bands: Iterable[Band]) -> str:
    """Bands as `read_bands` reads them."""
    lines = []
    for band in bands:
        who = f"{band.informant}: " if band.informant else ""
        # Both ends also where they are one, if the words begin as the end of a stretch does.
        is_one = band.low == band.high and not band.words.startswith(("to ", "-", "–"))
        span = _digits(band.low) if is_one else f"{_digits(band.low)}-{_digits(band.high)}"
        lines.append(f"{who}{span} {band.words}")
    return "\n".join(lines)


def _digits(number: float) -> str:
    """A number of a band as it can be read again: never with an exponent."""
    return f"{number:.{_FINEST}f}".rstrip("0").rstrip(".")


def _decimals(digits: str | None) -> int:
    return len((digits or "").partition(".")[2])


def read_value(measure: Measure, typed: str) -> float:
    """The result that somebody typed: 14, 85%, 7:04, 7y 4m, 17/40 where 40 is the most, or the first letters of a step.

    Raises:
        Refused: it is none, could be two things, or lies outside the range; the sentence names what was typed.
    """
    words = " ".join(typed.casefold().split())
    if not words:
        raise Refused("There is no result yet; nothing was kept. Type it, such as " + example(measure) + ".")
    if measure.unit == "steps":
        return _step(measure, words, typed.strip())
    if len(words) > _LONGEST:
        raise Refused(f"That is too long for a result, so it was not kept. Type one such as {example(measure)}.")
    value = _months(words, typed.strip()) if measure.unit == "months" else _number(measure, words, typed.strip())
    return check_value(measure, value)


def check_value(measure: Measure, value: float) -> float:
    """A number as a result of the measure, or a refusal: no number, too many decimals, out of range."""
    if not math.isfinite(value):
        raise Refused(f"That is no number, so it was not kept. Type a result such as {example(measure)}.")
    if measure.unit == "steps" and not (value == int(value) and 0 <= value < len(measure.steps)):
        raise Refused(f"{measure.name} has no such step, so it was not kept. Choose one of: {_listed(measure.steps)}.")
    if measure.unit != "steps":
        low, high = measure.lowest, measure.highest
        if (low is not None and value < low) or (high is not None and value > high):
            raise Refused(
                f"{measure.name} runs {_range(measure)}, so {short_value(measure, value)} was not kept. Check the figure."
            )
        if round(value, measure.decimals) != value:
            whole = "whole numbers" if not measure.decimals else f"{measure.decimals} decimal place"
            raise Refused(f"{measure.name} takes {whole}, so {value:g} was not kept. Round it as the test says.")
    return float(value)


def example(measure: Measure) -> str:
    """A result of the measure, as one would type it."""
    if measure.unit == "steps":
        return f"“{measure.steps[0]}”" if measure.steps else "a step"
    if measure.unit == "months":
        return "7:04"
    middle = ((measure.lowest or 0) + (measure.highest if measure.highest is not None else 20)) / 2
    return f"{int(middle)}{'%' if measure.unit == 'percent' else ''}"


def written_value(measure: Measure, value: float) -> str:
    """A result as a sentence says it: 7 years 4 months, 94.5 %, a step's words."""
    if measure.unit == "months":
        years, months = divmod(round(value), 12)
        parts = [_count(years, "year")] if years else []
        parts += [_count(months, "month")] if months or not years else []
        return " ".join(parts)
    if measure.unit == "percent":
        return f"{value:g} %"
    return short_value(measure, value)


def short_value(measure: Measure, value: float) -> str:
    """A result as a column of figures shows it: 7:04, 94.5, a step's words. `read_value` reads it back."""
    if measure.unit == "months":
        years, months = divmod(round(value), 12)
        return f"{years}:{months:02d}"
    if measure.unit == "steps" and 0 <= int(value) < len(measure.steps):
        return measure.steps[int(value)]
    return f"{value:.10g}"


def band_of(measure: Measure, value: float, informant: str) -> str:
    """The words of the band a result lies in; empty where no band holds for this informant."""
    return next((band.words for band in measure.bands_for(informant) if band.low <= value <= band.high), "")


def change_words(measure: Measure, before: tuple[date, float], after: tuple[date, float]) -> str:
    """What became of a result: "improved by 4; lower is better", "8 months more in 6 months", "no change in 6 months".

    Both are of the same informant and question; `may_compare` says so.
    """
    span = _span_words((after[0] - before[0]).days)
    step = after[1] - before[1]
    if abs(step) < 1e-9:
        return f"no change {span}"
    if measure.unit == "months":
        return f"{_count(abs(round(step)), 'month')} {'more' if step > 0 else 'less'} {span}"
    amount = _count(int(abs(step)), "step") if measure.unit == "steps" else f"{abs(step):.10g}"
    if measure.unit == "percent":
        amount += " point" if amount == "1" else " points"
    if (step < 0) == measure.is_lower_better:
        return f"improved by {amount} {span}; {measure.direction_words}"
    return f"{'up' if step > 0 else 'down'} by {amount} {span}; {measure.direction_words}"


def may_compare(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Whether two results, each named by measure, informant and question, say something about each other."""
    return comparison_key(*one) == comparison_key(*other)


def comparison_key(measure: str, informant: str, question: str) -> tuple[str, str, str]:
    """What two results must share to be compared; case and spaces of a question do not count."""
    return measure, informant, " ".join(question.casefold().split())


def retest_from(measure: Measure, day: date) -> date | None:
    """The first day on which the measure may be repeated after a result; none where there is no such rule."""
    return day + timedelta(weeks=measure.retest_weeks) if measure.retest_weeks else None


def _overlap(one: Band, other: Band) -> bool:
    return one.low <= other.high and other.low <= one.high


def _step(measure: Measure, words: str, typed: str) -> float:
    known = [" ".join(step.casefold().split()) for step in measure.steps]
    if words in known:
        return float(known.index(words))
    fitting = [place for place, step in enumerate(known) if step.startswith(words)]
    if len(fitting) == 1:
        return float(fitting[0])
    if not fitting:
        raise Refused(
            f"“{typed}” is no step of {measure.name}, so it was not kept. Type one of: {_listed(measure.steps)}."
        )
    several = _listed([measure.steps[place] for place in fitting])
    raise Refused(f"“{typed}” may be {several}, so it was not kept. Type one letter more.")


def _months(words: str, typed: str) -> float:
    if found := _AGE.fullmatch(words) or _WRITTEN_AGE.fullmatch(words):
        years, months = int(found[1]), int(found[2] or 0)
        if months > 11:
            raise Refused(f"“{typed}” has more than 11 months, so it was not kept. Type years and months such as 7:04.")
        return years * 12 + months
    if found := _MONTHS.fullmatch(words):
        return int(found[1])
    if re.fullmatch(r"\d+[.,]\d+", words):
        whole, rest = re.split(r"[.,]", words)
        raise Refused(
            f"“{typed}” may be {whole} years and {int(rest)} months or a part of a year, so it was not kept. "
            f"Type it with a colon, such as {whole}:{int(rest) % 12:02d}."
        )
    if words.isdecimal():
        raise Refused(f"“{typed}” may be years or months, so it was not kept. Type {words}:00 or {words}m.")
    raise Refused(f"“{typed}” is no age, so it was not kept. Type years and months such as 7:04, or 7y 4m.")


def _number(measure: Measure, words: str, typed: str) -> float:
    bare = words.removesuffix("%").strip() if measure.unit == "percent" else words
    bare = bare.replace(",", ".")
    if (found := _OUT_OF.fullmatch(bare)) and measure.highest is not None and _is(found[2], measure.highest):
        bare = found[1]
    if not _NUMBER.fullmatch(bare):
        raise Refused(
            f"“{typed}” is no result of {measure.name}, so it was not kept. Type digits such as {example(measure)}."
        )
    return float(bare)


def _is(digits: str, number: float) -> bool:
    return bool(_NUMBER.fullmatch(digits)) and float(digits) == number


def _range(measure: Measure) -> str:
    if measure.lowest is not None and measure.highest is not None:
        return f"from {short_value(measure, measure.lowest)} to {short_value(measure, measure.highest)}"
    if measure.lowest is not None:
        return f"from {short_value(measure, measure.lowest)} up"
    return f"up to {short_value(measure, measure.highest or 0)}"


def _span_words(days: int) -> str:
    if days < 1:
        return "on the same day"
    if days < 28:
        return f"in {_count(days, 'day')}"
    return f"in {_count(max(round(days / _MONTH), 1), 'month')}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
