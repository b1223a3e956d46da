"""A meeting ends: the review it was is recorded, the next cycle and plan stand, the next day is booked, all in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from gradesk.model.meetings.meeting import Meeting
from gradesk.model.plans.cycle import Review
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.vocabulary import DECISIONS
from gradesk.services import editing
from gradesk.services.meetings import booking, minutes
from gradesk.services.meetings.minutes import Minutes
from gradesk.services.plans import agreeing, beginning, plans, reviews
from gradesk.services.plans.agreeing import Agreement
from gradesk.services.plans.reviews import ReviewPage
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

# Which view of a review is said by which side of a meeting.
_VIEWS = {"pupil": "pupil_view", "home": "parent_view", "school": "staff_view"}
_AGREES_AS = {"pupil": "pupil", "home": "parent", "staff": "teacher"}
LONGEST_SUMMARY = 600  # characters of the line that stands among the contacts


@dataclass(frozen=True)
class Query:
    """Something to be asked before a meeting is over. `step` is where it is answered; without `must` it may stay open."""

    words: str
    step: str
    subject: str = ""
    must: bool = False


@dataclass(frozen=True)
class Ended:
    """What came of a meeting, a sentence each; the plan and its version where one was made."""

    told: tuple[str, ...]
    plan_id: str = ""
    recorded: bool = False


def queries(store: Store, meeting_id: str) -> list[Query]:
    """What is still to be asked: actions without a day or without a name, and what a review lacks."""
    found = minutes.read(store, meeting_id)
    at = {step.shape: step.code for step in found.steps}
    asked: list[Query] = []
    for one in found.actions:
        if one.due_on is None and one.done_on is None:
            asked.append(Query(f"By when? “{one.what}”", at.get("actions", ""), one.uuid))
        if not one.owner.strip():
            asked.append(Query(f"Who does it? “{one.what}”", at.get("actions", ""), one.uuid))
    if not any(one.came for one in found.people) and "people" in at:
        asked.append(Query("Who was there?", at["people"]))
    if found.cycle_id is not None:
        page = _as_it_will_be(reviews.page(store, found.cycle_id), found)
        shapes = {"rating_id": "targets", "evidence": "targets", "decision": "next", "reason": "next"}
        shapes |= {"next_review_on": "date", "pupil_view": "sides", "parent_view": "sides"}
        for lack in reviews.lacks(page):
            step = at.get(shapes.get(lack.field, ""), "")
            asked.append(Query(f"The review lacks {lack.words}.", step, lack.target_id or lack.field))
    return asked


def end(store: Store, meeting_id: str, took: int | None = None) -> Ended:
    """End a meeting: nothing of it is asked twice.

    Where nothing is missing its review is recorded and the cycle closed; the next plan is begun with the targets that go on
    and the new ones, and agreed by who was there when it is whole. What is missing stays open and is said. The meeting of
    the next date is booked. Refuses a meeting that ended already, and a next date that is not after this one.
    """
    found = minutes.read(store, meeting_id)
    meeting = found.meeting
    if meeting.state == "held":
        raise Refused("This meeting has ended already; nothing was changed.")
    if meeting.state in ("off", "missed"):
        raise Refused(
            "This meeting was not held, so it was not ended; every word is kept. Begin it again, or book another."
        )
    if meeting.happened_on > store.clock.today():
        raise Refused("This meeting is of a day to come, so it was not ended; every word is kept. Move it to today.")
    if meeting.next_on is not None and meeting.next_on <= meeting.happened_on:
        raise Refused("The next meeting comes after this one; it was not ended and every word is kept. Check its day.")
    told: list[str] = []
    plan_id, recorded = "", False
    with store.work(f"{found.kind.label} about {found.first_name}" if found.first_name else found.kind.label):
        came = ", ".join(one.name for one in found.people if one.came == "yes" and one.part != "pupil")
        values = {
            "state": "held", "took": took, "counts": found.kind.counts,
            "with_whom": meeting.with_whom or came, "summary": meeting.summary or _summary(found),
        }  # fmt: skip
        editing.change(store, Meeting, meeting_id, values, "")
        if found.cycle_id is not None:
            recorded = _record(store, found, told)
        if recorded:
            plan_id = _next_plan(store, found, told)
        _book_next(store, found, told)
    return Ended(tuple(told), plan_id, recorded)


def _as_it_will_be(page: ReviewPage, found: Minutes) -> ReviewPage:
    """The review as the meeting fills it."""
    values = _of_the_review(page, found)
    names = ("pupil_view", "parent_view", "staff_view", "decision", "reason", "next_review_on")
    before = page.review
    kept: dict[str, Any] = {name: getattr(before, name) if before else None for name in names}
    kept = {name: value if value is not None or name == "next_review_on" else "" for name, value in kept.items()}
    return replace(page, review=Review(**kept | {name: values[name] for name in names if name in values}))


def _of_the_review(page: ReviewPage, found: Minutes) -> dict[str, Any]:
    """What a meeting says of the review it is: views where nobody wrote them otherwise, the day, and the next one.

    Where an earlier meeting about the same cycle, such as a parents’ evening, left views, those of this one are added.
    """
    values: dict[str, Any] = {
        "meeting_id": found.meeting.uuid,
        "happened_on": found.meeting.happened_on,
        "with_home": any(one.part == "home" and one.came == "yes" for one in found.people),
    }
    for side, name in _VIEWS.items():
        said, before = _said_by(found, side), str(getattr(page.review, name)).strip() if page.review is not None else ""
        if said and (not before or _is_of_another(page.review, found)):
            values[name] = "\n".join(filter(None, (before, said)))
    unsaid = "parent_view" not in values and not (page.review is not None and page.review.parent_view.strip())
    if unsaid and (absent := _absent(found)):
        values["parent_view"] = absent
    if found.meeting.next_on is not None:
        values["next_review_on"] = found.meeting.next_on
    return values


def _is_of_another(review: Review | None, found: Minutes) -> bool:
    return review is not None and review.meeting_id not in (None, found.meeting.uuid)


def _said_by(found: Minutes, side: str) -> str:
    """What a side said is working and is not, and what they sent."""
    lines = [one for one in found.may_leave if one.side == side]
    parts = [
        (title, [one.words for one in lines if one.sort == sort])
        for title, sort in (("Working", "works"), ("Not working", "not"))
    ]
    said = [f"{title}: {'; '.join(words)}." for title, words in parts if words]
    said += [f"{one.name} wrote: {one.sent}" for one in found.people if one.part == side and one.sent.strip()]
    return "\n".join(said)


def _absent(found: Minutes) -> str:
    """Why there is no view of home, where they were invited and did not come: that is an answer."""
    for one in found.people:
        if one.part == "home" and one.came != "yes" and one.invited_on is not None:
            reminded = f", reminded on {written_day(one.reminded_on)}" if one.reminded_on else ""
            answer = {"no": "could not come", "yes": "did not come"}.get(one.answer, "no reply")
            return f"{one.name}: invited on {written_day(one.invited_on)}{reminded}, {answer}."
    return ""


def _record(store: Store, found: Minutes, told: list[str]) -> bool:
    assert found.cycle_id is not None
    page = reviews.page(store, found.cycle_id)
    if page.review is not None and page.review.recorded_on is not None:
        return False
    reviews.change(store, found.cycle_id, _of_the_review(page, found))
    lacks = reviews.lacks(reviews.page(store, found.cycle_id))
    if lacks:
        more = len(lacks) - 3
        words = ", ".join(lack.words for lack in lacks[:3]) + (f", and {more} more" if more > 0 else "")
        told.append(f"The review of cycle {page.cycle.number} is kept and not yet recorded: it lacks {words}.")
        return False
    reviews.record(store, found.cycle_id)
    review = reviews.page(store, found.cycle_id).review
    assert review is not None
    follows = "" if review.decision == "step_off" else "; the next cycle is open"
    told.append(f"Cycle {page.cycle.number} is reviewed: {DECISIONS.label(review.decision).lower()}{follows}.")
    return True


def _next_plan(store: Store, found: Minutes, told: list[str]) -> str:
    """The next plan, with the targets that go on and those that were found here; agreed when nothing is missing."""
    pupil_id = found.meeting.pupil_id
    assert pupil_id is not None and found.cycle_id is not None
    review = reviews.page(store, found.cycle_id).review
    if review is None or review.decision == "step_off":
        return ""
    carried, new = beginning.sources(store, pupil_id).carried, [one for one in found.lines if one.sort == "target"]
    if not carried and not new:
        told.append("No target goes on and none is new, so no plan was begun.")
        return ""
    plan_id = beginning.begin_from_last(store, pupil_id, starts_on=found.meeting.happened_on)
    if found.meeting.next_on is not None:
        plans.change(store, plan_id, {"review_on": found.meeting.next_on})
    for line in new:
        plans.add_target(store, plan_id, {**minutes.target_values(line), "does": line.words})
    page = plans.page(store, plan_id)
    people = _who_agrees(found)
    lacks = agreeing.missing(page)
    count = f"{len(page.targets)} target" + ("" if len(page.targets) == 1 else "s")
    if lacks or not people:
        words = lacks[0].words if lacks else "who agrees to it"
        told.append(f"The next {page.kind.label} is begun with {count}; it is a draft that lacks {words}.")
        return plan_id
    number = agreeing.agree(store, plan_id, people, found.meeting.happened_on)
    told.append(f"The next {page.kind.label} is agreed, version {number}, with {count}.")
    return plan_id


def _who_agrees(found: Minutes) -> Sequence[Agreement]:
    """Who was there and did not say otherwise where the plan was spoken of."""
    steps = {step.code for step in found.steps if step.shape in ("next", "targets")}
    against = {one.who.casefold() for one in found.dissents if one.step in steps}
    signed = {one.name.casefold(): one.how for one in found.signatures}
    how = {"screen": "screen", "paper": "paper"}
    agreed = []
    for one in found.people:
        if one.came == "yes" and one.part in _AGREES_AS and one.name.casefold() not in against:
            way = how.get(signed.get(one.name.casefold(), ""), "spoken")
            agreed.append(Agreement(_AGREES_AS[one.part], one.name, way))
    return agreed


def _book_next(store: Store, found: Minutes, told: list[str]) -> None:
    day, pupil_id = found.meeting.next_on, found.meeting.pupil_id
    if day is None or pupil_id is None:
        return
    if day < store.clock.today():
        return  # typed up later: that day is over, and whatever was then is a meeting of its own
    if any(one.meeting.happened_on == day for one in booking.ahead(store, pupil_id)):
        told.append(f"A meeting is booked for {written_day(day)} already; no second one was.")
        return
    meeting = found.meeting
    try:
        booking.check_pupil(store, pupil_id, day)
    except Refused as refusal:
        told.append(str(refusal))
        return
    values = {"kind": meeting.kind, "happened_on": day, "starts_at": meeting.next_at, "place": meeting.place}
    uuid = booking.book(store, [pupil_id], values, booking.usual_people(store, pupil_id))
    told.append(" ".join([f"The next meeting is booked for {written_day(day)}.", *booking.clashes(store, uuid)]))


def _summary(found: Minutes) -> str:
    """The meeting in a line, for the list of contacts: what was decided, or else what was said first."""
    lines = [one.words for one in found.may_leave if one.sort == "decision"]
    lines = lines or [one.words for one in found.may_leave if one.sort in ("said", "works")]
    said = "; ".join(lines)
    return said if len(said) <= LONGEST_SUMMARY else said[: LONGEST_SUMMARY - 1].rstrip() + "…"
