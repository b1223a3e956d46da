"""The pupil's corner: what is asked there, and what a child answered, one record a question and a day."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import select

from gradesk.model.plans.pupil_answer import FACES, PupilAnswer
from gradesk.model.rules.days.age_band import BANDS, age_band
from gradesk.model.vocabulary import PUPIL_RATINGS
from gradesk.services import editing
from gradesk.services.plans import plans
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

WISH = "/"  # between a number on the scale and the one that is wished for
HIGHEST = 10  # of a scale that begins with 0
_GLIMPSE = 160  # characters of a line that tells of a whole sitting


@dataclass(frozen=True)
class Question:
    """One question as it is asked of one child. A question about a target names it; `place` tells it from all others."""

    code: str
    short: str
    shape: str
    asks: str
    more: str
    wish: str = ""
    view: bool = False
    passport: str = ""
    step: str = ""
    sort: str = ""
    pictures: tuple[tuple[str, str], ...] = ()
    target_id: str = ""
    target: str = ""

    @property
    def place(self) -> str:
        """What it is called among the pages of the corner."""
        return f"{self.code}:{self.target_id}" if self.target_id else self.code


@dataclass(frozen=True)
class Sitting:
    """What one child said on one day, in the order in which it is asked, and who sat beside."""

    day: date
    helped_by: str
    answers: tuple[PupilAnswer, ...]
    written_at: datetime

    @property
    def label(self) -> str:
        """Its line on the timeline."""
        return "In their own words" + (f", with {self.helped_by}" if self.helped_by else "")

    @property
    def detail(self) -> str:
        """What was said, shortened."""
        said = " · ".join(f"{short(one)}: {spoken(one)}" for one in self.answers)
        return said if len(said) <= _GLIMPSE else f"{said[: _GLIMPSE - 1].rstrip()}…"


@cache
def _rows() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads(resource("school", "corner.toml").read_text("utf-8"))["question"])


@cache
def every_question(band: str) -> tuple[Question, ...]:
    """What is asked at an age, in order; the one about targets stands for all of them."""
    found = []
    for row in _rows():
        if row.get(band):
            rest = {name: value for name, value in row.items() if name not in (*BANDS, "pictures")}
            pictures = tuple((code, label) for code, label in row.get("pictures", ()))
            found.append(Question(**rest, asks=row[band], pictures=pictures))
    return tuple(found)


def questions(store: Store, pupil_id: str) -> list[Question]:
    """What is asked of a pupil today: in words for their age, with a page for each target of the plan in hand."""
    pupil = pupils.page(store, pupil_id).pupil
    plan_id = plans.for_learning(store, pupil_id)
    targets = plans.page(store, plan_id).targets if plan_id is not None else ()
    asked: list[Question] = []
    for one in every_question(age_band(pupil.year_group, pupil.date_of_birth, store.clock.today())):
        if one.shape != "targets":
            asked.append(one)
            continue
        for target in targets:
            wording = target.pupil_wording.strip() or target.staff_wording.strip()
            if wording:
                asked.append(replace(one, target_id=target.uuid, target=wording))
    return asked


def answer(
    store: Store, pupil_id: str, question: Question, values: Mapping[str, Any], initiator: object | None = None
) -> None:
    """Keep what was answered today; what is changed is changed in the same record, and one that is emptied goes.

    `values` may name `value`, `words`, `pictures`, `strokes`, `helped_by`, `meeting_id`.
    """
    name = pupils.first_name(store, pupil_id)
    before = next((one for one in on_day(store, pupil_id) if place(one) == question.place), None)
    said = {field: getattr(before, field) if before is not None else "" for field in _SAID} | dict(values)
    with store.work(f"{name} said: {question.short}", initiator):
        if not any(said[field].strip() for field in _SAID):
            if before is not None:
                editing.remove(store, PupilAnswer, before.uuid, "")
            return
        if before is not None:
            editing.change(store, PupilAnswer, before.uuid, values, "")
            return
        asked = f"{question.asks} {question.target}".strip()
        fixed = {
            "pupil_id": pupil_id, "question": question.code, "shape": question.shape, "asked": asked,
            "target_id": question.target_id or None,
        }  # fmt: skip
        editing.add(store, PupilAnswer, {**values, **fixed}, "")


_SAID = ("value", "words", "pictures", "strokes")


def place(answer: PupilAnswer) -> str:
    """The place of the question that was answered."""
    return f"{answer.question}:{answer.target_id}" if answer.target_id else answer.question


def on_day(store: Store, pupil_id: str, day: date | None = None) -> list[PupilAnswer]:
    """What a pupil answered on a day (today), in the order in which it is asked."""
    found = next((one for one in sittings(store, pupil_id) if one.day == (day or store.clock.today())), None)
    return list(found.answers) if found is not None else []


def sittings(store: Store, pupil_id: str) -> list[Sitting]:
    """All that a pupil said in the corner, newest day first."""
    with store.read() as session:
        query = select(PupilAnswer).where(PupilAnswer.pupil_id == pupil_id, PupilAnswer.deleted_at.is_(None))
        rows = session.scalars(query.order_by(PupilAnswer.happened_on.desc(), PupilAnswer.written_at)).all()
    order = {row["code"]: number for number, row in enumerate(_rows())}
    by_day: dict[date, list[PupilAnswer]] = {}
    for row in rows:
        by_day.setdefault(row.happened_on, []).append(row)
    found = []
    for day, answers in by_day.items():
        answers.sort(key=lambda one: order.get(one.question, len(order)))
        helpers = dict.fromkeys(one.helped_by for one in answers if one.helped_by)
        found.append(Sitting(day, ", ".join(helpers), tuple(answers), min(one.written_at for one in answers)))
    return found


def name_helper(store: Store, pupil_id: str, who: str, day: date | None = None) -> None:
    """Say who sat beside a pupil on a day (today), in all answers of that day."""
    with store.work("Who sat beside"):
        for one in on_day(store, pupil_id, day):
            if one.helped_by != who:
                editing.change(store, PupilAnswer, one.uuid, {"helped_by": who}, "")


def last_helper(store: Store, pupil_id: str) -> str:
    """Who sat beside the last time."""
    return next((one.helped_by for one in sittings(store, pupil_id) if one.helped_by), "")


def remove(store: Store, uuid: str) -> None:
    """Delete one answer; undo and the history bring it back."""
    editing.remove(store, PupilAnswer, uuid, "Delete an answer")


def remove_sitting(store: Store, pupil_id: str, day: date) -> None:
    """Delete all answers of a day at once."""
    found = on_day(store, pupil_id, day)
    if not found:
        raise Refused("There is nothing of that day any more; nothing was deleted.")
    with store.work(f"Delete what {pupils.first_name(store, pupil_id)} said"):
        for one in found:
            editing.remove(store, PupilAnswer, one.uuid, "")


def short(answer: PupilAnswer) -> str:
    """What the answer is called where adults read it; a target by its own words."""
    if answer.target_id is not None:
        return answer.asked.partition("? ")[2] or answer.asked
    return next((str(row["short"]) for row in _rows() if row["code"] == answer.question), answer.asked)


def chosen(answer: PupilAnswer) -> str:
    """What was chosen, in words that stand by themselves; empty for nothing."""
    if not answer.value:
        return ""
    if answer.shape == "faces":
        return FACES.label(answer.value)
    if answer.shape == "targets":
        return PUPIL_RATINGS.label(answer.value)
    if answer.shape == "scale":
        now, _, wished = answer.value.partition(WISH)
        parts = [f"{now} out of {HIGHEST}"] if now else []
        parts += [f"I would like to be at {wished}"] if wished else []
        return "; ".join(parts)
    return answer.value[:1].upper() + answer.value[1:]


def spoken(answer: PupilAnswer) -> str:
    """All of an answer in one line: what was chosen, and the words as they were spoken."""
    words = " ".join(answer.words.split())
    said = ". ".join(part for part in (chosen(answer), words) if part)
    return said or ("Drawn, without words" if strokes(answer) else "")


def strokes(answer: PupilAnswer) -> Sequence[Mapping[str, Any]]:
    """The lines of a drawing, each with the role of its colour and its points."""
    found: list[dict[str, Any]] = json.loads(answer.strokes) if answer.strokes else []
    return found


def is_low(answer: PupilAnswer) -> bool:
    """Whether a face or a number is in the lower half: then it is not working."""
    now = answer.value.partition(WISH)[0]
    if answer.shape == "faces":
        return now in ("1", "2")
    return answer.shape == "scale" and now.isdecimal() and int(now) < HIGHEST / 2
