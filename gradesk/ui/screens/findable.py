"""What the search finds beside pupils and the actions in sight: places, documents, and the words people use for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gradesk.documents import CATALOGUE

# Other words for what stands elsewhere under its own; each begins one of the words somebody might type.
ALSO: Mapping[str, str] = {
    "find": "search look",
    "capture": "note jot quick line log contact phone call mum dad parent home said",
    "jot": "progress observation",
    "pupil.everything": "sar subject access request dsar gdpr copy of records educational record disclose data everything",
    "back": "return before previous",
    "offered": "another pupil begin next message button",
    "undo": "take back mistake wrong",
    "redo": "again",
    "larger": "big zoom size letters font accessibility",
    "smaller": "small zoom size letters font",
    "as-system": "letters font zoom automatic usual",
    "system": "theme colours automatic",
    "light": "theme colours bright white",
    "dark": "theme colours night black",
    "contrast": "theme colours accessibility",
    "tinted": "theme colours cream dyslexia",
    "tour": "help introduction new learn start show me round",
    "manual": "help how guide explain words what is",
    "keys": "help shortcuts keyboard",
    "go.today": "due owed reminders to do list tasks overdue",
    "go.pupils": "register children list class roll",
    "go.assessments": "results scores marks data tests tracking",
    "go.meetings": "diary appointments calls contacts review day invitations running order actions",
    "go.outside": "referrals professionals waiting list reports recommendations advice directory therapist psychologist",
    "outside.add": "professional therapist psychologist service directory new",
    "go.cycles": "apdr assess plan do review timeline rivers lanes stage",
    "go.reviews": "outcomes rate targets class half-term",
    "go.bank": "targets strategies interventions ideas library",
    "go.everyone": "adjustments universal quality first teaching strategies",
    "go.preview": "pdf paper passport print out",
    "go.school": "settings options preferences security",
    "go.staff": "teacher assistant ta colleagues training cpd people",
    "go.importing": "csv excel spreadsheet mis sims arbor bromcom upload register",
    "today.home": "contact parents family unseen spoken",
    "today.person": "name child sort order",
    "pupils.add": "new child admit join",
    "pupils.filter": "narrow status class year due in three weeks overdue columns",
    "pupils.lead": "named person responsible teacher group",
    "pupil.print": "pdf paper passport plan",
    "pupil.pack": "home meeting parents evening handout",
    "pupil.change": "edit correct write open read page",
    "pupil.refresh": "update renew with child pupil voice",
    "pupil.corner": "voice views child faces feelings draw ask own words",
    "review.begin": "meeting outcome evaluate",
    "plan.begin": "ilp iep new support plan",
    "plan.target": "goal smart outcome new",
    "plan.bank": "ideas targets library",
    "layer.take": "all some few wave universal targeted support",
    "layer.leave": "all some few wave universal targeted support",
    "term.move": "change group leave join pupil child support",
    "term.ics": "timetable outlook ical export adult",
    "term.forward": "draft next half-term roll over plan",
    "term.map": "costed provision map whole school year governors council excel workbook",
    "term.carry": "support provision begin from targets plans events import",
    "term.fill": "timetable automatic solve generate schedule sessions",
    "term.away": "ill sick absent cover supply stand in",
    "term.entry": "timetable lesson duty ppa travel talk protected",
    "term.day": "periods bell times timetable week a b fortnight",
    "plan.support": "intervention provision group join link target",
    "plan.agree": "sign finish final meeting",
    "evidence.observation": "watch note saw",
    "evidence.watch": "tally interval abc count",
    "evidence.result": "score test assessment mark",
    "evidence.document": "letter report scan file attach upload",
    "evidence.form": "parent questionnaire prepare answers",
    "tab.contacts": "home parent carer phone meeting mum dad log call book invite",
    "tab.outside": "ehc ehcp annual review referral report professional therapist psychologist consent recommendation",
    "tab.timeline": "story history cycle term",
    "tab.details": "date of birth address status layer need medical lead photo",
    "tab.history": "changes restore undo who changed copies given",
    "tab.everyday": "adjustments strategies classroom",
    "tab.evidence": "observations results documents reports",
    "tab.review": "outcome meeting evaluate",
    "tab.plan": "ilp iep targets",
    "tab.passport": "profile about me one page",
    "anew": "reset practice demo",
    "lock": "away break hide passphrase log out sign out curtain",
}


@dataclass(frozen=True)
class Findable:
    """A place by the name people look for it, with other words for it; `place` is what its screen is told.

    One that `prints` is about the pupil in sight, if there is one.
    """

    title: str
    screen: str
    also: str = ""
    place: Mapping[str, object] = field(default_factory=dict)
    prints: bool = False


def _documents() -> tuple[Findable, ...]:
    """Every document, to be printed for the pupil in sight where it is about one."""
    return tuple(
        Findable(f"Print: {made.title}", "preview", f"pdf paper {made.stem}", {"document": made.code}, prints=True)
        for made in CATALOGUE
    )


PLACES: tuple[Findable, ...] = (
    Findable("Owed now", "today", "due overdue reminder to do", {"tab": "now"}),
    Findable("Coming weeks", "today", "term ahead forecast plan diary meetings", {"tab": "weeks"}),
    Findable("Who owes what", "today", "actions promises agreed to do", {"tab": "actions"}),
    Findable("Meetings that are coming", "meetings", "diary appointments booked", {"tab": "coming"}),
    Findable("Meetings to write up", "meetings", "minutes notes held over", {"tab": "over"}),
    Findable("Referrals that wait", "outside", "professionals chase waiting list stages ask again", {"tab": "waiting"}),
    Findable("What was advised", "outside", "recommendations advice reports tracker done", {"tab": "advice"}),
    Findable("Sample for an inspection", "outside", "ofsted inspector case sampling folder", {"tab": "sample"}),
    Findable("EHC plans of all", "outside", "annual review season ehcp council statutory deadlines", {"tab": "ehc"}),
    Findable(
        "Directory of people outside", "outside", "professionals services telephone address book", {"tab": "people"}
    ),
    Findable("Plan a review day", "meetings", "slots timetable rooms parents evening book", {"tab": "plan"}),
    Findable(
        "Timetable of the week",
        "term",
        "week clashes periods schedule adults rooms who is where cover",
        {"tab": "week"},
    ),
    Findable(
        "What support costs",
        "term",
        "money budget notional 6000 rates hourly top-up annual resources",
        {"tab": "money"},
    ),
    Findable(
        "What interventions did", "term", "effect impact progress value ratio gain before after", {"tab": "effect"}
    ),
    Findable(
        "Registers of support", "term", "attendance sessions marks make good owed an adult’s day", {"tab": "registers"}
    ),
    Findable(
        "Board of the term",
        "term",
        "draft plan next half-term copy forward weeks bars wall planner provision roll over",
        {"tab": "board"},
    ),
    Findable("In-tray", "today", "captured waiting lines notes", {"tab": "intray"}),
    Findable("Calendar of the year", "school", "date term holiday inset half-term day census", {"tab": "calendar"}),
    Findable(
        "September: move everybody up",
        "school",
        "new year class years roll over leavers handover promote transition",
        {"tab": "september"},
    ),
    Findable("Rules of Today", "school", "reminders due how often contacts settings", {"tab": "rules"}),
    Findable(
        "Clocks: weeks of the law and of the school",
        "school",
        "deadline statutory timescales weeks annual review ehc assessment consultation phase transfer referral chase due date",
        {"tab": "clocks"},
    ),
    Findable("Languages on paper", "school", "translate translation polish arabic", {"tab": "languages"}),
    Findable(
        "Safety: backups, recovery sheet, passphrases",
        "school",
        "backup copy restore look into back lost laptop stolen password change second holder head teacher reading key safe gdpr",
        {"tab": "safety"},
    ),
    Findable(
        "History of the school, what was deleted, who looked",
        "school",
        "bin restore bring back deleted journal audit log who opened viewed printed exported unlock",
        {"tab": "history"},
    ),
    Findable(
        "Leavers: keep, hold or erase",
        "school",
        "retention disposal delete for good gdpr legal hold certificate purge shred left old records years",
        {"tab": "leavers"},
    ),
    Findable("Paper: sections and headings", "school", "layout passport logo order hide", {"tab": "paper"}),
    Findable(
        "The school’s words, folder and passphrase",
        "school",
        "settings backup security data logo wording",
        {"tab": "school"},
    ),
    *_documents(),
)


def places() -> tuple[Findable, ...]:
    """All of them."""
    return PLACES


def also_called(action_id: str) -> str:
    """Other words for an action."""
    return ALSO.get(action_id, "")
