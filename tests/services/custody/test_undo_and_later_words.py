"""Taking one thing back never takes back what somebody wrote since, and leaves nothing hanging."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradesk.services.custody import history, moving
from gradesk.services.evidence import attachments
from gradesk.services.meetings import actions, meetings
from gradesk.services.pupils import pupils
from gradesk.services.school import opening, school
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused
from tests.conftest import PASSPHRASE, TODAY


def newest(store: Store) -> int:
    """The number of the unit written last."""
    unit = history.undoable(store)
    assert unit is not None
    return unit.id


@pytest.fixture
def ben(store: Store, ava: str) -> str:
    """Another pupil."""
    del ava
    return pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Hill"})


@pytest.fixture
def contact(store: Store, ava: str) -> str:
    """A phone call about Ava."""
    return meetings.log(store, ava, {"kind": "phone", "summary": "Reads at home", "happened_on": TODAY})


def test_the_same_words_written_again_later_are_not_taken_back(store: Store, ava: str) -> None:
    pupils.change_pupil(store, ava, {"preferred_forename": "Avie"})
    first = newest(store)
    pupils.change_pupil(store, ava, {"preferred_forename": "Avy"})
    pupils.change_pupil(store, ava, {"preferred_forename": "Avie"})
    with pytest.raises(Refused, match="changed again since"):
        history.undo(store, first)
    history.undo(store)
    history.undo(store)
    history.undo(store, first)  # nothing that was written since stands any more
    assert pupils.page(store, ava).pupil.preferred_forename == ""


def test_words_put_since_into_what_was_empty_then_are_not_taken_back(store: Store, contact: str, ava: str) -> None:
    logged = newest(store)
    meetings.change(store, contact, {"with_whom": "Mum"})
    with pytest.raises(Refused, match="changed again since"):
        history.undo(store, logged)
    assert [one.with_whom for one in meetings.of_pupil(store, ava)] == ["Mum"]


def test_an_action_promised_since_keeps_its_contact_where_it_is(store: Store, ava: str, ben: str, contact: str) -> None:
    moving.move(store, "meeting", contact, moving.Place(ben, "Ben Hill"))
    moved = newest(store)
    actions.add(store, ben, {"what": "Send the book home", "owner": "Mr Reed", "meeting_id": contact})
    with pytest.raises(Refused, match="changed again since"):
        history.undo(store, moved)
    assert [one.uuid for one in meetings.of_pupil(store, ben)] == [contact] and meetings.of_pupil(store, ava) == []


def test_what_cannot_be_done_again_says_why(store: Store, ava: str, contact: str) -> None:
    with pytest.raises(Refused, match="There is nothing to do again; nothing was changed"):
        history.redo(store)
    history.undo(store)
    meetings.log(store, ava, {"summary": "Spoke at the door"})
    with pytest.raises(Refused, match="“Phone call about Ava” was written since"):
        history.redo(store)
    assert contact not in [one.uuid for one in meetings.of_pupil(store, ava)]


def test_what_would_go_back_to_a_deleted_pupil_is_refused(store: Store, ava: str, ben: str, contact: str) -> None:
    moving.move(store, "meeting", contact, moving.Place(ben, "Ben Hill"))
    moved = newest(store)
    pupils.delete_pupil(store, ava)
    with pytest.raises(Refused, match="Restore the record"):
        history.undo(store, moved)
    assert [one.uuid for one in meetings.of_pupil(store, ben)] == [contact]


def test_a_document_attached_since_keeps_its_record_where_it_is(
    store: Store, ava: str, ben: str, contact: str, tmp_path: Path
) -> None:
    logged = newest(store)
    moving.move(store, "meeting", contact, moving.Place(ben, "Ben Hill"))
    moved = newest(store)
    (tmp_path / "letter.txt").write_text("A letter from home", "utf-8")
    taken = attachments.read_file(tmp_path / "letter.txt")
    attachments.add(store, ben, taken, {"about": "contact", "about_id": contact})
    for unit in (moved, logged):
        with pytest.raises(Refused, match="changed again since"):
            history.undo(store, unit)
    assert [one.uuid for one in meetings.of_pupil(store, ben)] == [contact]


def test_what_is_done_to_a_record_that_left_is_not_in_the_history_it_left(
    store: Store, ava: str, ben: str, contact: str
) -> None:
    moving.move(store, "meeting", contact, moving.Place(ben, "Ben Hill"))
    moving.move(store, "meeting", contact, moving.Place(ava, "Ava Núñez"))
    meetings.change(store, contact, {"summary": "Afterwards, of Ava alone"})
    told = [change.after for entry in history.entries(store, ben) for change in entry.changes]
    assert not {"Afterwards, of Ava alone", "Reads at home"} & set(told)
    assert any(entry.label.startswith(history.MOVE) for entry in history.entries(store, ben))


def test_nothing_is_moved_to_a_pupil_who_had_left_by_then(store: Store, ben: str, contact: str) -> None:
    pupils.change_pupil(store, ben, {"left_on": TODAY.replace(day=1)})
    with pytest.raises(Refused, match="had left"):
        moving.move(store, "meeting", contact, moving.Place(ben, "Ben Hill"))


def test_undo_reaches_back_over_restarts_and_never_into_what_the_school_was_made_with(folder: Path) -> None:
    store = opening.open_school(folder, PASSPHRASE, fixed_clock(TODAY))
    uuid = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Barlow"})
    pupils.change_pupil(store, uuid, {"preferred_forename": "Bobby"})
    store.close()
    store = opening.open_school(folder, PASSPHRASE, fixed_clock(TODAY))
    assert history.undo(store) == "Change Bo’s details"
    store.close()
    store = opening.open_school(folder, PASSPHRASE, fixed_clock(TODAY))
    assert history.redo(store) == "Change Bo’s details"
    assert pupils.page(store, uuid).pupil.preferred_forename == "Bobby"
    history.undo(store)
    assert history.undo(store) == "Add Bo"
    with pytest.raises(Refused, match="nothing to undo"):
        history.undo(store)
    assert school.card(store).name == "Fernhill Primary"
    store.close()


def test_a_copy_does_not_take_back_what_another_did(store: Store, ava: str) -> None:
    pupils.change_pupil(store, ava, {"preferred_forename": "Avie"})
    store.become_another()
    with pytest.raises(Refused, match="nothing to undo"):
        history.undo(store)
