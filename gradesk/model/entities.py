"""All kinds of record in one list, so that the schema is complete wherever it is asked for."""

from __future__ import annotations

from gradesk.model.base import Entity
from gradesk.model.ehc.case import EhcCase, EhcDate, EhcSection
from gradesk.model.ehc.plan import EhcLine, EhcOutcome, EhcServing
from gradesk.model.ehc.review import AnnualReview, EhcFinding
from gradesk.model.evidence.attachment import Attachment
from gradesk.model.evidence.measure import MeasureResult, SchoolMeasure
from gradesk.model.evidence.observation import Observation
from gradesk.model.journal import JournalChange, JournalUnit, ThisCopy, WorkContext
from gradesk.model.meetings.kind import MeetingKind
from gradesk.model.meetings.meeting import Meeting, MeetingPerson, MeetingPupil
from gradesk.model.meetings.minutes import Dissent, MeetingLine, MeetingPaper, MeetingStep, Signature
from gradesk.model.outside.people import Involvement, Professional
from gradesk.model.outside.referral import Consent, Referral, ReferralStep
from gradesk.model.outside.report import Recommendation, Report
from gradesk.model.plans.bank import BankEntry, SwitchedOff
from gradesk.model.plans.cycle import Cycle, CycleStage, NextStep, Review, TargetOutcome
from gradesk.model.plans.passport import Passport, PassportVersion
from gradesk.model.plans.plan import Plan, PlanAgreement, PlanVersion
from gradesk.model.plans.pupil_answer import PupilAnswer
from gradesk.model.plans.target import ProgressPoint, Target
from gradesk.model.pupils.access import AccessDecision, AccessRequest
from gradesk.model.pupils.contact import Contact
from gradesk.model.pupils.happening import Happening
from gradesk.model.pupils.leaving import Erasure, KeptLonger, LegalHold, RetentionRule
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.register_view import SavedFilter
from gradesk.model.pupils.support import Adjustment, LayerPeriod, LeadPeriod, Need, StatusPeriod
from gradesk.model.school.agenda import AgreedAction, CapturedLine, ClockSetting, Later, RuleSetting
from gradesk.model.school.given_copy import GivenCopy
from gradesk.model.school.importing import ImportBatch, ImportMapping, ValueAnswer
from gradesk.model.school.paper import FormRead, LayoutSection, PhraseCorrection
from gradesk.model.school.school import (
    AcademicYear,
    CalendarDate,
    ClosureDay,
    HalfTerm,
    Layer,
    PlanType,
    Rating,
    RatingScale,
    School,
    Term,
)
from gradesk.model.school.staff import StaffMember, Training
from gradesk.model.stored_file import StoredFile
from gradesk.model.term.closing import MemberClosing, ProvisionClosing
from gradesk.model.term.draft import DraftBar, DraftMember, TermDraft
from gradesk.model.term.expense import ProvisionExpense
from gradesk.model.term.intervention import Intervention
from gradesk.model.term.provision import Provision, ProvisionMember, ProvisionTarget
from gradesk.model.term.session import HourlyRate, ProvisionSession, SessionMark
from gradesk.model.term.week import Cover, DayPeriod, WeekEntry
from gradesk.model.unfinished import UnfinishedWords

# Every journalled kind with the words a history line uses for it.
ENTITIES: dict[type[Entity], str] = {
    School: "school",
    AcademicYear: "academic year",
    Term: "term",
    HalfTerm: "half-term",
    ClosureDay: "closure day",
    CalendarDate: "date of the year",
    Layer: "layer",
    RatingScale: "rating scale",
    Rating: "rating",
    PlanType: "plan type",
    StaffMember: "member of staff",
    Training: "training",
    Pupil: "pupil",
    Contact: "contact person",
    MeetingKind: "kind of meeting",
    Meeting: "meeting",
    MeetingPupil: "pupil of a meeting",
    MeetingPerson: "person at a meeting",
    MeetingLine: "line of a meeting",
    MeetingStep: "step of a meeting",
    Dissent: "different view",
    MeetingPaper: "paper for a meeting",
    Signature: "signature",
    StatusPeriod: "status",
    LayerPeriod: "layer of support",
    Need: "need",
    LeadPeriod: "named lead",
    Adjustment: "adjustment",
    Passport: "passport",
    PassportVersion: "passport version",
    PupilAnswer: "answer",
    Plan: "plan",
    PlanVersion: "plan version",
    PlanAgreement: "agreement",
    Target: "target",
    ProgressPoint: "progress note",
    Cycle: "cycle",
    CycleStage: "stage",
    Review: "review",
    TargetOutcome: "outcome",
    NextStep: "next step",
    Observation: "observation",
    SchoolMeasure: "measure",
    MeasureResult: "assessment",
    Happening: "event",
    Professional: "person outside",
    Involvement: "work of a person outside",
    Consent: "consent",
    Referral: "referral",
    ReferralStep: "step of a referral",
    Report: "report",
    Recommendation: "recommendation",
    EhcCase: "EHC case",
    EhcDate: "date of an EHC case",
    EhcSection: "section of an EHC plan",
    EhcOutcome: "EHC outcome",
    EhcLine: "line of an EHC plan",
    EhcServing: "target of an EHC outcome",
    AnnualReview: "annual review",
    EhcFinding: "finding of an annual review",
    Provision: "support",
    ProvisionMember: "member of support",
    ProvisionTarget: "target of support",
    ProvisionSession: "session",
    SessionMark: "mark of a session",
    HourlyRate: "rate",
    ProvisionExpense: "cost of support",
    ProvisionClosing: "closed support",
    MemberClosing: "figures of closed support",
    DayPeriod: "period of the day",
    WeekEntry: "part of the week",
    Cover: "cover",
    TermDraft: "draft of a term",
    DraftBar: "support in a draft",
    DraftMember: "pupil in a draft",
    Attachment: "document",
    GivenCopy: "copy",
    RetentionRule: "rule for leavers",
    LegalHold: "legal hold",
    KeptLonger: "decision to keep",
    Erasure: "erasure",
    AccessRequest: "request for access",
    AccessDecision: "decision on an item",
    AgreedAction: "action",
    Later: "line put off",
    RuleSetting: "rule of Today",
    ClockSetting: "clock",
    CapturedLine: "line in the in-tray",
    BankEntry: "bank entry",
    Intervention: "intervention",
    SwitchedOff: "check switched off",
    SavedFilter: "saved filter",
    FormRead: "filled form",
    PhraseCorrection: "phrase on paper",
    LayoutSection: "layout of a page",
    ImportBatch: "import",
    ImportMapping: "import mapping",
    ValueAnswer: "import answer",
}

UNJOURNALLED = (JournalUnit, JournalChange, WorkContext, ThisCopy, StoredFile, UnfinishedWords)
