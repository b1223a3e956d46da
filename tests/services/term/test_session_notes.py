"""The note of a session goes into the notes of a target once, with its day, its number and where it is from."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gradesk.services.custody import history
from gradesk.services.plans import plans, progress
from gradesk.services.pupils import pupils
from gradesk.services.term import figures, provisions, registers, serving
from gradesk.services.term.given import session_notes
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.services.planning import agreed_plan

MONDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 18)
CLUB: dict[str, Any] = {
    "name": "Brick club", "starts_on": date(2026, 11, 9), "times_a_week": 3.0, "minutes": 20, "weekdays": "mon wed fri",
}  # fmt: skip


@pytest.fixture
def target(store: Store, ava: str) -> str:
    """The first target of Ava’s agreed plan, which has two."""
    return plans.page(store, agreed_plan(store, ava, targets=2)).targets[0].uuid


@pytest.fixture
def club(store: Store, ava: str, target: str) -> str:
    """A group that serves it."""
    uuid = provisions.add(store, [ava], CLUB)
    serving.link(store, uuid, target)
    return uuid


def test_a_note_stays_through_other_marks_and_counts_no_minutes(store: Store, ava: str, club: str) -> None:
    registers.annotate(store, club, MONDAY, ava, "3/5 with visual prompt")
    assert figures.of(store, club).tally.delivered == 0
    registers.mark(store, club, MONDAY, [ava], "here")
    registers.mark(store, club, MONDAY, [ava], "")
    mark = registers.register(store, club, MONDAY, MONDAY).mark(MONDAY, ava)
    assert mark is not None and (mark.mark, mark.note) == ("", "3/5 with visual prompt")
    registers.annotate(store, club, MONDAY, ava, "")
    assert registers.register(store, club, MONDAY, MONDAY).mark(MONDAY, ava) is None


def test_a_note_goes_to_a_target_once_with_its_day_and_its_number(
    store: Store, ava: str, club: str, target: str
) -> None:
    registers.annotate(store, club, MONDAY, ava, "3/5 with visual prompt")
    [offered] = session_notes.targets_of(store, club, MONDAY, ava)
    assert (offered.target_id, offered.is_there) == (target, False)
    session_notes.put(store, club, MONDAY, ava, target)
    [point] = progress.points(store, [target])[target]
    assert (point.happened_on, point.value, point.out_of, point.words) == (MONDAY, 3, 5, "3/5 with visual prompt")
    assert session_notes.origins(store, [point]) == {point.uuid: "Brick club"}
    assert session_notes.targets_of(store, club, MONDAY, ava)[0].is_there
    with pytest.raises(Refused, match="stands with the target already"):
        session_notes.put(store, club, MONDAY, ava, target)
    registers.annotate(store, club, MONDAY, ava, "corrected")  # the target’s note is one of its own
    assert progress.points(store, [target])[target][0].words == "3/5 with visual prompt"
    history.undo(store)
    history.undo(store)
    assert progress.points(store, [target])[target] == ()
    session_notes.put(store, club, MONDAY, ava, target)


def test_without_a_note_or_a_link_nothing_goes_to_a_target(store: Store, ava: str, club: str, target: str) -> None:
    with pytest.raises(Refused, match="Ava has no note on 16/11/2026"):
        session_notes.put(store, club, MONDAY, ava, target)
    registers.annotate(store, club, MONDAY, ava, "calm")
    serving.unlink(store, club, target)
    assert session_notes.targets_of(store, club, MONDAY, ava) == []
    with pytest.raises(Refused, match="does not serve that target of Ava"):
        session_notes.put(store, club, MONDAY, ava, target)


def test_a_session_that_did_not_run_takes_no_note_and_neither_does_who_was_not_in_it(
    store: Store, ava: str, club: str
) -> None:
    registers.not_run(store, club, WEDNESDAY, "room")
    with pytest.raises(Refused, match="did not run; your note was not kept"):
        registers.annotate(store, club, WEDNESDAY, ava, "calm")
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})
    member = provisions.join(store, club, ben, WEDNESDAY)
    with pytest.raises(Refused, match="is not in Brick club on 16/11/2026"):
        registers.annotate(store, club, MONDAY, ben, "calm")
    provisions.change_member(store, member, {"left_on": WEDNESDAY})
    with pytest.raises(Refused, match="is not in Brick club on 20/11/2026"):
        registers.annotate(store, club, date(2026, 11, 20), ben, "calm")
