"""An approved import is one unit of work: all of it or nothing, remembered, and without effect the second time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from gradesk.interchange.pupils.planning import decided
from gradesk.interchange.receive import make_plan, open_table
from gradesk.interchange.table import Reading
from gradesk.model.pupils.contact import Contact
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import StatusPeriod
from gradesk.model.school.importing import ImportBatch
from gradesk.services.admission.admission import AdmissionPlan, FieldChange, Group, PlanRow, Source, fingerprint
from gradesk.services.admission.admitting import Admitted, apply_plan
from gradesk.services.admission.known_register import import_memory, known_pupils
from gradesk.services.custody import history
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.progress import Cancelled
from gradesk.system.refusal import Refused
from tests.interchange.builders import HEADERS, TODAY, csv_bytes, row, saved, upn

FULL = (*HEADERS, "Primary Need", "Contact 1 Name", "Contact 1 Mobile", "Preferred Forename", "EAL", "Attendance %")
IDA = [*row(1, surname="Núñez", forename="Ida", status="K"), "SLCN", "Ann Núñez", "07000 1", "Idie", "Y", "95.5"]
BO = [*row(2, surname="Lamb", forename="Bo"), "", "", "", "", "N", ""]


def plan_for(store: Store, folder: Path, *lines: list[str]) -> AdmissionPlan:
    """The plan for a register with these lines, against what the file holds."""
    path = folder / "register.csv"
    path.write_bytes(csv_bytes(FULL, *lines))
    return make_plan(open_table(path, import_memory(store)), known_pupils(store), today=TODAY)


def uuid_of(store: Store, forename: str) -> str:
    """The uuid of the pupil with this legal forename."""
    return next(one.uuid for one in known_pupils(store) if one.legal_forename == forename)


def test_new_pupils_come_in_whole(store: Store, tmp_path: Path, counted: Callable[[], list[str]]) -> None:
    assert apply_plan(store, plan_for(store, tmp_path, IDA, BO)) == Admitted(2, 0, 0)
    assert counted() == ["Import of 2 pupils"]
    page = pupils.page(store, uuid_of(store, "Ida"))
    assert (page.pupil.name, page.pupil.upn, page.pupil.search_text[:10]) == ("Idie Núñez", upn(1), "idie nunez")
    assert page.status is not None
    assert (page.status.status, page.status.starts_on) == ("K", TODAY)
    assert [(need.code, need.rank, need.area) for need in page.needs] == [("SLCN", 1, "C&I")]
    assert [(one.name, one.phone) for one in page.contacts] == [("Ann Núñez", "07000 1")]
    assert (page.pupil.eal, page.pupil.attendance_percent) == (True, 95.5)
    assert pupils.page(store, uuid_of(store, "Bo")).status is None


def test_the_same_file_twice_changes_nothing_and_leaves_no_trace(
    store: Store, tmp_path: Path, counted: Callable[[], list[str]]
) -> None:
    apply_plan(store, plan_for(store, tmp_path, IDA, BO))
    again = plan_for(store, tmp_path, IDA, BO)
    assert again.counts[Group.UNCHANGED] == 2
    assert apply_plan(store, again) == Admitted(0, 0, 0)
    assert len(counted()) == 1


def test_a_rise_of_support_closes_the_old_span_the_day_before(store: Store, tmp_path: Path, ava: str) -> None:
    line = [*row(1, upn="L867200126001", surname="Núñez", forename="Ava", dob="14/03/2017", status="E"), *[""] * 6]
    (found,) = plan_for(store, tmp_path, line).rows
    # Ava was typed in by hand, so the person ticks what the register knows better.
    ticked = replace(found, changes=tuple(replace(one, ticked=True) for one in found.changes))
    apply_plan(store, replace(plan_for(store, tmp_path, line), rows=(ticked,)))
    newest, oldest = sorted(pupils.page(store, ava).statuses, key=lambda span: span.starts_on, reverse=True)
    assert (newest.status, newest.starts_on, newest.ends_on) == ("E", TODAY, None)
    assert (oldest.status, oldest.ends_on) == ("K", date(2026, 11, 22))


def test_what_was_typed_since_is_kept_unless_ticked(store: Store, tmp_path: Path) -> None:
    apply_plan(store, plan_for(store, tmp_path, IDA))
    pupils.change_pupil(store, uuid_of(store, "Ida"), {"class_name": "5 Elm"})
    (found,) = plan_for(store, tmp_path, IDA).rows
    assert [(one.field, one.ticked) for one in found.changes] == [("class_name", False)]
    apply_plan(store, plan_for(store, tmp_path, IDA))
    assert pupils.page(store, uuid_of(store, "Ida")).pupil.class_name == "5 Elm"


def test_changed_needs_names_and_contacts_are_written(store: Store, tmp_path: Path) -> None:
    apply_plan(store, plan_for(store, tmp_path, IDA))
    line = [*row(1, surname="Holt", forename="Ida", status="K"), "ASD", "Ann Núñez", "07000 9", "Idie", "N", "90"]
    (found,) = plan_for(store, tmp_path, line).rows
    ticked = replace(found, changes=tuple(replace(one, ticked=True) for one in found.changes))
    assert apply_plan(store, replace(plan_for(store, tmp_path, line), rows=(ticked,))) == Admitted(0, 1, 0)
    page = pupils.page(store, uuid_of(store, "Ida"))
    assert page.pupil.sort_name == "holt idie"
    assert [need.code for need in page.needs] == ["ASD"]
    assert [(one.name, one.phone) for one in page.contacts] == [("Ann Núñez", "07000 9")]
    assert plan_for(store, tmp_path, line).counts[Group.UNCHANGED] == 1


def test_who_is_missing_becomes_a_leaver_only_when_ticked(store: Store, tmp_path: Path) -> None:
    apply_plan(store, plan_for(store, tmp_path, IDA, BO))
    plan = plan_for(store, tmp_path, IDA)
    apply_plan(store, plan)
    assert pupils.page(store, uuid_of(store, "Bo")).pupil.left_on is None
    ticked = replace(plan, rows=tuple(replace(one, ticked=True) for one in plan.rows))
    assert apply_plan(store, ticked) == Admitted(0, 0, 1)
    assert pupils.page(store, uuid_of(store, "Bo")).pupil.left_on == TODAY


def test_a_plan_is_refused_when_a_pupil_was_changed_since(store: Store, tmp_path: Path, ava: str) -> None:
    plan = plan_for(store, tmp_path, IDA)
    pupils.change_pupil(store, ava, {"house": "Red"})
    with pytest.raises(Refused, match="Nothing was imported"):
        apply_plan(store, plan)
    assert len(known_pupils(store)) == 1


def test_a_cancelled_import_leaves_nothing(store: Store, tmp_path: Path, counted: Callable[[], list[str]]) -> None:
    plan = plan_for(store, tmp_path, *([*row(n), *[""] * 6] for n in range(700)))

    def stop(done: int, total: int) -> None:
        assert total >= 700
        if done >= 500:
            raise Cancelled

    with pytest.raises(Cancelled):
        apply_plan(store, plan, stop)
    assert known_pupils(store) == []
    assert counted() == []
    assert apply_plan(store, plan).added == 700


def test_an_import_can_be_undone_and_done_again(store: Store, tmp_path: Path) -> None:
    apply_plan(store, plan_for(store, tmp_path, IDA, BO))
    history.undo(store)
    assert known_pupils(store) == []
    plan = plan_for(store, tmp_path, IDA, BO)
    assert plan.counts[Group.NEW] == 2
    apply_plan(store, plan)
    assert plan_for(store, tmp_path, IDA, BO).counts[Group.UNCHANGED] == 2


def test_how_the_file_was_read_is_remembered(store: Store, tmp_path: Path) -> None:
    line = [*row(1, status="T"), *[""] * 6]
    (tmp_path / "register.csv").write_bytes(csv_bytes(FULL, line))
    preview = open_table(tmp_path / "register.csv", import_memory(store))
    memory = replace(import_memory(store), answers={("status", "t"): "W"})
    apply_plan(store, make_plan(preview, known_pupils(store), memory, today=TODAY))
    learnt = import_memory(store)
    assert learnt.answers == {("status", "t"): "W"}
    assert learnt.seen == {preview.source.sha256: TODAY}
    assert list(learnt.mappings.values()) == [{column.key: column.field for column in preview.columns}]
    again = make_plan(open_table(tmp_path / "register.csv", learnt), known_pupils(store), today=TODAY)
    assert again.counts[Group.UNCHANGED] == 1
    with store.read() as session:
        batch = session.scalars(select(ImportBatch)).one()
        assert (batch.file_name, '"new": 1' in batch.counts) == ("register.csv", True)
        assert session.scalar(select(func.count()).select_from(Contact)) == 0
        assert session.scalars(select(StatusPeriod.status)).all() == ["W"]
        assert session.scalar(select(func.count()).select_from(Pupil)) == 1


def test_encoding_separator_and_sheet_that_were_chosen_are_taken_the_next_time_and_said(
    store: Store, tmp_path: Path
) -> None:
    path, sheets = tmp_path / "register.csv", tmp_path / "register.xlsx"
    path.write_bytes(csv_bytes(HEADERS, row(1, surname="Núñez"), encoding="mac-roman"))
    book = openpyxl.Workbook()
    for name, number in (("Autumn", 2), ("Spring", 3)):
        sheet = book.create_sheet(name)
        for line in ([*HEADERS, "House"], [*row(number), "Red"]):
            sheet.append(line)
    sheets.write_bytes(saved(book))
    for file, choice in ((path, Reading(encoding="mac-roman")), (sheets, Reading(sheet="Spring"))):
        preview = open_table(file, import_memory(store), choice=choice)
        apply_plan(store, make_plan(preview, known_pupils(store), today=TODAY))
    path.write_bytes(csv_bytes(HEADERS, row(4, surname="Señor"), encoding="mac-roman"))
    learnt = import_memory(store)
    again = make_plan(open_table(path, learnt), known_pupils(store), today=TODAY)
    assert [one.values["legal_surname"] for one in again.group(Group.NEW)] == ["Señor"]
    assert any("Read as you chose" in words and "encoding mac-roman" in words for words in again.warnings)
    apply_plan(store, again)
    assert import_memory(store).readings == learnt.readings
    assert open_table(sheets, learnt).table.sheet == "Spring"
    # A register that comes in another encoding than the one that was judged is judged by itself.
    path.write_bytes(csv_bytes(HEADERS, row(5, surname="Müller")))
    other = open_table(path, learnt)
    assert other.table.encoding == "utf-8" and not other.reading
    # What is chosen anew replaces what was remembered.
    anew = make_plan(open_table(path, learnt, choice=Reading(separator=",")), known_pupils(store), today=TODAY)
    apply_plan(store, anew)
    assert import_memory(store).readings[anew.header_key] == {"separator": ","}


def delete(store: Store, forename: str) -> str:
    """Delete the pupil with this forename; the uuid."""
    uuid = uuid_of(store, forename)
    pupils.delete_pupil(store, uuid)
    return uuid


def test_a_deleted_pupil_in_the_register_is_asked_about_and_brought_back_whole(store: Store, tmp_path: Path) -> None:
    apply_plan(store, plan_for(store, tmp_path, IDA, BO))
    ida = delete(store, "Ida")
    moved = [*IDA[:5], "6 Elm", *IDA[6:]]
    plan = plan_for(store, tmp_path, moved, BO)
    (asked,) = plan.group(Group.DECISION)
    assert asked.ticked is False
    assert "was deleted in Gradesk on" in asked.reason and "bring back?" in asked.reason
    assert plan.group(Group.MISSING) == []
    known = next(one for one in known_pupils(store) if one.uuid == ida)
    rows = tuple(decided(one, known, TODAY) if one is asked else one for one in plan.rows)
    assert apply_plan(store, replace(plan, rows=rows)) == Admitted(0, 1, 0)
    page = pupils.page(store, ida)
    assert (page.pupil.name, page.pupil.class_name) == ("Idie Núñez", "6 Elm")
    history.undo(store)
    assert next(one for one in known_pupils(store) if one.uuid == ida).deleted_on is not None


def test_a_deleted_pupil_who_came_in_as_new_is_never_brought_back_beside_the_other(
    store: Store, tmp_path: Path
) -> None:
    apply_plan(store, plan_for(store, tmp_path, IDA, BO))
    ida = delete(store, "Ida")
    plan = plan_for(store, tmp_path, IDA, BO)
    rows = tuple(decided(one, None, TODAY) if one.group is Group.DECISION else one for one in plan.rows)
    assert apply_plan(store, replace(plan, rows=rows)) == Admitted(1, 0, 0)
    with pytest.raises(Refused, match="already"):
        pupils.restore_pupil(store, ida)
    with pytest.raises(Refused, match="already"):
        pupils.change_pupil(store, uuid_of(store, "Bo"), {"upn": upn(1).lower()})
    with pytest.raises(Refused, match="already"):
        pupils.add_pupil(store, {"legal_forename": "Una", "upn": f" {upn(1)} "})
    deletion = next(entry for entry in history.entries(store, ida) if entry.label.startswith("Delete"))
    with pytest.raises(Refused, match="another pupil has that UPN now"):
        history.undo(store, deletion.unit_id)
    with store.read() as session:
        living = session.scalars(select(Pupil.upn).where(Pupil.deleted_at.is_(None))).all()
    assert sorted(living) == sorted([upn(1), upn(2)])


def test_a_plan_that_would_give_two_pupils_one_number_is_refused_whole(store: Store, tmp_path: Path) -> None:
    apply_plan(store, plan_for(store, tmp_path, IDA))
    other = [*row(1, surname="Reed", forename="Kai", dob="04/04/2016"), *[""] * 6]
    plan = plan_for(store, tmp_path, other)
    (asked,) = plan.group(Group.DECISION)
    rows = tuple(decided(one, None, TODAY) if one is asked else one for one in plan.rows)
    with pytest.raises(Refused, match="Two pupils would have the UPN"):
        apply_plan(store, replace(plan, rows=rows))
    assert len(known_pupils(store)) == 1


def test_two_pupils_whose_numbers_were_exchanged_get_the_right_ones_and_undo_puts_them_back(
    store: Store, tmp_path: Path
) -> None:
    ida = pupils.add_pupil(store, {"legal_forename": "Ida", "upn": upn(1), "mis_id": "1"})
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "upn": upn(2), "mis_id": "2"})
    rows = tuple(
        PlanRow(Group.CHANGED, line, "", "", uuid, changes=(FieldChange("upn", upn(line), upn(3 - line)),))
        for line, uuid in ((1, ida), (2, bo))
    )
    state = fingerprint(known_pupils(store))
    plan = AdmissionPlan(rows, Source("a.csv", 1, "x"), "key", {}, {}, state)
    assert apply_plan(store, plan).changed == 2
    assert [pupils.page(store, uuid).pupil.upn for uuid in (ida, bo)] == [upn(2), upn(1)]
    history.undo(store)
    assert [pupils.page(store, uuid).pupil.upn for uuid in (ida, bo)] == [upn(1), upn(2)]
