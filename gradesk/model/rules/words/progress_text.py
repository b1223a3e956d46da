"""Reading a note such as “3/5 today with visual prompt” into a number, a level of prompt and a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from gradesk.model.rules.days.day_text import read_day

# A number is none of its own inside a date, a decimal or a range, and after a minus sign.
_BEGINS = r"(?<!\d)(?<!\d[/.,:\-−–])(?<!\s[\-−–])(?<!^[\-−–])"
_ENDS = r"(?![\d/:]|[.,\-−–]\d)"
_NUMBER = r"(\d{1,4}(?:\.\d+)?)"
_OF = r"\s*(?:/|(?:out )?of\b(?: the\b)?)\s*"
_OUT_OF = re.compile(rf"{_BEGINS}(\d{{1,3}}(?:\.\d+)?){_OF}(\d{{1,3}}(?:\.\d+)?){_ENDS}", re.IGNORECASE)
_PERCENT = re.compile(rf"{_BEGINS}(\d{{1,3}}(?:\.\d+)?)\s*(?:%|per ?cent\b)", re.IGNORECASE)
_MEASURED = re.compile(
    rf"{_BEGINS}{_NUMBER}\s*(?:min(?:ute)?s?|times?|days?|words?|points?|marks?|tries|sounds?|secs?|seconds?)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"^\s*{_NUMBER}{_ENDS}(?!\s*(?:st|nd|rd|th)\b)", re.IGNORECASE)
_PROMPTS = (
    ("one_to_one", re.compile(r"\b(1:1|one[ -]to[ -]one|1-1)\b", re.IGNORECASE)),
    ("physical", re.compile(r"\b(physical(?:ly)?|hand over hand|hand-over-hand)\b", re.IGNORECASE)),
    ("visual", re.compile(r"\b(visual(?:ly)?|gestures?|picture prompt|pointing)\b", re.IGNORECASE)),
    ("verbal", re.compile(r"\b(verbal(?:ly)?|spoken prompt|reminders?|reminded)\b", re.IGNORECASE)),
    (
        "independent",
        re.compile(
            r"\b(independent(?:ly)?|alone|no prompts?|unprompted|without (?:a )?(?:prompt(?:s|ing)?|help))\b",
            re.IGNORECASE,
        ),
    ),
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may(?! (?:be|have|need|not|still|also|do|get|want)\b)|june?|"
    r"july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAYS = re.compile(
    r"\b(?:on )?(today|yesterday|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|"
    rf"\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?: \d{{4}})?)\b",
    re.IGNORECASE,
)
_SHORT_DAY = re.compile(r"(?<![\d/.])(on )?((\d{1,2})/(\d{1,2}))(?![\d/])", re.IGNORECASE)
_RECENT = timedelta(days=31)


@dataclass(frozen=True)
class ReadNote:
    """What a typed note says. `words` is the whole line as typed, so nothing is lost by misreading."""

    words: str
    value: float | None
    out_of: float | None
    prompt: str
    day: date


def read_note(typed: str, today: date) -> ReadNote:
    """Read a note. Without a day it is about today; a day is never in the future."""
    words = " ".join(typed.split())
    prompt = next((code for code, pattern in _PROMPTS if pattern.search(words)), "")
    # “1:1” is help and not a score.
    words_left = _PROMPTS[0][1].sub(" ", words) if prompt == "one_to_one" else words
    day = today
    found = _DAYS.search(words_left)
    said = read_day(found.group(1), today, past=True) if found else None
    if found is None:
        found, said = _short_day(words_left, today)
    if found is not None and said is not None and said <= today:
        day = said
        words_left = words_left[: found.start()] + " " + words_left[found.end() :].lstrip(" :,")
    value, out_of = _number(words_left)
    return ReadNote(words, value, out_of, prompt, day)


def _short_day(words: str, today: date) -> tuple[re.Match[str] | None, date | None]:
    """A day without its year looks like a score: it is a day after “on”, and where no score could be so."""
    for found in _SHORT_DAY.finditer(words):
        said = read_day(found.group(2), today, past=True)
        no_score = int(found.group(3)) > int(found.group(4))
        if said is not None and (found.group(1) or (no_score and today - said <= _RECENT)):
            return found, said
    return None, None


def _number(words: str) -> tuple[float | None, float | None]:
    if found := _OUT_OF.search(words):
        value, out_of = float(found.group(1)), float(found.group(2))
        return (value, out_of) if out_of > 0 and value <= out_of else (value, None)
    if found := _PERCENT.search(words):
        return float(found.group(1)), 100.0
    for pattern in (_MEASURED, _ALONE):
        if found := pattern.search(words):
            return float(found.group(1)), None
    return None, None
