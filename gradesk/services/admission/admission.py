"""Bringing a register in: the plan a person approves, as plain values.

The importer fills these; nothing here knows a file format. A plan is only a proposal until it is applied.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

# Questions whose answer holds for one file only: the next export of the same system may be sound.
OF_ONE_FILE = frozenset({"date_order"})


class Group(StrEnum):
    """The six groups of a plan."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MISSING = "missing"
    DECISION = "decision"
    REJECTED = "rejected"


class Level(StrEnum):
    """How much a problem of one row matters."""

    STOP = "stop"
    ASK = "ask"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True)
class Problem:
    """Something a person should know about one row; `field` is the field it lies in, or empty for the whole row."""

    level: Level
    text: str
    field: str = ""


@dataclass(frozen=True)
class ContactCard:
    """A parent carer or other contact as a register gives it."""

    name: str
    relationship: str = ""
    phone: str = ""
    email: str = ""


# What a field of a pupil may hold; needs are codes in rank order.
Value = str | date | float | bool | tuple[str, ...] | tuple[ContactCard, ...] | None


@dataclass(frozen=True)
class KnownPupil:
    """A pupil as the school's file holds them now, to compare a register with."""

    uuid: str
    upn: str = ""
    former_upn: str = ""
    uln: str = ""
    admission_number: str = ""
    mis_id: str = ""
    legal_surname: str = ""
    legal_forename: str = ""
    preferred_surname: str = ""
    preferred_forename: str = ""
    middle_names: str = ""
    date_of_birth: date | None = None
    sex: str = ""
    year_group: str = ""
    class_name: str = ""
    house: str = ""
    entered_on: date | None = None
    left_on: date | None = None
    status: str = ""
    needs: tuple[str, ...] = ()
    pupil_premium: bool | None = None
    free_school_meals: bool | None = None
    eal: bool | None = None
    looked_after: bool | None = None
    previously_looked_after: bool | None = None
    service_child: bool | None = None
    young_carer: bool | None = None
    first_language: str = ""
    attendance_percent: float | None = None
    contacts: tuple[ContactCard, ...] = ()
    # The day on which the pupil was deleted in Gradesk; None for all who are there.
    deleted_on: date | None = None
    # Names of the fields a person changed in Gradesk after the last import.
    typed: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Legal name, surname first; the preferred one of a pupil who has no other."""
        legal = (self.legal_surname, self.legal_forename)
        return (
            ", ".join(part for part in legal if part) or f"{self.preferred_forename} {self.preferred_surname}".strip()
        )


@dataclass(frozen=True)
class FieldChange:
    """One field of one pupil that would change; an unticked one stays as it is."""

    field: str
    old: Value
    new: Value
    ticked: bool = True


@dataclass(frozen=True)
class PlanRow:
    """One pupil of the plan.

    `line` is the line of the file (0 for a pupil who is not in it), `lines` all of them where several are one pupil,
    `raw` that line's text, `values` what was read from it by field, `candidates` the pupils it may mean when a person has
    to decide; `brings_back` says that the pupil was deleted and comes back with it.
    """

    group: Group
    line: int
    raw: str
    name: str
    pupil_uuid: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    changes: tuple[FieldChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    candidates: tuple[str, ...] = ()
    ticked: bool = True
    lines: tuple[int, ...] = ()
    brings_back: bool = False

    @property
    def reason(self) -> str:
        """What stands in the way of this row, as one text; empty if nothing does."""
        return " ".join(p.text for p in self.problems if p.level in (Level.STOP, Level.ASK))


@dataclass(frozen=True)
class Source:
    """The file a plan was made from; its folder is not kept."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Question:
    """Something a person has to say once; `field` and `value` are the key of the answer.

    Most are written values nobody knows (`written`, in so many `lines`, probably meaning the `proposal`); where `asked`
    holds a sentence, that is the question.
    """

    field: str
    value: str
    written: str
    proposal: str
    lines: int
    asked: str = ""


@dataclass(frozen=True)
class AdmissionPlan:
    """What an import would do, for a person to approve.

    `header_key` and `mapping` (header to field, "" for unused) are remembered when the plan is applied, and so are the
    `answers` (field and written value to code) and the `reading`, what a person said about how the file is read.
    `questions` are open, `answered` those that this file asks and an answer settles. `passed_over` are the lines that hold
    no pupil. `state` is the fingerprint of the pupils the plan was compared with.
    """

    rows: tuple[PlanRow, ...]
    source: Source
    header_key: str
    mapping: Mapping[str, str]
    answers: Mapping[tuple[str, str], str]
    state: str
    questions: tuple[Question, ...] = ()
    warnings: tuple[str, ...] = ()
    passed_over: tuple[int, ...] = ()
    answered: tuple[Question, ...] = ()
    reading: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[Group, int]:
        """How many rows each of the six groups has."""
        found = Counter(row.group for row in self.rows)
        return {group: found[group] for group in Group}

    def group(self, group: Group) -> list[PlanRow]:
        """The rows of one group, in the order of the file."""
        return [row for row in self.rows if row.group == group]


@dataclass(frozen=True)
class ImportMemory:
    """What earlier imports taught: mappings and readings by header key, answers by field and value, files by SHA-256
    (and when)."""

    mappings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    seen: Mapping[str, date] = field(default_factory=dict)
    readings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def fingerprint(known: Iterable[KnownPupil]) -> str:
    """A text that changes when any of these pupils changes; their order does not matter."""
    digest = hashlib.sha256()
    for pupil in sorted(known, key=lambda one: one.uuid):
        values = [getattr(pupil, name) for name in _COMPARED]
        digest.update(repr((values, sorted(pupil.typed))).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


_COMPARED = tuple(name for name in KnownPupil.__dataclass_fields__ if name != "typed")
