"""All kinds of record in one list, so that the schema is complete wherever it is asked for."""

from __future__ import annotations

from gradesk.model.base import Entity
from gradesk.model.contact import Contact, LoggedContact
from gradesk.model.cycle import Cycle, CycleStage, Review, TargetOutcome
from gradesk.model.importing import ImportBatch, ImportMapping, ValueAnswer
from gradesk.model.journal import JournalChange, JournalUnit, WorkContext
from gradesk.model.passport import Passport, PassportVersion
from gradesk.model.plan import Plan, PlanVersion, Target
from gradesk.model.pupil import Pupil
from gradesk.model.register_view import SavedFilter
from gradesk.model.school import (
    AcademicYear,
    ClosureDay,
    HalfTerm,
    Layer,
    PlanType,
    Rating,
    RatingScale,
    School,
    Term,
)
from gradesk.model.staff import StaffMember
from gradesk.model.stored_file import StoredFile
from gradesk.model.support import LayerPeriod, Need, StatusPeriod

# Every journalled kind with the words a history line uses for it.
ENTITIES: dict[type[Entity], str] = {
    School: "school",
    AcademicYear: "academic year",
    Term: "term",
    HalfTerm: "half-term",
    ClosureDay: "closure day",
    Layer: "layer",
    RatingScale: "rating scale",
    Rating: "rating",
    PlanType: "plan type",
    StaffMember: "member of staff",
    Pupil: "pupil",
    Contact: "contact person",
    LoggedContact: "contact",
    StatusPeriod: "status",
    LayerPeriod: "layer of support",
    Need: "need",
    Passport: "passport",
    PassportVersion: "passport version",
    Plan: "plan",
    PlanVersion: "plan version",
    Target: "target",
    Cycle: "cycle",
    CycleStage: "stage",
    Review: "review",
    TargetOutcome: "outcome",
    SavedFilter: "saved filter",
    ImportBatch: "import",
    ImportMapping: "import mapping",
    ValueAnswer: "import answer",
}

UNJOURNALLED = (JournalUnit, JournalChange, WorkContext, StoredFile)
