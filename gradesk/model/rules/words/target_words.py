"""How the parts of a target become one sentence, and its measure a criterion; which way is better."""

from __future__ import annotations

import re
from datetime import date

from gradesk.model.rules.words.blanks import unfilled
from gradesk.model.vocabulary import PROMPTS

# Forms in which less is better: how often something happens, and how much help is needed.
LOWER_IS_BETTER = frozenset({"frequency", "prompt"})


def sentence(learner: str, does: str, given: str, standard: str, by_when: date | None) -> str:
    """Who will do what, when, how well, by when, as one sentence; empty while it is not said what is done.

    The four-line pattern of outcome writing: who, will do what, under which conditions, to what standard and by when.
    """
    deed = does.strip().rstrip(".")
    if not deed:
        return ""
    if deed.casefold().startswith("will "):
        deed = deed[5:]
    parts = [learner.strip(), "will", deed, given.strip().rstrip("."), standard.strip().rstrip(".")]
    by = f"by {by_when.day} {by_when:%B %Y}" if by_when else ""
    return " ".join(part for part in (*parts, by) if part) + "."


def criterion(form: str, goal: float | None, of: float | None, prompt: str) -> str:
    """The success criterion in words, from one of the forms schools use; empty while its number is missing."""
    if form == "prompt":
        return PROMPTS.label(prompt) if prompt else ""
    if goal is None:
        return ""
    number = f"{goal:g}"
    many = "" if goal == 1 else "s"
    return {
        "tries": f"{number} of {of:g} tries" if of else f"{number} tries",
        "days": f"{number} day{many} running",
        "duration": f"lasts for {number} minute{many}",
        "frequency": f"no more than {number} time{many}" + (f" in {of:g} days" if of and of != 1 else " a day"),
        "score": f"a score of {number}" + (f" out of {of:g}" if of else ""),
        "percent": f"{number} %",
    }.get(form, "")


_OF = re.compile(r"(?<![\d/.])(\d+(?:\.\d+)?)\s*(?:/|of|out of)\s*(?:the\s+)?(\d+(?:\.\d+)?)(?![\d/])", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\d/.])(\d+(?:\.\d+)?)(?![\d/])")


def measured(words: str) -> tuple[float | None, float | None]:
    """The number that a starting point or criterion speaks of, and out of how many; none while a blank is open."""
    if unfilled(words):
        return None, None
    if found := _OF.search(words):
        return float(found.group(1)), float(found.group(2))
    first = _NUMBER.search(words)
    return (float(first.group(1)) if first else None), None


def lower_is_better(form: str) -> bool:
    """Whether a smaller number is progress."""
    return form in LOWER_IS_BETTER
