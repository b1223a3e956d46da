"""A filled preparation form comes back: whose it is, what it says, and its answers into that pupil's views.

Nothing is written until somebody has seen the answers; then they go beside what is there, or in its place, as one unit of
work. A form made by another school, of another pupil, altered, empty, or read in before is refused with its reason.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.school.paper import FormRead
from gradesk.services import editing
from gradesk.services.paper import form_marks
from gradesk.services.plans import cycles, plans, reviews
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

BESIDE, INSTEAD = "beside", "instead"
WAYS = ((BESIDE, "Add them to what is there"), (INSTEAD, "Put them in place of what is there"))
_INFORMANTS = {"pupil": "self", "parent": "parent", "teacher": "teacher"}
_VIEWS = {"pupil": "pupil_view", "parent": "parent_view", "teacher": "staff_view"}
_LABELS = {"pupil": "{Pupil}’s own view", "parent": "Parent carer’s view", "teacher": "Staff’s view"}


@dataclass(frozen=True)
class FilledForm:
    """What was read out of a file: answers by the code of their question, ticked levels by the mark of their target."""

    mark: str
    answers: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    who: str = ""


@dataclass(frozen=True)
class Answered:
    """One question, or one target, with what was answered."""

    asked: str
    answer: str


@dataclass(frozen=True)
class Preview:
    """What taking a form in would do. `there` is what the view holds now; `ratings` are the pupil's own, by target.

    `place` says where the answers go, in the school's words; `words` are what would be written.
    """

    form: FilledForm
    pupil_id: str
    name: str
    class_name: str
    kind: str
    made_on: date
    who: str
    answered: tuple[Answered, ...]
    place: str
    record: str
    in_review: bool
    view: str
    there: str
    words: str
    ratings: Mapping[str, str] = field(default_factory=dict)


def preview(store: Store, form: FilledForm, pupil_id: str = "") -> Preview:
    """Whose form it is and what its answers would do; `pupil_id` is the pupil it was chosen for, or empty.

    Raises:
        Refused: it is another school's or pupil's, altered, empty, read in before, or there is nowhere to put it.
    """
    found, mark = _owner(store, form, pupil_id)
    targets = _targets(store, form, found.uuid)
    answered = _answered(mark.kind, form, targets)
    if not answered:
        raise Refused("Nobody has written anything into this form, so nothing was changed. Ask for it to be filled in.")
    _refuse_twice(store, form)
    record, in_review, there = _place(store, found.uuid, mark.kind)
    today = store.clock.today()
    who = " ".join(form.who.split())
    head = f"{day_words(today, today)}, on a form of {day_words(mark.made_on, today)}{f', {who}' if who else ''}:"
    words = "\n".join([head, *(f"{one.asked} {one.answer}" for one in answered)])
    ratings = {}
    if mark.kind == "pupil" and in_review:
        ratings = {targets[code].uuid: ticked[0] for code, ticked in form.levels.items() if len(ticked) == 1}
    return Preview(
        form, found.uuid, found.name, found.class_name, mark.kind, mark.made_on, who, answered,
        f"{_LABELS[mark.kind]}, in the {'review' if in_review else 'plan'}", record, in_review, _VIEWS[mark.kind], there,
        words, ratings,
    )  # fmt: skip


def take(store: Store, seen: Preview, way: str = BESIDE) -> None:
    """Write the answers where the preview said, beside what is there or in its place. One Undo takes all of it back."""
    if way not in (BESIDE, INSTEAD):
        raise Refused(f"There is no way “{way}” to take a form in; nothing was changed.")
    now = preview(store, seen.form, seen.pupil_id)
    if (now.record, now.there) != (seen.record, seen.there):
        raise Refused(
            "What stands there has changed meanwhile; nothing was written. Read the form once more and look again."
        )
    kept = now.there.strip() if way == BESIDE else ""
    whole = f"{kept}\n\n{now.words}" if kept else now.words
    if len(whole) > editing.LONGEST:
        raise Refused(
            f"The view would be longer than {editing.LONGEST:,} characters; nothing was changed. Shorten what is there "
            "first, or attach the form as a document."
        )
    name = pupils.first_name(store, now.pupil_id)
    with store.work(f"Take in a form about {name}"):
        if now.in_review:
            reviews.change(store, now.record, {now.view: whole})
            _rate(store, now, way)
        else:
            plans.change(store, now.record, {now.view: whole})
        values = {"pupil_id": now.pupil_id, "informant": _INFORMANTS[now.kind], "name": now.who}
        editing.add(store, FormRead, {**values, "mark": now.form.mark, "digest": digest(now.form)}, "")


def digest(form: FilledForm) -> str:
    """The SHA-256 of a form's answers."""
    told = repr((form.mark, sorted(form.answers.items()), sorted(form.levels.items()), form.who))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def _rate(store: Store, seen: Preview, way: str) -> None:
    """The pupil's own ratings; one that stands already stays, unless the form is to take its place."""
    for line in reviews.page(store, seen.record).lines:
        level = seen.ratings.get(line.target.uuid)
        has = line.outcome is not None and line.outcome.pupil_rating
        if level and (way == INSTEAD or not has):
            reviews.rate(store, seen.record, line.target.uuid, {"pupil_rating": level})


def _owner(store: Store, form: FilledForm, pupil_id: str) -> tuple[Pupil, form_marks.Mark]:
    mark = form_marks.read_mark(form.mark)
    if mark is None:
        raise Refused(
            "This is no form of Gradesk, or it was altered; nothing was changed. Choose the form that came back."
        )
    with store.read() as session:
        key = form_marks.key_of(session)
        if not hmac.compare_digest(mark.school, form_marks.school_of(key)):
            raise Refused(
                "This form was made by another school; nothing was changed. Send it to the school that made it."
            )
        everyone = session.scalars(select(Pupil).where(Pupil.deleted_at.is_(None))).all()
    asked = {question.code for question in form_marks.questions(mark.kind)}
    marks = sorted(form.levels)
    owner = next(
        (
            one
            for one in everyone
            if hmac.compare_digest(mark.digest, form_marks.digest(key, mark.kind, one.uuid, mark.made_on, marks))
        ),
        None,
    )
    if owner is None or set(form.answers) != asked:
        raise Refused(
            "This form was altered since it was printed, or its pupil was deleted; nothing was changed. Print a fresh one "
            "and copy the answers."
        )
    if pupil_id and owner.uuid != pupil_id:
        raise Refused(
            "This form is about another pupil than the one you chose; nothing was changed. Choose the right pupil."
        )
    return owner, mark


def _targets(store: Store, form: FilledForm, pupil_id: str) -> dict[str, Target]:
    """The targets on the form by their marks; one that was deleted since has no words any more."""
    with store.read() as session:
        rows = session.scalars(select(Target).where(Target.pupil_id == pupil_id)).all()
    return {mark: row for row in rows if (mark := form_marks.target_mark(row.uuid)) in form.levels}


def _answered(kind: str, form: FilledForm, targets: Mapping[str, Target]) -> tuple[Answered, ...]:
    found = []
    for mark, target in sorted(targets.items(), key=lambda pair: (pair[1].position, pair[0])):
        ticked = ", ".join(form_marks.level_words(kind, level) for level in form.levels[mark])
        if ticked:
            words = " ".join((target.pupil_wording or target.staff_wording).split()) or f"Target {target.position}"
            found.append(Answered(f"“{words}”:", ticked))
    for question in form_marks.questions(kind):
        answer = form.answers.get(question.code, "").strip()
        if answer:
            found.append(Answered(question.words, answer))
    return tuple(found)


def _refuse_twice(store: Store, form: FilledForm) -> None:
    with store.read() as session:
        query = select(FormRead).where(FormRead.digest == digest(form), FormRead.deleted_at.is_(None))
        before = session.scalars(query).first()
    if before is not None:
        raise Refused(
            f"These answers were read in already on {before.happened_on:%d/%m/%Y}; nothing was changed. They stand in the "
            "pupil’s views."
        )


def _place(store: Store, pupil_id: str, kind: str) -> tuple[str, bool, str]:
    """Where a view goes: the record's uuid (of the cycle for a review), whether it is a review, and what stands there.

    A cycle at its review takes it; else the plan in force. A teacher's view has its place in a review alone.
    """
    current = cycles.current(store, pupil_id)
    if current is not None and (current.cycle.stage == "review" or kind == "teacher"):
        review = reviews.page(store, current.cycle.uuid).review
        return current.cycle.uuid, True, getattr(review, _VIEWS[kind]) if review is not None else ""
    plan_id = plans.for_learning(store, pupil_id)
    if plan_id is None or kind == "teacher":
        need = "an open cycle" if kind == "teacher" else "a plan or a review"
        raise Refused(
            f"There is no place for these answers yet: they need {need}. Nothing was changed. Begin one, then read the form."
        )
    with store.read() as session:
        return plan_id, False, getattr(session.get_one(Plan, plan_id), _VIEWS[kind])
