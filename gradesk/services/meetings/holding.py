"""A meeting is being held, or typed up from paper: lines, who was there, what is read back, and what is promised."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.meetings.kind import MeetingKind
from gradesk.model.meetings.meeting import Meeting, MeetingPerson
from gradesk.model.meetings.minutes import Dissent, MeetingLine, MeetingPaper, MeetingStep, Signature
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.words.promise_line import PromiseLine, read_promise
from gradesk.model.school.agenda import AgreedAction
from gradesk.services import editing
from gradesk.services.meetings import booking, kinds, minutes
from gradesk.services.pupils import around, pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Written:
    """What a typed line became: a line of the minutes, or an action."""

    uuid: str
    promise: PromiseLine | None = None


def waiting(store: Store, pupil_id: str) -> list[Meeting]:
    """The meetings about a pupil that can be held or written up: one that is being held, today's, those that are over, and
    then those to come. One about several is held with the first of them in sight, and from that page: it would name them.
    """
    today = store.clock.today()

    def place(one: Meeting) -> tuple[bool, bool, bool, int]:
        day = one.happened_on
        return one.state != "open", day != today, day > today, abs((day - today).days)

    return sorted(
        (one.meeting for one in booking.ahead(store, pupil_id) if one.meeting.pupil_id == pupil_id), key=place
    )


def at_once(store: Store, pupil_id: str) -> Meeting | None:
    """The one meeting there is to hold now: the one being held, or else the only one of today."""
    found = waiting(store, pupil_id)
    due = [one for one in found if one.state == "open"]
    due = due or [one for one in found if one.happened_on == store.clock.today()]
    return due[0] if len(due) == 1 else None


def begin(store: Store, meeting_id: str) -> None:
    """Begin to hold a meeting that is booked, or to write one up that is over; one of a day to come is not begun."""
    with store.read() as session:
        meeting = booking.there(session, meeting_id)
    if meeting.state == "open":
        return
    if meeting.state != "booked":
        was = {"off": "was called off", "missed": "is noted as one to which nobody came"}
        said = was.get(meeting.state, "is over and written down")
        raise Refused(f"This meeting {said}; nothing was begun. Book or begin another.")
    today = store.clock.today()
    if meeting.happened_on > today:
        raise Refused(
            f"This meeting is booked for {written_day(meeting.happened_on)}, a day to come, so nothing was begun; move it to "
            "today if it is being held now."
        )
    if meeting.pupil_id is not None:
        booking.check_pupil(store, meeting.pupil_id, meeting.happened_on)
    _refuse_without_steps(kinds.kind_of(store, meeting.kind))
    with store.work("Begin a meeting") as session:
        editing.change(store, Meeting, meeting_id, {"state": "open"}, "")
        _not_twice(session, meeting_id)


def begin_now(store: Store, pupil_id: str, kind_code: str, on: date | None = None) -> str:
    """Begin a meeting that nobody booked, today or as it is typed up from paper of a day that is over, with those who usually
    come. Returns its uuid.
    """
    kind, today = kinds.kind_of(store, kind_code), store.clock.today()
    _refuse_without_steps(kind)
    day = on or today
    if day > today:
        raise Refused(
            f"{written_day(day)} is still to come, so nothing was begun; book it on the {{pupil}}’s page, or type the day it was."
        )
    booking.check_pupil(store, pupil_id, day)
    usual = booking.usual_people(store, pupil_id)
    with store.work(f"Begin: {kind.label} about {pupils.first_name(store, pupil_id)}") as session:
        uuid = booking.write(store, [pupil_id], {"kind": kind.code, "happened_on": day}, usual)
        editing.change(store, Meeting, uuid, {"state": "open"}, "")
        _not_twice(session, uuid)
    return uuid


def _not_twice(session: Session, meeting_id: str) -> None:
    """A child who was reviewed just now is not reviewed again by holding another meeting; who wants to says so there."""
    meeting = session.get_one(Meeting, meeting_id)
    if meeting.reviews and minutes.just_reviewed(session, meeting) is not None:
        meeting.reviews = False


def _refuse_without_steps(kind: MeetingKind) -> None:
    if not kinds.steps_of(kind):
        raise Refused(f"“{kind.label}” has no steps, so nothing was begun; log it in a line on the {{pupil}}’s page.")


def move_to_today(store: Store, meeting_id: str) -> None:
    """Move a booked meeting to today and begin it."""
    with store.work("Hold a meeting today"):
        booking.move(store, meeting_id, {"happened_on": store.clock.today()})
        begin(store, meeting_id)


def add_line(store: Store, meeting_id: str, step: str, typed: str, values: Mapping[str, Any] | None = None) -> Written:
    """Write a line at a step. One that names somebody by “@” becomes an action instead, wherever it was typed.

    At the step of actions a line is one in any case. Days are read as of the day of the meeting.
    """
    words = " ".join(typed.split())
    if not words:
        raise Refused("There is nothing to write down yet. Type a few words and press Enter.")
    with store.work("A line of a meeting") as session:
        meeting = _open_still(session, meeting_id)
        promise = read_promise(words, meeting.happened_on, names_around(store, meeting))
        if promise is None and kinds.every_step()[step].shape == "actions":
            promise = PromiseLine("", None, words)
        if promise is not None:
            uuid = _promise(store, meeting, promise)
            for code in (one.code for one in kinds.every_step().values() if one.shape == "actions"):
                _unsay(session, meeting_id, code)
            return Written(uuid, promise)
        last = select(func.max(MeetingLine.position)).where(MeetingLine.meeting_id == meeting_id)
        fixed = {
            "meeting_id": meeting_id,
            "pupil_id": meeting.pupil_id,
            "happened_on": meeting.happened_on,
            "step": step,
            "words": words,
            "position": (session.scalar(last) or 0) + 1,
        }
        uuid = editing.add(store, MeetingLine, {**(values or {}), **fixed}, "")
        _unsay(session, meeting_id, step)
        return Written(uuid)


def change_line(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct a line, or hold it back; a line is never empty, for that it is deleted."""
    if not str(values.get("words", "-")).strip():
        raise Refused("A line needs words; the old ones were kept. Delete it instead.")
    with store.work("Correct a line of a meeting", initiator) as session:
        line = session.get_one(MeetingLine, uuid)
        meeting = booking.there(session, line.meeting_id)
        words = " ".join(str(values.get("words", "")).split())
        promise = read_promise(words, meeting.happened_on, names_around(store, meeting)) if words else None
        if (
            promise is not None and line.sort != "target"
        ):  # a name put into a line that stands there makes it an action, too
            _promise(store, meeting, promise)
            remove_line(store, uuid)
            return
        editing.change(store, MeetingLine, uuid, values, "")
        if "words" in values:
            _unsay(session, line.meeting_id, line.step)


def change_target(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Write fields of a new target; its line says what the pupil will do."""
    with store.work("Word a new target", initiator) as session:
        line = session.get_one(MeetingLine, uuid)
        body = {**(json.loads(line.target) if line.target else {}), **values}
        if "does" in values and str(values["does"]).strip():
            editing.change(store, MeetingLine, uuid, {"words": values["does"]}, "")
        line.target = json.dumps({name: value for name, value in body.items() if name != "does"}, default=str)


def remove_line(store: Store, uuid: str) -> None:
    """Delete a line and the different views of it; undo and the history bring them back. The step is to be read back anew."""
    with store.work("Delete a line of a meeting") as session:
        editing.remove(store, MeetingLine, uuid, "")
        line = session.get_one(MeetingLine, uuid)
        for one in session.scalars(select(Dissent).where(Dissent.line_id == uuid, Dissent.deleted_at.is_(None))):
            editing.remove(store, Dissent, one.uuid, "")
        _unsay(session, line.meeting_id, line.step)


def came(store: Store, person_id: str, came: str, initiator: object | None = None) -> None:
    """Note that somebody was there ("yes"), was not ("no"), or that nobody said (empty)."""
    editing.change(store, MeetingPerson, person_id, {"came": came}, "Who was at a meeting", initiator)


def all_came(store: Store, meeting_id: str) -> None:
    """Everybody is there who said that they come; where nobody answered, everybody of whom nothing else is noted."""
    with store.work("Who was at a meeting") as session:
        people = session.scalars(booking.people_of(meeting_id)).all()
        answered = any(one.answer in ("yes", "no") for one in people)
        for one in people:
            # A child is not asked for an answer.
            if one.came == "" and (
                one.answer == "yes" or (one.answer != "no" and (not answered or one.part == "pupil"))
            ):
                one.came = "yes"


def review_in_it(store: Store, meeting_id: str, *, on: bool) -> None:
    """Say that this meeting is the review of the cycle, or that it only looks at how things go."""
    label = "This meeting reviews the cycle" if on else "This meeting is no review"
    editing.change(store, Meeting, meeting_id, {"reviews": on}, label)


def unsay(store: Store, meeting_id: str, step: str) -> None:
    """The words of a step changed since it was read back."""
    with store.work("Read it back anew") as session:
        _unsay(session, meeting_id, step)


def take_up(store: Store, meeting_id: str, step: str) -> None:
    """Add a step from the person-centred tools to this meeting."""
    if step not in kinds.every_step():
        raise Refused("There is no such step; nothing was added. Choose one from the list.")
    with store.work("Take up a step") as session:
        meeting = _open_still(session, meeting_id)
        if _step_row(session, meeting_id, step) is None:
            fixed = {"meeting_id": meeting_id, "pupil_id": meeting.pupil_id, "step": step, "read_back": ""}
            editing.add(store, MeetingStep, fixed, "")


def agree(store: Store, meeting_id: str, step: str, heard: Sequence[str] = ()) -> None:
    """The words of a step were read back, and all who are there agree, but those whose different view is noted."""
    with store.work("Read back") as session:
        meeting = _open_still(session, meeting_id)
        against = select(func.count()).select_from(Dissent).where(
            Dissent.meeting_id == meeting_id, Dissent.step == step, Dissent.deleted_at.is_(None)
        )  # fmt: skip
        said = "not_agreed" if session.scalar(against) else "agreed"
        row = _step_row(session, meeting_id, step)
        if row is not None:
            row.read_back, row.heard = said, "\n".join(heard)
            return
        fixed = {
            "meeting_id": meeting_id, "pupil_id": meeting.pupil_id, "step": step, "read_back": said,
            "heard": "\n".join(heard),
        }  # fmt: skip
        editing.add(store, MeetingStep, fixed, "")


def differ(store: Store, meeting_id: str, step: str, who: str, words: str, line_id: str | None = None) -> str:
    """Note who does not agree with a step, or with one line of it, and why, in their words. Returns the record's uuid."""
    name, said = " ".join(who.split()), words.strip()
    if not name or not said:
        raise Refused("Who does not agree, and why, in their words? Nothing was noted yet. Type both.")
    with store.work("A different view") as session:
        meeting = _open_still(session, meeting_id)
        fixed = {"meeting_id": meeting_id, "pupil_id": meeting.pupil_id, "step": step, "line_id": line_id}
        uuid = editing.add(store, Dissent, {**fixed, "who": name, "words": said}, "")
        row = _step_row(session, meeting_id, step)
        if line_id is None or (
            row is not None and row.read_back
        ):  # of one line alone, the others were not heard by that
            agree(store, meeting_id, step, row.heard.split("\n") if row is not None and row.heard else ())
    return uuid


def remove_dissent(store: Store, uuid: str) -> None:
    """Delete a different view that was noted by mistake."""
    editing.remove(store, Dissent, uuid, "Delete a different view")


def add_paper(store: Store, meeting_id: str, values: Mapping[str, Any]) -> str:
    """Note a paper that should be out before the meeting, or is there now."""
    if not str(values.get("title", "")).strip():
        raise Refused("Which paper? Nothing was noted yet. Type what it is called.")
    with store.read() as session:
        meeting = booking.there(session, meeting_id)
    fixed = {"meeting_id": meeting_id, "pupil_id": meeting.pupil_id}
    return editing.add(store, MeetingPaper, {**values, **fixed}, "A paper for a meeting")


def remove_paper(store: Store, uuid: str) -> None:
    """Take a paper off the list; undo brings it back."""
    editing.remove(store, MeetingPaper, uuid, "Take a paper off a meeting")


def send_paper(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Note to whom a paper went and when, or that it was tabled."""
    if values.get("sent_on") is not None and values["sent_on"] > store.clock.today():
        raise Refused("A paper cannot have gone out on a day to come; nothing was changed. Check the date.")
    editing.change(store, MeetingPaper, uuid, values, "A paper for a meeting", initiator)


def sign(store: Store, meeting_id: str, name: str, how: str, strokes: str = "") -> str:
    """Keep who signed and how: on screen with its strokes, printed for signature, or seen on paper."""
    if not name.strip():
        raise Refused("Who signs? Nothing was kept yet. Type a name.")
    if how == "screen" and not strokes:
        raise Refused("Nothing was drawn, so nothing was kept. Sign in the box, or choose paper.")
    with store.read() as session:
        meeting = booking.there(session, meeting_id)
    fixed = {"meeting_id": meeting_id, "pupil_id": meeting.pupil_id, "happened_on": store.clock.today()}
    values = {**fixed, "name": name.strip(), "how": how, "strokes": strokes}
    return editing.add(store, Signature, values, f"{name.strip()} signed")


def names_around(store: Store, meeting: Meeting) -> list[str]:
    """The people a line of a meeting may name."""
    named = [one.name for one in booking.people(store, meeting.uuid)]
    known = around.adults(store, meeting.pupil_id) if meeting.pupil_id else []
    return list(dict.fromkeys((*named, *known)))


def _open_still(session: Session, meeting_id: str) -> Meeting:
    """A meeting into which words can be written."""
    meeting = booking.there(session, meeting_id)
    if meeting.state == "held":
        raise Refused("This meeting has ended and is written down; nothing was added. Say it at the next one.")
    return meeting


def _promise(store: Store, meeting: Meeting, promise: PromiseLine) -> str:
    if not promise.what:
        raise Refused(f"What is {promise.owner} to do? Nothing was written down yet. Type it in the same line.")
    if promise.due_on is not None and promise.due_on < meeting.happened_on:
        raise Refused("It cannot be due before the meeting; nothing was written down yet. Check the day.")
    values = {
        "pupil_id": meeting.pupil_id, "meeting_id": meeting.uuid, "happened_on": meeting.happened_on,
        "what": promise.what, "owner": promise.owner, "due_on": promise.due_on,
    }  # fmt: skip
    return editing.add(store, AgreedAction, values, "")


def _step_row(session: Session, meeting_id: str, step: str) -> MeetingStep | None:
    query = select(MeetingStep).where(
        MeetingStep.meeting_id == meeting_id, MeetingStep.step == step, MeetingStep.deleted_at.is_(None)
    )
    return session.scalars(query).first()


def _unsay(session: Session, meeting_id: str, step: str) -> None:
    """Words that changed since were not read back."""
    row = _step_row(session, meeting_id, step)
    if row is not None:
        row.read_back = ""
