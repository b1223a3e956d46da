"""Reading a note such as “3/5 today with visual prompt” into a number, a level of prompt and a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gradesk.model.rules.day_text import read_day

_OUT_OF = re.compile(r"(?<![\d/.])(\d{1,3}(?:\.\d+)?)\s*(?:/|of|out of)\s*(\d{1,3}(?:\.\d+)?)(?![\d/.])", re.IGNORECASE)
_PERCENT = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*(?:%|per ?cent\b)", re.IGNORECASE)
_MEASURED = re.compile(
    r"(?<![\d./])(\d{1,4}(?:\.\d+)?)\s*(?:min(?:ute)?s?|times?|days?|words?|points?|sounds?|secs?|seconds?)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"^\s*(\d{1,4}(?:\.\d+)?)(?![\d/.:])(?!\s*(?:st|nd|rd|th)\b)", re.IGNORECASE)
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
_DAYS = re.compile(
    r"\b(?:on )?(today|yesterday|mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:rs|rsday)?|fri(?:day)?|"
    r"\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?: \d{4})?)\b",
    re.IGNORECASE,
)


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
    if found := _DAYS.search(words_left):
        said = read_day(found.group(1), today, past=True)
        if said is not None and said <= today:
            day = said
            words_left = words_left[: found.start()] + " " + words_left[found.end() :]
    value, out_of = _number(words_left)
    return ReadNote(words, value, out_of, prompt, day)


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
