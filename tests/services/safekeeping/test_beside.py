"""A backup beside the school: what is gone, otherwise and new since; a plan, or a whole pupil, brought back in one step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gradesk.model.plans.target import Target
from gradesk.model.pupils.pupil import Pupil
from gradesk.services import editing
from gradesk.services.custody import erasing, history
from gradesk.services.evidence import attachments
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.meetings import meetings
from gradesk.services.plans import plans
from gradesk.services.pupils import pupils
from gradesk.services.safekeeping import backups, beside, ways
from gradesk.services.school import opening
from gradesk.store.keys.key_file import WrongPassphrase
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import CHEAP, PASSPHRASE
from tests.services.planning import whole_plan

NOTE = {"happened_on": date(2026, 10, 5), "kind": "phone", "summary": "Mum rang about reading"}


def _backup(store: Store, tmp_path: Path) -> Path:
    (made,) = backups.make(store, tmp_path / "stick")
    assert made.path is not None
    return made.path


def test_right_after_a_backup_nothing_differs(store: Store, ava: str, tmp_path: Path) -> None:
    found = beside.look(store, _backup(store, tmp_path))
    assert found.lines == () and found.records > 10
    assert not list(store.vault.folder.glob("backup.scratch*"))


def test_what_is_gone_otherwise_and_new_is_told_by_pupil(store: Store, ava: str, tmp_path: Path) -> None:
    note = meetings.log(store, ava, NOTE)
    path = _backup(store, tmp_path)
    meetings.remove(store, note)
    pupils.change_pupil(store, ava, {"preferred_forename": "Avie"})
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Abbot"})
    found = beside.look(store, path)
    told = {(one.pupil_id, one.how) for one in found.lines}
    assert {(ava, beside.GONE), (ava, beside.CHANGED), (ben, beside.NEW)} <= told
    changed = next(one for one in found.lines if one.how == beside.CHANGED)
    assert ("Preferred forename", "", "Avie") in changed.fields
    assert found.pupils[-1] != "" or not found.of("")
    assert found.names[ben] == "Ben Abbot"


def test_a_plan_comes_back_with_its_targets_and_undo_takes_it_away_again(
    store: Store, ava: str, tmp_path: Path
) -> None:
    plan = whole_plan(store, ava, targets=2)
    targets = [one.uuid for one in plans.page(store, plan).targets]
    path = _backup(store, tmp_path)
    for one in targets:
        plans.remove_target(store, one)
    plans.remove(store, plan)
    found = beside.look(store, path)
    line = next(one for one in found.lines if one.kind == "plan")
    assert beside.bring_back(store, found, [line]) >= 1 + len(targets)
    assert [one.uuid for one in plans.page(store, plan).targets] == targets
    again = beside.look(store, path)
    assert not [one for one in again.lines if one.kind in ("plan", "target")]
    assert history.undo(store).startswith("Bring back from the backup of")
    assert all(one.uuid != plan for one in plans.plans(store, ava))


def test_a_deleted_pupil_comes_back_whole_with_their_documents(store: Store, ava: str, tmp_path: Path) -> None:
    meetings.log(store, ava, NOTE)
    attachments.add(store, ava, TakenIn("a.txt", "text/plain", b"Report"), {"title": "Report"})
    path = _backup(store, tmp_path)
    editing.remove(store, Pupil, ava, "Delete a pupil")
    for one in meetings.of_pupil(store, ava):
        meetings.remove(store, one.uuid)
    found = beside.look(store, path)
    beside.bring_back(store, found, found.of(ava))
    assert pupils.page(store, ava).pupil.name and len(meetings.of_pupil(store, ava)) == 1
    assert not [one for one in beside.look(store, path).of(ava) if one.can_come_back]
    assert store.broken_seals() == 0


def test_nothing_is_brought_back_of_what_is_new(store: Store, ava: str, tmp_path: Path) -> None:
    path = _backup(store, tmp_path)
    meetings.log(store, ava, NOTE)
    found = beside.look(store, path)
    with pytest.raises(Refused, match="nothing was changed"):
        beside.bring_back(store, found, list(found.lines))


def test_a_backup_of_an_older_key_asks_for_the_passphrase_of_its_time(store: Store, ava: str, tmp_path: Path) -> None:
    path, folder = _backup(store, tmp_path), store.vault.folder
    code = ways.new_code()
    first, second = (ways.groups(code)[place - 1] for place in ways.TYPED_BACK)
    ways.replace_key(store, PASSPHRASE, code, f"{first} {second}")
    store.close()
    store = opening.open_school(folder, PASSPHRASE)
    try:
        with pytest.raises(WrongPassphrase):
            beside.look(store, path)
        assert beside.look(store, path, PASSPHRASE).lines == ()
    finally:
        store.close()


def test_a_backup_of_another_school_and_one_that_is_none_are_refused(store: Store, ava: str, tmp_path: Path) -> None:
    other = opening.make_school(tmp_path / "other", "Another school", PASSPHRASE, store.clock, cost=CHEAP)
    path = _backup(store, tmp_path)
    try:
        with pytest.raises(Refused, match="another school"):
            beside.look(other, path)
    finally:
        other.close()
    path.write_bytes(path.read_bytes()[:5_000])
    with pytest.raises(Refused, match="damaged"):
        beside.look(store, path)


def test_who_was_erased_since_comes_back_with_nothing(store: Store, ava: str, tmp_path: Path) -> None:
    meetings.log(store, ava, NOTE)
    path = _backup(store, tmp_path)
    erasing.erase(store, ava, "kept_long_enough")
    found = beside.look(store, path)
    assert not [one for one in found.lines if one.pupil_id == ava] and ava not in found.names
    with pytest.raises(Refused):
        beside.bring_back(store, found, [one for one in found.lines if one.kind == "meeting"])


def test_the_school_reads_its_own_words_beside_a_backup(store: Store, ava: str, tmp_path: Path) -> None:
    plan = whole_plan(store, ava, targets=1)
    (target,) = plans.page(store, plan).targets
    editing.change(store, Target, target.uuid, {"pupil_wording": "I can {wait}"}, "Change a target")
    path = _backup(store, tmp_path)
    editing.remove(store, Target, target.uuid, "Delete a target")
    told = [one for line in beside.look(store, path).lines for one in line.fields]
    assert ("In the pupil’s words", "I can {wait}", "") in told
    assert not any("{pupil}" in label.lower() for label, _then, _now in told)
