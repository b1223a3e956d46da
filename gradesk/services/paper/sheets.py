"""What a printed document is given: plain, frozen values, gathered from the file and nothing more.

A sheet is complete in itself. Whoever draws it needs no file, no clock and no settings, so the same sheet always gives
the same pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gradesk.model.base import fields_of
from gradesk.model.plans.passport import PASSPORT_SECTIONS as FIELDS
from gradesk.model.plans.passport import Passport
from gradesk.model.rules.river.lanes import School
from gradesk.model.rules.river.story import Story

_LABELS = {info.name: info.label for info in fields_of(Passport)}

# The sections of a passport in printed order: strengths first, first person. "Who to go to" comes last, by itself.
PASSPORT_SECTIONS = tuple((name, _LABELS[name]) for name in FIELDS if name != "go_to")
GO_TO = ("go_to", _LABELS["go_to"])


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilHeading:
    """Who the page is about, as it stands at the top. `photo` holds the bytes of a JPEG or PNG.

    `is_group` says that the name is that of a class or a list, which is never cut to initials.
    """

    preferred_name: str
    surname: str = ""
    class_name: str = ""
    year_label: str = ""
    key_adult: str = ""
    photo: bytes | None = None
    date_of_birth: date | None = None
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class SheetSection:
    """One headed piece of text; an empty text means that nobody has written it yet."""

    code: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What every document has: the pupil, the school and which version this is; no `version` means a draft.

    One that is not versioned shows how things stand on the day it was made. `pupil_ids` are those whom the page may name.
    A letter about a meeting that is booked says which, and to whom it goes. `seal` is that of the line of the journal by which
    the version was made.
    """

    pupil_ids: tuple[str, ...] = ()
    heading: PupilHeading
    school_name: str
    made_on: date
    version: int | None = None
    seal: str = ""
    review_on: date | None = None
    practice: bool = False
    pupil_word: str = "pupil"
    is_versioned: bool = True
    logo: bytes | None = None
    meeting_id: str = ""
    letter_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportSheet(Sheet):
    """A pupil passport: the sections in the pupil's own words, and who to go to."""

    sections: tuple[SheetSection, ...]
    who_to_go_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSupport:
    """Support that serves a target: what, by whom, how often and how long each time, until when."""

    what: str
    led_by: str = ""
    times_a_week: float | None = None
    minutes: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSheet:
    """One target: in the pupil's words, in the staff's words, all that makes it measurable, and what its review found.

    Where it has support, that says what is done, by whom and how often; the target's own words stand beside it.
    """

    number: int
    uuid: str = ""
    pupil_wording: str = ""
    staff_wording: str = ""
    area: str = ""
    baseline: str = ""
    success_criterion: str = ""
    how: str = ""
    who: str = ""
    how_often: str = ""
    support: tuple[TargetSupport, ...] = ()
    home_part: str = ""
    by_when: date | None = None
    outcome: str = ""
    own_rating: str = ""
    evidence: str = ""
    support_given: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """The newest result of one measure, with its change and band in words. For staff only."""

    measure: str
    result: str
    on: date
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One person who agrees to the plan, by role; name and date where they are known, else lines to sign on."""

    role: str
    name: str = ""
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSheet(Sheet):
    """An Individual Learning Plan, or what the school calls it (`title`).

    `parent_absence` says why there is no parent's view; it is printed only where `parent_view` is empty.
    `blocks` are other sections of the plan, printed between the views and the targets; the codes in `staff_only` and all
    `scores` never stand on a parent's copy.
    """

    title: str = "Individual Learning Plan"
    state: str = ""
    starts_on: date | None = None
    strengths: str = ""
    pupil_view: str = ""
    parent_view: str = ""
    parent_absence: str = ""
    blocks: tuple[SheetSection, ...] = ()
    targets: tuple[TargetSheet, ...] = ()
    staff_only: tuple[str, ...] = ()
    scores: tuple[ScoreLine, ...] = ()
    agreements: tuple[Agreement, ...] = (
        Agreement("Pupil"),
        Agreement("Parent or carer"),
        Agreement("Class teacher"),
        Agreement("SENCO"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSheet(Sheet):
    """A pupil's story on one page: the river, and below it what changed its course. `about` says where it stands."""

    story: Story
    about: str = ""
    is_versioned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LanesSheet(Sheet):
    """The cycles of many pupils, a lane each, and who they are by the key of their lane. The heading's name is that of the
    class or list."""

    school: School
    headings: Mapping[str, PupilHeading] = field(default_factory=dict)
    is_versioned: bool = False


@dataclass(frozen=True, slots=True)
class DateLine:
    """One day and what is on it: a fixed phrase, in which {name} may stand for something the school typed."""

    day: date
    words: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesSheet(Sheet):
    """The next dates of one pupil, what helps at home, and who to ask. Days in order."""

    dates: tuple[DateLine, ...] = ()
    at_home: tuple[str, ...] = ()
    ask: str = ""
    is_versioned: bool = False
