"""The day something is about: after the pupil was born, and, where it must have happened, not in the time to come."""

from __future__ import annotations

from datetime import date

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.day_text import written_day
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def check_day(store: Store, pupil_id: str, day: object, what: str) -> None:
    """Refuse a day that lies before the pupil's birth or ahead of today. `what` begins the sentence: "An observation"."""
    if not isinstance(day, date):
        return
    if day > store.clock.today():
        raise Refused(f"{what} cannot be of {written_day(day)}, a day to come; that day was not kept. Check the date.")
    refuse_before_birth(store, pupil_id, day, what)


def refuse_before_birth(store: Store, pupil_id: str, day: date, what: str) -> None:
    """Refuse a day on which the pupil was not yet born. `what` begins the sentence."""
    with store.read() as session:
        born = session.get_one(Pupil, pupil_id).date_of_birth
    if born is not None and day < born:
        raise Refused(
            f"{what} cannot be of {written_day(day)}, before the date of birth ({written_day(born)}); that day was not "
            "kept. Check both dates."
        )
