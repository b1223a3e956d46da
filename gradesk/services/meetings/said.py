"""Where the answers of the pupil's corner go: the passport, the own view of review or plan, the meeting that is held."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from gradesk.model.base import fields_of
from gradesk.model.plans.passport import Passport
from gradesk.model.plans.plan import Plan
from gradesk.model.plans.pupil_answer import PupilAnswer
from gradesk.model.rules.days.age_band import BANDS
from gradesk.model.rules.days.day_text import written_day
from gradesk.services.meetings import holding, kinds, minutes
from gradesk.services.meetings.minutes import Minutes
from gradesk.services.plans import answers, cycles, passports, plans, reviews
from gradesk.services.plans.answers import Question
from gradesk.services.plans.reviews import ReviewPage
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

PASSPORT, RATING, VIEW, PLAN, MEETING = "passport", "rating", "view", "plan", "meeting"
_LABELS = {info.name: info.label for info in fields_of(Passport)}
_ONE_LINE = frozenset(info.name for info in fields_of(Passport) if info.lines == 1)


@dataclass(frozen=True)
class Landing:
    """One place for one answer. `is_there` when the words stand there already, so that nothing would be added."""

    answer_id: str
    where: str
    words: str  # of the place, for people
    is_there: bool

    @property
    def key(self) -> str:
        """What it is chosen by."""
        return f"{self.answer_id} {self.where}"


@dataclass(frozen=True)
class Told:
    """One answer with the places it can go to."""

    answer: PupilAnswer
    landings: tuple[Landing, ...]


@dataclass(frozen=True)
class _Around:
    """What there is to put words into: passport, the review that is open, a plan that is being written, a meeting."""

    passport: Passport | None
    review: ReviewPage | None
    plan: Plan | None
    meeting: Minutes | None
    day: date


def is_passport(key: str) -> bool:
    """Whether what is chosen goes into the passport."""
    return key.endswith(f" {PASSPORT}")


def told(store: Store, pupil_id: str, day: date | None = None, meeting_id: str = "") -> list[Told]:
    """What a pupil said on a day (today), each answer with the places it can go to now."""
    around = _around(store, pupil_id, day or store.clock.today(), meeting_id)
    known = _questions()
    found = []
    for one in answers.on_day(store, pupil_id, day):
        question = known.get(one.question)
        landings = _landings(one, question, around) if question is not None and answers.spoken(one) else []
        found.append(Told(one, tuple(landings)))
    return found


def put_in(store: Store, pupil_id: str, chosen: Collection[str], day: date | None = None, meeting_id: str = "") -> int:
    """Put answers where they go, in one step, behind what stands there and never twice; `chosen` are keys of landings.

    Returns how many words were put somewhere.
    """
    around = _around(store, pupil_id, day or store.clock.today(), meeting_id)
    wanted = [
        (one.answer, landing)
        for one in told(store, pupil_id, day, meeting_id)
        for landing in one.landings
        if landing.key in chosen and not landing.is_there
    ]
    if not wanted:
        raise Refused(
            "Nothing is ticked that does not stand there already, so nothing was put in; the answers are kept. Tick a place, "
            "or leave."
        )
    with store.work(f"Put in what {pupils.first_name(store, pupil_id)} said"):
        _into_passport(store, pupil_id, [one for one, to in wanted if to.where == PASSPORT])
        _into_views(store, around, [one for one, to in wanted if to.where in (VIEW, PLAN)])
        for answer, to in wanted:
            if to.where == RATING and around.review is not None and answer.target_id:
                values = {"pupil_rating": answer.value}
                reviews.rate(store, around.review.cycle.uuid, answer.target_id, values)
            elif to.where == MEETING and around.meeting is not None:
                question = _questions()[answer.question]
                values = {"side": _side(question), "sort": _sort(answer, question)}
                holding.add_line(
                    store, around.meeting.meeting.uuid, question.step, _line(answer, question, around.meeting), values
                )
    return len(wanted)


def held_now(store: Store, meeting_id: str) -> bool:
    """Whether a meeting is being held, so that lines can be written into it."""
    return minutes.read(store, meeting_id).meeting.state == "open"


def _questions() -> dict[str, Question]:
    return {one.code: one for band in BANDS for one in answers.every_question(band)}


def _around(store: Store, pupil_id: str, day: date, meeting_id: str) -> _Around:
    meeting = minutes.read(store, meeting_id) if meeting_id and held_now(store, meeting_id) else None
    return _Around(
        passports.passport(store, pupil_id), _review(store, pupil_id, meeting), _draft(store, pupil_id), meeting, day
    )


def _review(store: Store, pupil_id: str, meeting: Minutes | None) -> ReviewPage | None:
    """The review that is open: begun by somebody, at its stage, or held in the meeting. Before that none is begun by this."""
    now = cycles.current(store, pupil_id)
    if now is None or now.cycle.plan_id is None:
        return None
    page = reviews.page(store, now.cycle.uuid)
    if not page.is_agreed or (page.review is not None and page.review.recorded_on is not None):
        return None
    is_held = meeting is not None and meeting.cycle_id == now.cycle.uuid
    return page if page.review is not None or now.cycle.stage == "review" or is_held else None


def _draft(store: Store, pupil_id: str) -> Plan | None:
    """The plan that is being written, where it asks for the pupil's own view."""
    plan_id = plans.for_learning(store, pupil_id)
    if plan_id is None:
        return None
    page = plans.page(store, plan_id)
    return page.plan if page.state == "draft" and "pupil_view" in page.blocks else None


def _landings(answer: PupilAnswer, question: Question, around: _Around) -> list[Landing]:
    found: list[Landing] = []

    def add(where: str, words: str, *, is_there: bool) -> None:
        found.append(Landing(answer.uuid, where, words, is_there))

    if question.passport:
        stands = getattr(around.passport, question.passport) if around.passport is not None else ""
        is_there = not _new_pieces(answer, stands)
        add(PASSPORT, f"Passport: {_LABELS[question.passport]}", is_there=is_there)
    line = (
        next((one for one in around.review.lines if one.target.uuid == answer.target_id), None)
        if around.review
        else None
    )
    if line is not None and answer.value:
        now = line.outcome.pupil_rating if line.outcome is not None else ""
        add(RATING, f"Review: own rating of target {line.target.position}", is_there=now == answer.value)
    if question.view or (question.shape == "targets" and answer.words.strip()):
        if around.review is not None:
            stands = around.review.review.pupil_view if around.review.review is not None else ""
            add(VIEW, "Review: own view", is_there=_view_line(answer) in stands)
        elif around.plan is not None:
            add(PLAN, "Plan: own view", is_there=_view_line(answer) in around.plan.pupil_view)
    steps = [step.code for step in around.meeting.steps] if around.meeting is not None else []
    if around.meeting is not None and question.step in steps:
        said = {one.words for one in around.meeting.lines if one.step == question.step}
        step = kinds.every_step()[question.step].title.format(name=around.meeting.first_name)
        add(MEETING, f"This meeting: {step}", is_there=_line(answer, question, around.meeting) in said)
    return found


def _new_pieces(answer: PupilAnswer, stands: str) -> list[str]:
    """What of an answer does not stand in a section yet: the pictures that are not named there, and the words."""
    there = stands.casefold()
    pieces: list[str] = []
    if answer.shape == "pictures":
        new = [one for one in answer.value.split(", ") if one and one.casefold() not in there]
        pieces += [_capital(", ".join(new))] if new else []
    words = answer.words.strip()
    return [*pieces, words] if words and words.casefold() not in there else pieces


def _into_passport(store: Store, pupil_id: str, said: Sequence[PupilAnswer]) -> None:
    """Behind what stands in each section; who helped is named among those it was written with."""
    if not said:
        return
    found = passports.passport(store, pupil_id)
    values: dict[str, str] = {}
    for one in said:
        section = _questions()[one.question].passport
        stands = values.get(section, getattr(found, section) if found is not None else "").rstrip()
        joint = "; " if section in _ONE_LINE else "\n"
        values[section] = joint.join(part for part in (stands, *_new_pieces(one, stands)) if part)
    beside = found.made_with if found is not None else ""
    for who in dict.fromkeys(one.helped_by for one in said if one.helped_by):
        if who.casefold() not in beside.casefold():
            beside = f"{beside}, {who}" if beside else who
    passports.change(store, pupil_id, values | {"made_with": beside})


def _into_views(store: Store, around: _Around, said: Sequence[PupilAnswer]) -> None:
    """Behind the view that stands there; the day and who helped are said with it."""
    if not said:
        return
    who = ", ".join(dict.fromkeys(one.helped_by for one in said if one.helped_by))
    how = f"Asked in the corner on {written_day(around.day)}" + (f", with {who}" if who else "")
    lines = [_view_line(one) for one in said]
    if around.review is not None:
        stands = around.review.review.pupil_view.rstrip() if around.review.review is not None else ""
        head = [] if f"{how}:" in stands else [f"{how}:"]
        words = "\n".join(part for part in (stands, *head, *lines) if part)
        reviews.change(store, around.review.cycle.uuid, {"pupil_view": words})
    elif around.plan is not None:
        before = around.plan.pupil_view_how
        values = {"pupil_view": "\n".join(part for part in (around.plan.pupil_view.rstrip(), *lines) if part)}
        if how not in before:
            values["pupil_view_how"] = f"{before}; {how[0].lower()}{how[1:]}" if before else how
        plans.change(store, around.plan.uuid, values)


def _view_line(answer: PupilAnswer) -> str:
    return f"{answers.short(answer).rstrip('.')}: {answers.spoken(answer)}"


def _line(answer: PupilAnswer, question: Question, meeting: Minutes) -> str:
    # A sign that would make a promise of a child's words is written out. Beside the lines of others it says whose it is.
    said = f"{question.short}: {' '.join(answers.spoken(answer).replace('@', 'at ').split())}"
    return said if _side(question) else f"{meeting.first_name} – {said}"


def _side(question: Question) -> str:
    return "pupil" if kinds.every_step()[question.step].shape == "sides" else ""


def _sort(answer: PupilAnswer, question: Question) -> str:
    return "not" if answers.is_low(answer) else question.sort


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
