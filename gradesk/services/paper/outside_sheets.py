"""What the pages for and about people outside are given: a referral, the letter that asks for it, what was advised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gradesk.services.paper.sheets import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedLine:
    """One thing that was done so far, from a day to a day, and what came of it."""

    what: str
    starts_on: date
    ends_on: date | None = None
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralSheet(Sheet):
    """A request for advice. `consent` says who gave it and when, and is empty where nobody did."""

    to: str
    reason: str = ""
    question: str = ""
    route: str = ""
    reference: str = ""
    consent: str = ""
    sent_on: date | None = None
    strengths: str = ""
    needs: tuple[str, ...] = ()
    tried: tuple[TriedLine, ...] = ()
    pupil_view: str = ""
    parent_view: str = ""
    writes: str = ""
    is_versioned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLetterSheet(Sheet):
    """The courteous question where a referral stands. `sent_on` is None of one that was not sent."""

    to: str
    sent_on: date | None = None
    reference: str = ""
    question: str = ""
    seen_on: date | None = None
    heard_on: date | None = None
    writes: str = ""
    is_versioned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisedLine:
    """One recommendation with whose it is, by when, where it lives and what became of it."""

    words: str
    source: str
    dated: date
    owner: str = ""
    by: date | None = None
    state: str = ""
    lives_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisedSheet(Sheet):
    """Everything that was advised about a pupil: what is open, and what is settled."""

    open: tuple[AdvisedLine, ...] = ()
    settled: tuple[AdvisedLine, ...] = ()
    is_versioned: bool = False
