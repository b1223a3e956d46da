"""Whose form a filled form is: a mark in the names of its fields that says it to this school's file and to nobody else.

The mark is `gradesk-<school>-<kind><day>-<digest>`: keyed digests (HMAC-SHA-256, RFC 2104) of the school, and of pupil,
kind, day, questions and targets together. It names no pupil, is the same when the same form is printed twice on a day, and
needs no record of its own: the pupil is found by trying those of the file.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.school.school import School
from gradesk.model.vocabulary import PUPIL_RATINGS
from gradesk.services.paper.meeting_sheets import Question
from gradesk.system.paths import resource

KINDS = ("pupil", "parent", "teacher")
LEVELS = ("1", "2", "3", "4", "5")  # of vocabulary.PUPIL_RATINGS
_MARK = re.compile(r"gradesk-(?P<school>[0-9a-f]{8})-(?P<kind>[upt])(?P<day>\d{8})-(?P<digest>[0-9a-f]{16})", re.ASCII)
_LETTER = {"pupil": "u", "parent": "p", "teacher": "t"}


@dataclass(frozen=True)
class Mark:
    """A mark taken apart."""

    school: str
    kind: str
    made_on: date
    digest: str


@lru_cache(maxsize=1)
def _all() -> dict[str, tuple[Question, ...]]:
    read = tomllib.loads(resource("paper", "questions.toml").read_text(encoding="utf-8"))
    return {kind: tuple(Question(row["code"], row["words"]) for row in read[kind]) for kind in KINDS}


def questions(kind: str) -> tuple[Question, ...]:
    """The questions of a kind of form, in their order."""
    return _all()[kind]


def key_of(session: Session) -> str:
    """The school's key for its forms; it never leaves the file."""
    return session.scalars(select(School.form_key)).one()


def target_mark(target_id: str) -> str:
    """What names a target's boxes: the beginning of its random uuid."""
    return target_id.replace("-", "")[:8]


def school_of(key: str) -> str:
    """The digest by which a school knows its own forms."""
    return keyed(key, "school")[:8]


def mark(key: str, kind: str, pupil_id: str, day: date, targets: Sequence[str]) -> str:
    """The mark of a form made on a day, with these target marks on it."""
    head = f"gradesk-{school_of(key)}-{_LETTER[kind]}{day:%Y%m%d}"
    return f"{head}-{digest(key, kind, pupil_id, day, targets)}"


def digest(key: str, kind: str, pupil_id: str, day: date, targets: Sequence[str]) -> str:
    """The keyed digest of everything that makes this form this pupil's."""
    asked = " ".join(question.code for question in questions(kind))
    return keyed(key, "|".join((pupil_id, kind, day.isoformat(), asked, " ".join(sorted(targets)))))[:16]


def read_mark(text: str) -> Mark | None:
    """A mark taken apart; None for anything else, and for a day that is none."""
    found = _MARK.fullmatch(text)
    if found is None:
        return None
    day = found["day"]
    try:
        on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None
    kind = next(kind for kind, letter in _LETTER.items() if letter == found["kind"])
    return Mark(found["school"], kind, on, found["digest"])


def answer_name(form: str, code: str) -> str:
    """The field of an answer."""
    return f"{form}-q-{code}"


def level_name(form: str, target: str, level: str) -> str:
    """The box of a target at a level of how it is going."""
    return f"{form}-t-{target}-{level}"


def level_words(kind: str, level: str) -> str:
    """What a box of a form of a kind says: of a pupil only the pupil says "I"."""
    return "Yes" if level == LEVELS[-1] and kind != "pupil" else PUPIL_RATINGS.label(level)


def who_name(form: str) -> str:
    """The field that says who filled the form in."""
    return f"{form}-who"


def keyed(key: str, text: str) -> str:
    """The keyed digest of a text."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
