"""What the documents around a cycle and its meetings are given: target card, cycle, review, invitation, preparation, record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gradesk.services.paper.sheets import Agreement, PupilHeading, ScoreLine, Sheet, TargetSheet

SIGNERS = (Agreement("Pupil"), Agreement("Parent or carer"), Agreement("Class teacher"), Agreement("SENCO"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """One promise: what, who does it, by when, and the day it was done."""

    what: str
    who: str = ""
    by: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """When and where a meeting is booked, and which adults come; empty where nobody has said."""

    day: date
    at: str = ""
    place: str = ""
    people: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCardSheet(Sheet):
    """The pupil's own card: what the pupil is good at and does for himself or herself, and the targets, in first person."""

    good_at: str = ""
    myself: str = ""
    targets: tuple[TargetSheet, ...] = ()
    look_again_on: date | None = None
    is_versioned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """One stage of a cycle, by its code, as it was planned and as it was. The note is staff's own."""

    code: str
    title: str
    planned_from: date
    planned_to: date
    started_on: date | None = None
    ended_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLine:
    """One piece of evidence from an observation or a document: its day and what it says in short. For staff only."""

    on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleSheet(Sheet):
    """One cycle of assess, plan, do, review. `scores`, `seen`, the notes of the stages and `staff_view` are for staff only."""

    number: int
    stages: tuple[StageLine, ...]
    lead: str = ""
    strengths: str = ""
    pupil_view: str = ""
    parent_view: str = ""
    staff_view: str = ""
    provision: str = ""
    targets: tuple[TargetSheet, ...] = ()
    seen: tuple[SeenLine, ...] = ()
    scores: tuple[ScoreLine, ...] = ()
    reviewed_on: date | None = None
    decision: str = ""
    reason: str = ""
    next_review_on: date | None = None
    is_versioned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSheet(Sheet):
    """The last recorded review. `staff_view` is for staff only."""

    held_on: date
    pupil_view: str = ""
    parent_view: str = ""
    staff_view: str = ""
    home_done: str = ""
    targets: tuple[TargetSheet, ...] = ()
    decision: str = ""
    reason: str = ""
    next_review_on: date | None = None
    actions: tuple[ActionLine, ...] = ()
    people: tuple[Agreement, ...] = SIGNERS
    is_versioned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationSheet(Sheet):
    """A letter to the parent carers by name; `writes` signs it. `due_on` is the day the review is due."""

    parents: tuple[str, ...] = ()
    writes: str = ""
    arranged: Arranged | None = None
    due_on: date | None = None
    is_versioned: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a preparation sheet: a fixed phrase in English, and a code that says where its answer belongs."""

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareSheet(Sheet):
    """Questions to one person before the review. `kind` is pupil, parent or teacher.

    `mark` stands in the name of every field of its form and tells whose form it is without naming anybody.
    """

    kind: str
    questions: tuple[Question, ...]
    targets: tuple[TargetSheet, ...] = ()
    mark: str = ""
    arranged: Arranged | None = None
    due_on: date | None = None
    is_versioned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSheet(Sheet):
    """The record of a person-centred meeting: what is known already, and room to write on.

    `scale` are the school's own names of what can come of a target; `ahead` the days on which people meet again.
    """

    admire: str = ""
    important: str = ""
    hopes: str = ""
    works: str = ""
    does_not_work: str = ""
    targets: tuple[TargetSheet, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    scale: tuple[str, ...] = ()
    ahead: tuple[date, ...] = ()
    arranged: Arranged | None = None
    people: tuple[Agreement, ...] = SIGNERS
    is_versioned: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to talk about: a fixed phrase, or a name, that says what it is, and its words."""

    label: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningLine:
    """One meeting of a day: `people` with their answers, by the label of the vocabulary; `until` is when it ends."""

    at: str
    until: str
    place: str
    kind: str
    heading: PupilHeading | None
    people: tuple[tuple[str, str], ...] = ()
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOrderSheet(Sheet):
    """A day of meetings in their order."""

    day: date
    lines: tuple[RunningLine, ...] = ()
    is_versioned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """One thing somebody agreed to do, with the pupil it is for; nobody in particular has no heading."""

    what: str
    heading: PupilHeading | None
    by: date | None
    agreed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionListSheet(Sheet):
    """What one person has agreed to do, as a letter to them; `writes` signs it."""

    to: str
    lines: tuple[PromiseLine, ...] = ()
    writes: str = ""
    is_versioned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """What was said at one step: its title, an English phrase with the name in its place, and the lines that may leave."""

    title: str
    lines: tuple[str, ...]
    against: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SideLine:
    """What is working and what is not, from one side."""

    side: str
    works: str = ""
    does_not_work: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """What was decided, and who does not agree, each with their words."""

    words: str
    against: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTargetLine:
    """A target that was found at a meeting: what will be done, how we will know, who helps, and by when."""

    words: str
    success_criterion: str = ""
    who: str = ""
    by_when: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySheet(Sheet):
    """A meeting that was held, in plain words: nothing that is held back stands here.

    `outcome` is what its review decided, with its reason; `goes_on` are the uuids of those `targets` that go on. `against`
    are views that differ from a step as a whole. `signed` are names with the strokes drawn on screen, as JSON, empty where it
    was signed on paper or is to be. `asks` is whom to ask afterwards.
    """

    kind: str
    held_on: date
    there: tuple[str, ...] = ()
    absent: tuple[tuple[str, str], ...] = ()
    said: tuple[SaidLine, ...] = ()
    sides: tuple[SideLine, ...] = ()
    targets: tuple[TargetSheet, ...] = ()
    goes_on: frozenset[str] = frozenset()
    new_targets: tuple[NewTargetLine, ...] = ()
    outcome: str = ""
    reason: str = ""
    decisions: tuple[DecisionLine, ...] = ()
    against: tuple[tuple[str, str], ...] = ()
    actions: tuple[ActionLine, ...] = ()
    next_on: date | None = None
    next_at: str = ""
    asks: str = ""
    parents: tuple[str, ...] = ()
    without_home: bool = False  # people were noted, and nobody from home was there
    signed: tuple[tuple[str, str], ...] = ()
    is_versioned: bool = False
