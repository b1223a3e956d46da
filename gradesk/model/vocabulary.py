"""Every fixed list of the field with its label and one-line meaning.

Codes are what the file holds; labels are what people read. Lists that a school may rename (layers, plan types, rating
scales) are rows in the file and only start from `resources/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One entry of a fixed list."""

    code: str
    label: str
    meaning: str = ""


class Vocabulary:
    """An ordered, fixed list of terms, found by code."""

    def __init__(self, name: str, *terms: Term) -> None:
        self.name = name
        self._terms = {term.code: term for term in terms}

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def __contains__(self, code: object) -> bool:
        return code in self._terms

    def __getitem__(self, code: str) -> Term:
        return self._terms[code]

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes in the list's own order."""
        return tuple(self._terms)

    def label(self, code: str | None) -> str:
        """The label of a code; an unknown code is shown as it stands, none as an empty text."""
        if not code:
            return ""
        return self._terms[code].label if code in self._terms else code


# SEN provision as the school census counts it, and Gradesk's own watch list before it (Code of Practice 6.15 ff.).
STATUSES = Vocabulary(
    "SEN status",
    Term("N", "No SEN", "No special educational need; also those who were on SEN support before"),
    Term("W", "Watch list", "A concern is noted and watched; counts as N in the census"),
    Term("K", "SEN support", "Special educational provision made by the school"),
    Term("E", "EHC plan", "An education, health and care plan is in force"),
)

# School census SEN types of need, in census order, with the broad area of the 2015 Code of Practice (6.28 ff.).
NEEDS = Vocabulary(
    "type of need",
    Term("SPLD", "Specific learning difficulty", "C&L"),
    Term("MLD", "Moderate learning difficulty", "C&L"),
    Term("SLD", "Severe learning difficulty", "C&L"),
    Term("PMLD", "Profound and multiple learning difficulty", "C&L"),
    Term("SEMH", "Social, emotional and mental health", "SEMH"),
    Term("SLCN", "Speech, language and communication needs", "C&I"),
    Term("HI", "Hearing impairment", "S&P"),
    Term("VI", "Vision impairment", "S&P"),
    Term("MSI", "Multi-sensory impairment", "S&P"),
    Term("PD", "Physical disability", "S&P"),
    Term("ASD", "Autistic spectrum disorder", "C&I"),
    Term("DS", "Down syndrome", "C&L"),
    Term("OTH", "Other difficulty or disability", ""),
    Term("NSA", "SEN support but no specialist assessment of type of need", ""),
)

AREAS = Vocabulary(
    "area of need",
    Term("C&L", "Cognition and learning"),
    Term("C&I", "Communication and interaction"),
    Term("SEMH", "Social, emotional and mental health"),
    Term("S&P", "Sensory and/or physical"),
    Term("IND", "Independence and self-care"),
)

# The four stages of the graduated approach (Code of Practice 6.44-6.56).
STAGES = Vocabulary(
    "stage",
    Term("assess", "Assess", "Gather what is known: strengths, barriers, views, evidence"),
    Term("plan", "Plan", "Agree outcomes, support and a review date with pupil and parent carer"),
    Term("do", "Do", "Put the support in place; the teacher keeps responsibility"),
    Term("review", "Review", "Look at the impact together and decide what comes next"),
)

DECISIONS = Vocabulary(
    "review decision",
    Term("reduce", "Reduce support"),
    Term("continue", "Continue as it is"),
    Term("change", "Change or increase support"),
    Term("refer", "Seek specialist advice"),
    Term("request", "Ask for an EHC needs assessment"),
    Term("step_off", "Step off: SEN support is no longer needed"),
)

# How a pupil judges their own target; the words are for the pupil, the order is from low to high.
PUPIL_RATINGS = Vocabulary(
    "pupil's own rating",
    Term("1", "Not yet"),
    Term("2", "A little"),
    Term("3", "Sometimes"),
    Term("4", "Mostly"),
    Term("5", "Yes, I can"),
)

# What the graduated approach offers when cycles bring no movement (Code of Practice 6.44, 6.58-6.59).
NEXT_STEPS = Vocabulary(
    "next step",
    Term(
        "assess",
        "Assess again",
        "Look anew at what the need is: another assessment, an observation, hearing and vision",
    ),
    Term("intensity", "Change the intensity", "Smaller steps, more often, shorter or longer, another place or adult"),
    Term("advice", "Ask for professional advice", "Bring in a specialist with the record of these cycles"),
    Term("layer", "Move to another layer", "A more, or less, personalised layer of support"),
    Term("carry_on", "Carry on as it is", "It needs time; say until when and why"),
)

# What a plan is for; a pupil has one open plan for each purpose at most.
PLAN_PURPOSES = Vocabulary(
    "purpose of a plan",
    Term("learning", "Learning", "Targets for a cycle of assess, plan, do, review"),
    Term("watch", "Watching", "A concern before SEN support"),
    Term("behaviour", "Behaviour", "How adults respond to behaviour"),
)

PLAN_STATES = Vocabulary(
    "plan state",
    Term("draft", "Draft"),
    Term("agreed", "Agreed"),
    Term("active", "Active"),
    Term("reviewed", "Reviewed"),
    Term("archived", "Archived"),
)

# How far a meeting has come. A call is held as soon as it is written down.
MEETING_STATES = Vocabulary(
    "state of a meeting",
    Term("booked", "Booked"),
    Term("open", "Being held"),
    Term("held", "Held"),
    Term("missed", "Nobody came"),
    Term("off", "Called off"),
)

# Whom a meeting brings together: a supporter or an advocate has a place of their own.
ATTENDEES = Vocabulary(
    "part in a meeting",
    Term("pupil", "{Pupil}"),
    Term("home", "Parent carer or family"),
    Term("staff", "Staff"),
    Term("professional", "Professional"),
    Term("interpreter", "Interpreter"),
    Term("supporter", "Supporter"),
    Term("advocate", "Advocate"),
    Term("other", "Other"),
)

ANSWERS = Vocabulary(
    "answer to an invitation",
    Term("yes", "Comes"),
    Term("no", "Cannot come"),
    Term("none", "Invited, no reply"),
)

CAME = Vocabulary("presence", Term("yes", "Was there"), Term("no", "Was not there"))

# Whose view a line of a meeting is, where each side is asked.
SIDES = Vocabulary("side", Term("pupil", "For {pupil}"), Term("home", "At home"), Term("school", "At school"))

LINE_SORTS = Vocabulary(
    "sort of line",
    Term("said", "Said"),
    Term("works", "Working"),
    Term("not", "Not working"),
    Term("decision", "Decided"),
    Term("target", "New target"),
)

# Why a line of a meeting is on no page that leaves and not on the screen that parents see.
HELD_BACK = Vocabulary("held back", Term("third", "Somebody else’s words"), Term("staff", "For staff alone"))

READ_BACKS = Vocabulary("read back", Term("agreed", "Agreed"), Term("not_agreed", "Not agreed"))

SIGNED_HOW = Vocabulary(
    "how it was signed",
    Term("screen", "Signed on screen"),
    Term("print", "Printed for signature"),
    Term("paper", "Signed paper seen"),
)

PERSON_ROLES = Vocabulary(
    "relationship",
    Term("parent", "Parent"),
    Term("carer", "Carer"),
    Term("guardian", "Guardian"),
    Term("family", "Other family"),
    Term("other", "Other"),
)

STAFF_ROLES = Vocabulary(
    "role",
    Term("senco", "SENCO"),
    Term("teacher", "Class teacher"),
    Term("tutor", "Form tutor"),
    Term("key_worker", "Key worker"),
    Term("ta", "Teaching assistant"),
    Term("hlta", "Higher level teaching assistant"),
    Term("elsa", "Emotional literacy support assistant"),
    Term("head", "Headteacher"),
    Term("admin", "Office"),
    Term("other", "Other"),
)

SEXES = Vocabulary("sex", Term("F", "Female"), Term("M", "Male"), Term("U", "Not recorded"))

# National curriculum year groups (domain item NCyearActual), youngest first.
YEAR_GROUPS = Vocabulary(
    "year group",
    Term("E1", "Early years 1"),
    Term("E2", "Early years 2"),
    Term("N1", "Nursery 1"),
    Term("N2", "Nursery 2"),
    Term("R", "Reception"),
    *(Term(str(year), f"Year {year}") for year in range(1, 15)),
    Term("X", "Not following curriculum years"),
)

# Whose bank holidays a school keeps.
NATIONS = Vocabulary(
    "nation",
    Term("england", "England"),
    Term("wales", "Wales"),
    Term("scotland", "Scotland"),
    Term("northern_ireland", "Northern Ireland"),
)

# Who agrees a plan (Code of Practice 6.48), and how we know.
AGREERS = Vocabulary(
    "who agrees",
    Term("pupil", "{Pupil}"),
    Term("parent", "Parent carer"),
    Term("teacher", "Teacher"),
    Term("senco", "{SENCO}"),
)
AGREED_HOW = Vocabulary(
    "how it was agreed",
    Term("paper", "Signed on paper"),
    Term("screen", "On screen, in the meeting"),
    Term("spoken", "By telephone or in person"),
)

COPY_WAYS = Vocabulary(
    "how a copy was given",
    Term("printed", "On paper"),
    Term("saved", "As a file"),
    Term("protected", "As a file with a password"),
)

# The forms in which schools write success criteria.
CRITERIA = Vocabulary(
    "form of success criterion",
    Term("tries", "So many of so many tries", "4 of 5 tries"),
    Term("days", "So many days running", "5 days running"),
    Term("duration", "Lasts for", "10 minutes"),
    Term("frequency", "Happens no more often than", "no more than 2 times a day"),
    Term("score", "Score reaches", "a score of 95 on the reading test"),
    Term("percent", "Percentage reaches", "80 % right"),
    Term("prompt", "Level of prompt", "with a verbal prompt"),
)

# How much help a pupil needs, least first.
PROMPTS = Vocabulary(
    "level of prompt",
    Term("independent", "Independently"),
    Term("verbal", "With a verbal prompt"),
    Term("visual", "With a visual prompt or gesture"),
    Term("physical", "With physical help"),
    Term("one_to_one", "With an adult one to one"),
)

LEAD_ROLES = Vocabulary(
    "role of the named lead",
    Term("teacher", "Class teacher"),
    Term("tutor", "Form tutor"),
    Term("key_worker", "Key worker"),
    Term("senco", "{SENCO}"),
)

WORKING = Vocabulary(
    "whether it works",
    Term("yes", "Yes"),
    Term("partly", "Partly"),
    Term("no", "No"),
)

BANK_KINDS = Vocabulary(
    "kind of bank entry",
    Term("target", "Target", "A difference to be seen in the pupil"),
    Term("strategy", "Strategy", "What adults do"),
)

BANK_PLACES = Vocabulary(
    "place of a strategy",
    Term("class", "With the whole class"),
    Term("group", "In a group"),
    Term("one_to_one", "One to one"),
    Term("home", "At home"),
    Term("anywhere", "Anywhere"),
)

# Preparing for Adulthood outcomes (Code of Practice 8.10).
ADULTHOOD = Vocabulary(
    "Preparing for Adulthood strand",
    Term("employment", "Education and employment"),
    Term("living", "Independent living"),
    Term("community", "Friends, relationships and community"),
    Term("health", "Good health"),
)

# What a pupil's timeline holds besides meetings, contacts with home, referrals and reports.
HAPPENINGS = Vocabulary(
    "kind of event",
    Term("visit", "Visit or appointment", "A professional sees the pupil"),
    Term("move", "Move or transition", "New class, school or setting; a visit before it"),
    Term("other", "Something else"),
)

PROVISION_FORMS = Vocabulary(
    "form of support",
    Term("class", "In class"),
    Term("group", "In a group"),
    Term("one_to_one", "One to one"),
)

MEASURE_UNITS = Vocabulary(
    "unit of a measure",
    Term("score", "Score"),
    Term("months", "Age in years and months"),
    Term("steps", "Steps in words"),
    Term("percent", "Per cent"),
    Term("count", "Count"),
)

MEASURE_DIRECTIONS = Vocabulary(
    "direction of a measure",
    Term("higher", "Higher is better"),
    Term("lower", "Lower is better"),
)

INFORMANTS = Vocabulary(
    "who filled it in",
    Term("teacher", "Teacher or school"),
    Term("parent", "Parent carer"),
    Term("self", "{Pupil}"),
    Term("professional", "Professional"),
)

ATTACHED_TO = Vocabulary(
    "what a document belongs to",
    Term("pupil", "{Pupil}"),
    Term("happening", "Event"),
    Term("observation", "Observation"),
    Term("contact", "Contact"),
    Term("target", "Target"),
    Term("measure_result", "Assessment"),
    Term("report", "Report"),
)

# A line caught in passing is a contact with home, or a plain note.
CLOSURE_KINDS = Vocabulary(
    "kind of closed day",
    Term("inset", "INSET"),
    Term("bank_holiday", "Bank holiday"),
    Term("closure", "Closure"),
)

CALENDAR_KINDS = Vocabulary(
    "kind of date",
    Term("census", "Census day"),
    Term("review_window", "Review window"),
    Term("parents_evening", "Parents’ evening"),
    Term("deadline", "Deadline"),
    Term("trip", "Trip"),
    Term("other", "Other"),
)
