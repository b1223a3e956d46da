"""What the columns of one file share while their cells are turned into values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gradesk.services.admission.admission import Problem, Question, Value

# Stands for a year group until the date of birth tells it.
BY_BIRTH = "by birth"


@dataclass(frozen=True)
class Converted:
    """What a cell stands for (None: leave the field as it is), and what to say about it."""

    value: Value = None
    problems: tuple[Problem, ...] = ()


@dataclass
class Conversion:
    """What all columns share: today, the answers given before, and the questions and notes that came up, and
    which questions an answer has settled.

    `years` are the year groups of the lines, by which a column of dates of birth is judged.
    """

    today: date
    answers: Mapping[tuple[str, str], str]
    epoch_1904: bool = False
    questions: dict[tuple[str, str], Question] = field(default_factory=dict)
    answered: dict[tuple[str, str], Question] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    years: Sequence[str] = ()
