"""What is known for Assess, with where it comes from and of which day, and what is missing or old (Code of Practice 6.45)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.evidence.attachment import Attachment
from gradesk.model.evidence.measure import MeasureResult
from gradesk.model.evidence.observation import Observation
from gradesk.model.outside.report import Report
from gradesk.model.plans.cycle import Review
from gradesk.model.plans.passport import Passport
from gradesk.model.plans.plan import Plan
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.vocabulary import INFORMANTS
from gradesk.services.evidence import measure_catalogue
from gradesk.store.work import Store

TERM = timedelta(days=122)  # a third of a year: a term with its holidays
CHECK_AGE = timedelta(days=730)  # of hearing and vision: Gradesk asks after two years, and never more than asks
_IN_REVIEW = "Ask, and write it in the review"


@dataclass(frozen=True)
class Source:
    """One thing that is there: what, where it comes from, and of which day (None where nobody wrote one)."""

    code: str
    words: str
    source: str
    day: date | None


@dataclass(frozen=True)
class Gap:
    """One thing that is missing or old, in words, and where it is cured: a tab of the pupil's page, and what to do there."""

    code: str
    words: str
    cure: str
    tab: str
    act: str = ""


@dataclass(frozen=True)
class Assessing:
    """All of it for one pupil; strengths stand first."""

    there: tuple[Source, ...]
    missing: tuple[Gap, ...]

    @property
    def summary(self) -> str:
        """How far it is, in a line."""
        if not self.missing:
            return "All sources are there and none is old."
        count = len(self.missing)
        return f"{len(self.there)} source{'' if len(self.there) == 1 else 's'} there, {count} to think of."


@dataclass(frozen=True)
class _Line:
    """What is looked for: its name, how a gap is said, how it is cured, and where."""

    code: str
    words: str
    missing: str
    cure: str
    tab: str
    act: str = ""


LINES = (
    _Line("strengths", "Strengths", "Strengths are not written yet", "Write them in the passport", "passport"),
    _Line("class", "Seen in class", "Nothing from class", "New observation", "evidence", "observation"),
    _Line("measure", "Assessment by school", "No assessment by school", "New result", "evidence", "result"),
    _Line("parent", "Parent carer’s view", "No parent carer’s view", "Ask, and write it in the plan", "plan"),
    _Line("pupil", "{Pupil}’s own view", "No view of the {pupil}’s own", "Refresh the passport together", "passport"),
    _Line("advice", "Advice from outside", "No advice from outside; not everybody needs it", "Attach a report",
          "evidence", "document"),
    _Line("hearing", "Hearing checked", "Hearing not checked", "Enter the day of the check", "details"),
    _Line("vision", "Vision checked", "Vision not checked", "Enter the day of the check", "details"),
)  # fmt: skip


def assess(store: Store, pupil_id: str) -> Assessing:
    """What is there and what is missing for one pupil; a fixed number of queries."""
    today = store.clock.today()
    with store.read() as session:
        found = {source.code: source for source in _sources(session, pupil_id, today)}
        is_agreed = {state != "draft" for state in _plan_states(session, pupil_id)} == {True}
    missing = [gap for line in LINES if (gap := _gap(line, found.get(line.code), today)) is not None]
    # A check of two years ago is to be done again; said once, under what to think of.
    again = {gap.code for gap in missing} & {"hearing", "vision"}
    there = tuple(found[line.code] for line in LINES if line.code in found and line.code not in again)
    if is_agreed:  # an agreed plan is not written in any more, and the next place for a view is the review
        missing = [replace(gap, tab="review", cure=_IN_REVIEW) if gap.code == "parent" else gap for gap in missing]
    dated = [found[code].day for code in ("class", "measure", "parent", "pupil", "advice") if code in found]
    newest = max((day for day in dated if day is not None), default=None)
    if newest is not None and newest < today - TERM:
        words = f"Nothing new for over a term: the newest is of {newest:%d/%m/%Y}"
        missing.insert(0, Gap("old", words, "New observation", "evidence", "observation"))
    return Assessing(there, tuple(missing))


def _gap(line: _Line, found: Source | None, today: date) -> Gap | None:
    if found is None:
        return Gap(line.code, line.missing, line.cure, line.tab, line.act)
    if line.code in ("strengths", "advice") or found.day is None:
        return None
    day = f"{found.day:%d/%m/%Y}"
    if line.code in ("hearing", "vision"):
        if found.day >= today - CHECK_AGE:
            return None
        words = f"{line.words} over two years ago, on {day}"
    elif found.day >= today - TERM:
        return None
    else:
        words = f"{line.words}: nothing for over a term, the last of {day}"
    return Gap(line.code, words, line.cure, line.tab, line.act)


def _sources(session: Session, pupil_id: str, today: date) -> Iterable[Source]:
    pupil = session.get_one(Pupil, pupil_id)
    for code, day in (("hearing", pupil.hearing_checked_on), ("vision", pupil.vision_checked_on)):
        if day is not None and day <= today:  # one that is booked is not done yet
            yield Source(code, _words(code), "Details", day)
    passport = session.scalars(
        select(Passport).where(Passport.pupil_id == pupil_id, Passport.deleted_at.is_(None))
    ).first()
    seen = session.scalar(
        select(func.max(Observation.happened_on)).where(
            Observation.pupil_id == pupil_id, Observation.deleted_at.is_(None)
        )
    )
    if seen is not None:
        yield Source("class", _words("class"), "Observation", seen)
    views = _Views(session, pupil_id)
    yield from _strengths(passport, views)
    yield from _view("parent", [views.plan("parent_view"), views.review("parent_view"), views.result("parent")])
    own = (passport.checked_on or passport.happened_on, "Passport") if passport and _speaks(passport) else None
    yield from _view("pupil", [own, views.plan("pupil_view"), views.review("pupil_view"), views.result("self")])
    yield from _view("measure", [views.result("teacher"), views.result("")])
    yield from _view("advice", [views.result("professional"), views.report(today), views.document()])


class _Views:
    """Where a view can stand: each asked for once, its newest day with the words of its source."""

    def __init__(self, session: Session, pupil_id: str) -> None:
        self._session = session
        self._id = pupil_id
        self._plans = session.scalars(
            select(Plan).where(Plan.pupil_id == pupil_id, Plan.deleted_at.is_(None)).order_by(Plan.happened_on.desc())
        ).all()
        self._reviews = session.scalars(
            select(Review)
            .where(Review.pupil_id == pupil_id, Review.deleted_at.is_(None))
            .order_by(Review.happened_on.desc())
        ).all()
        newest = (
            select(MeasureResult.informant, MeasureResult.measure, func.max(MeasureResult.happened_on))
            .where(MeasureResult.pupil_id == pupil_id, MeasureResult.deleted_at.is_(None))
            .group_by(MeasureResult.informant)
        )
        self._results = {who: (day, measure) for who, measure, day in session.execute(newest)}
        self._measures = measure_catalogue.in_force(session)

    def plan(self, name: str) -> tuple[date, str] | None:
        """The newest plan in which a section says something."""
        return next(((one.happened_on, "Plan") for one in self._plans if getattr(one, name).strip()), None)

    def review(self, name: str) -> tuple[date, str] | None:
        """The newest review in which a view is written."""
        return next(((one.happened_on, "Review") for one in self._reviews if getattr(one, name).strip()), None)

    def result(self, informant: str) -> tuple[date, str] | None:
        """The newest result an informant gave."""
        if informant not in self._results:
            return None
        day, code = self._results[informant]
        name = self._measures[code].name if code in self._measures else INFORMANTS.label(informant)
        return day, name

    def report(self, today: date) -> tuple[date, str] | None:
        """The newest advice that came."""
        query = select(Report).where(
            Report.pupil_id == self._id, Report.happened_on <= today, Report.deleted_at.is_(None)
        )
        one = self._session.scalars(query.order_by(Report.happened_on.desc())).first()
        return (one.happened_on, one.title or "Report") if one is not None else None

    def document(self) -> tuple[date, str] | None:
        """The newest document, not a picture, that says who it is from."""
        query = select(Attachment).where(
            Attachment.pupil_id == self._id,
            Attachment.author != "",
            Attachment.media_type.not_like("image/%"),
            Attachment.deleted_at.is_(None),
        )
        one = self._session.scalars(query.order_by(Attachment.happened_on.desc())).first()
        return (one.happened_on, one.title or f"Document from {one.author}") if one is not None else None


def _plan_states(session: Session, pupil_id: str) -> Iterable[str]:
    return session.scalars(select(Plan.state).where(Plan.pupil_id == pupil_id, Plan.deleted_at.is_(None)))


def _strengths(passport: Passport | None, views: _Views) -> Iterable[Source]:
    own = None
    if passport is not None and (passport.admire.strip() or passport.good_at.strip()):
        own = (passport.checked_on or passport.happened_on, "Passport")
    yield from _view("strengths", [own, views.plan("strengths")])


def _view(code: str, found: Iterable[tuple[date, str] | None]) -> Iterable[Source]:
    there = [one for one in found if one is not None]
    if there:
        day, source = max(there, key=lambda one: one[0])
        yield Source(code, _words(code), source, day)


def _words(code: str) -> str:
    return next(line.words for line in LINES if line.code == code)


def _speaks(passport: Passport) -> bool:
    return any(getattr(passport, name).strip() for name in ("admire", "important", "good_at", "hard", "helps"))
