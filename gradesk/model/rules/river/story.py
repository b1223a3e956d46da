"""What the river shows, as plain values in order of time: stages of cycles, support, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gradesk.model.rules.days.school_year import Span
from gradesk.model.vocabulary import Term, Vocabulary


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of one cycle. `ends_on` None means that it goes on; one that is not `begun` is only planned.

    `outcome` is what a review decided, and why.
    """

    key: str
    code: str
    label: str
    cycle: int
    starts_on: date
    ends_on: date | None
    planned_from: date
    planned_to: date
    detail: str = ""
    overdue: bool = False
    begun: bool = True
    movable: bool = False
    written_on: date | None = None
    outcome: str = ""

    @property
    def letter(self) -> str:
        """A, P, D or R."""
        return self.code[0].upper()


@dataclass(frozen=True, slots=True)
class Bar:
    """Support from a day to a day; without `ends_on` it still runs, until `planned_to` if that is known."""

    key: str
    label: str
    starts_on: date
    ends_on: date | None
    planned_to: date | None
    detail: str = ""
    movable: bool = False
    written_on: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day, of one of the `KINDS`."""

    key: str
    kind: str
    label: str
    day: date
    detail: str = ""
    written_on: date | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A row of the river: its caption, and the shape of each kind of mark in it."""

    code: str
    caption: str
    shapes: dict[str, str]


KINDS = Vocabulary(
    "kind on the timeline",
    Term("cycle", "Cycles", "Assess, plan, do, review: as planned and as it was"),
    Term("support", "Support", "Provision and adjustments while they ran"),
    Term("observation", "Observations", "What was seen in class"),
    Term("assessment", "Assessments", "Tests, scales and questionnaires"),
    Term("progress", "Progress notes", "Small steps on a target between reviews"),
    Term("voice", "Own words", "What the {pupil} said in the corner"),
    Term("contact", "Contacts", "Every contact with home"),
    Term("meeting", "Meetings", "Meetings and appointments, also those arranged"),
    Term("plan", "Plans", "Agreed versions of plans"),
    Term("passport", "Passports", "Versions of the passport"),
    Term("document", "Documents", "Papers and photographs kept here"),
    Term("referral", "Referrals", "Advice was asked for"),
    Term("report", "Reports", "Advice that came"),
    Term("status", "Status", "Changes of SEN status"),
    Term("layer", "Layer", "Changes of layer"),
    Term("move", "Moves and others", "Transitions and everything else"),
)

# Every kind of mark has a shape of its own within its row, so that none is told by colour alone.
FAMILIES = (
    Family(
        "evidence", "Evidence", {"observation": "ring", "assessment": "plus", "progress": "down", "voice": "diamond"}
    ),
    Family("contacts", "Contacts", {"contact": "circle", "meeting": "hexagon"}),
    Family("papers", "Papers", {"plan": "square", "passport": "diamond", "document": "page"}),
    Family("advice", "Advice", {"referral": "right", "report": "left"}),
    Family("changes", "Changes", {"status": "up", "layer": "bars", "move": "star"}),
)
SHAPES = {kind: shape for family in FAMILIES for kind, shape in family.shapes.items()}


_TURNS = frozenset({"report", "referral", "status", "layer", "move"})


@dataclass(frozen=True, slots=True)
class Story:
    """Everything there is to draw of one pupil."""

    today: date
    stages: Sequence[Stage] = ()
    bars: Sequence[Bar] = ()
    marks: Sequence[Mark] = ()
    terms: Sequence[Span] = ()
    closures: Sequence[tuple[date, str]] = ()

    def only(self, kinds: frozenset[str]) -> Story:
        """The same with nothing but some kinds."""
        return Story(
            self.today,
            self.stages if "cycle" in kinds else (),
            self.bars if "support" in kinds else (),
            [mark for mark in self.marks if mark.kind in kinds],
            self.terms,
            self.closures,
        )

    def kinds(self) -> list[str]:
        """Which kinds there are, in the order of the catalogue."""
        found = {mark.kind for mark in self.marks}
        found |= {"cycle"} if self.stages else set()
        found |= {"support"} if self.bars else set()
        return [code for code in KINDS.codes if code in found]

    def turning_points(self) -> list[Mark]:
        """What changed the course, newest first: reviews with their decision, advice, changes of status and layer, moves."""
        found = [mark for mark in self.marks if mark.kind in _TURNS]
        found += [
            Mark(stage.key, "cycle", f"Review of cycle {stage.cycle}", stage.ends_on or stage.starts_on, stage.outcome)
            for stage in self.stages
            if stage.outcome
        ]
        return sorted(found, key=lambda mark: mark.day, reverse=True)
