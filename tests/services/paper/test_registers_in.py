"""A register on paper and as a form: what it holds, and how a filled one comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gradesk import documents
from gradesk.documents.desk import drawing
from gradesk.documents.press.look import USUAL
from gradesk.interchange import forms
from gradesk.services.custody import history
from gradesk.services.paper import registers_in
from gradesk.services.paper.gathering import support_registers
from gradesk.services.paper.register_sheets import SupportRegisterSheet
from gradesk.services.pupils import pupils
from gradesk.services.term import closing, provisions, registers
from gradesk.services.term.given import making_good
from gradesk.services.term.registers import Slot
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.paper.test_forms_in import filled

HALF = date(2026, 11, 2)
MONDAY, LAST_WEEK = TODAY, date(2026, 11, 16)


@pytest.fixture
def three(store: Store, ava: str) -> list[str]:
    """Ava and two others."""
    return [ava] + [pupils.add_pupil(store, {"legal_forename": name, "legal_surname": "Ek"}) for name in ("Ben", "Cy")]


@pytest.fixture
def club(store: Store, three: list[str]) -> str:
    """A group on Mondays."""
    values = {
        "name": "Brick club", "starts_on": HALF, "planned_to": date(2026, 12, 11), "times_a_week": 1.0, "minutes": 20,
        "weekdays": "mon", "led_by": "Mrs Okafor",
    }  # fmt: skip
    return provisions.add(store, three, values)


def sheet(store: Store, club: str) -> SupportRegisterSheet:
    (found,) = support_registers.register_sheets(store, (), support_registers.key_of_group(club, HALF))
    return found


def form(store: Store, club: str) -> bytes:
    return drawing.draw(documents.document("support-register"), [sheet(store, club)], USUAL, "form").pdf


def came_back(store: Store, club: str, typed: dict[tuple[date, str], str], path: Path) -> registers_in.FilledRegister:
    """As somebody’s reader saves it, read by the child."""
    ends = {support_registers.register_marks.cell(club, Slot(day), who): words for (day, who), words in typed.items()}
    path.write_bytes(filled(form(store, club), ends))
    return forms.read_register(path)


def test_a_sheet_has_everybody_with_what_stands_there_and_a_dot_where_they_are_not_in_it(
    store: Store, three: list[str], club: str
) -> None:
    (given,) = [one for one in provisions.of_pupil(store, three[1]) if one.uuid == club]
    provisions.change_member(store, given.member.uuid, {"left_on": LAST_WEEK})
    registers.mark(store, club, LAST_WEEK, three[:1], "part", 5)
    registers.not_run(store, club, date(2026, 11, 9), "room")
    (part,) = sheet(store, club).parts
    days = [one.day for one in part.columns]
    by_name = {row.heading.preferred_name: row.marks for row in part.rows}
    assert by_name["Ava"][days.index(LAST_WEEK)] == "P 5" and by_name["Ben"][days.index(MONDAY)] is None
    assert {marks[days.index(date(2026, 11, 9))] for marks in by_name.values()} == {"N"}


def test_an_adults_day_is_a_sheet_and_a_day_without_sessions_is_none(store: Store, club: str) -> None:
    del club
    (found,) = support_registers.register_sheets(store, (), support_registers.key_of_day("Mrs Okafor", MONDAY))
    assert [part.name for part in found.parts] == ["Brick club"] and found.first == found.last == MONDAY
    assert support_registers.register_sheets(store, (), support_registers.key_of_day("", date(2026, 11, 24))) == []
    with pytest.raises(Refused, match="There is no such register"):
        support_registers.register_sheets(store, (), "nonsense")
    assert len(support_registers.offered(store)) == 3  # the group, and two days of its adult


def test_a_filled_form_is_shown_then_taken_in_as_one_step(
    store: Store, three: list[str], club: str, tmp_path: Path
) -> None:
    registers.mark(store, club, LAST_WEEK, three[:1], "absent")
    typed = {
        (LAST_WEEK, three[0]): "h", (MONDAY, three[0]): " H ", (MONDAY, three[1]): "p 15", (MONDAY, three[2]): "P45",
        (date(2026, 11, 30), three[0]): "H", (date(2026, 11, 9), three[0]): "maybe",
    }  # fmt: skip
    seen = registers_in.preview(store, came_back(store, club, typed, tmp_path / "filled.pdf"))
    assert [(one.name.split()[0], one.letters) for one in seen.new] == [("Ava", "H"), ("Ben", "P 15")]
    assert [(one.letters, one.was) for one in seen.differ] == [("H", "A")]
    assert len(seen.left_out) == 3 and any("the day is to come" in one for one in seen.left_out)
    assert not registers.register(store, club, MONDAY, MONDAY).marks
    assert registers_in.take(store, seen) == 3
    sheet_now = registers.register(store, club, HALF, MONDAY)
    marks = [sheet_now.mark(day, who) for day, who in ((LAST_WEEK, three[0]), (MONDAY, three[1]))]
    assert [(one.mark, one.part) for one in marks if one is not None] == [("here", None), ("part", 15)]
    history.undo(store)
    assert len(registers.register(store, club, HALF, MONDAY).marks) == 1
    assert registers_in.take(store, seen, replace=False) == 2


def test_what_is_empty_foreign_altered_or_changed_meanwhile_is_refused(
    store: Store, three: list[str], club: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="Nobody has marked anything"):
        registers_in.preview(store, came_back(store, club, {}, tmp_path / "empty.pdf"))
    back = came_back(store, club, {(MONDAY, three[0]): "H"}, tmp_path / "one.pdf")
    some = dict(list(back.cells.items())[1:])
    with pytest.raises(Refused, match="was altered since it was made"):
        registers_in.preview(store, replace(back, cells=some))
    with pytest.raises(Refused, match="made by another school"):
        registers_in.preview(store, replace(back, mark=f"gradesk-00000000{back.mark[16:]}"))
    with pytest.raises(Refused, match="no register of Gradesk"):
        registers_in.preview(store, replace(back, mark="gradesk"))
    seen = registers_in.preview(store, back)
    registers.mark(store, club, MONDAY, three[:1], "absent")
    with pytest.raises(Refused, match="has changed meanwhile"):
        registers_in.take(store, seen)
    registers.mark(store, club, MONDAY, three[:1], "here")
    with pytest.raises(Refused, match="All its marks stand there already"):
        registers_in.preview(store, back)


def test_n_in_a_cell_says_that_its_session_did_not_run(
    store: Store, three: list[str], club: str, tmp_path: Path
) -> None:
    back = came_back(store, club, {(MONDAY, three[0]): "n", (LAST_WEEK, three[2]): "H"}, tmp_path / "filled.pdf")
    seen = registers_in.preview(store, back)
    assert seen.asks_why and {(one.name.split()[0], one.letters) for one in seen.new} == {
        ("Everybody", "N"),
        ("Cy", "H"),
    }
    with pytest.raises(Refused, match="Why did it not run"):
        registers_in.take(store, seen)
    assert registers.register(store, club, HALF, MONDAY).sessions == {}
    assert registers_in.take(store, seen, reason="adult_ill") == 2
    held = registers.register(store, club, MONDAY, MONDAY).sessions[Slot(MONDAY)]
    assert (held.ran, held.reason) == (False, "adult_ill")
    history.undo(store)
    assert registers.register(store, club, HALF, MONDAY).sessions == {}


def test_n_over_marks_differs_and_n_beside_a_mark_of_the_same_session_is_left_out(
    store: Store, three: list[str], club: str, tmp_path: Path
) -> None:
    registers.mark(store, club, MONDAY, three[:2], "here")
    typed = {(MONDAY, one): "N" for one in three} | {(LAST_WEEK, three[0]): "N", (LAST_WEEK, three[1]): "H"}
    seen = registers_in.preview(store, came_back(store, club, typed, tmp_path / "filled.pdf"))
    assert [(one.letters, one.was) for one in seen.differ] == [("N", "2 marks")]
    assert [one.letters for one in seen.new] == ["H"] and "Either it ran or it did not" in seen.left_out[0]
    registers_in.take(store, seen, replace=False)
    assert len(registers.register(store, club, MONDAY, MONDAY).marks) == 2
    one_of_them = came_back(store, club, {(MONDAY, three[0]): "N"}, tmp_path / "one.pdf")
    assert "Either it ran or it did not" in registers_in.preview(store, one_of_them).left_out[0]


def test_what_ended_and_is_not_closed_still_takes_marks(
    store: Store, three: list[str], club: str, tmp_path: Path
) -> None:
    back = came_back(store, club, {(LAST_WEEK, three[0]): "H"}, tmp_path / "filled.pdf")
    provisions.change(store, club, {"ends_on": TODAY})
    assert registers_in.take(store, registers_in.preview(store, back)) == 1


def test_a_closed_block_a_group_that_is_gone_and_a_session_taken_back_are_told_and_left_out(
    store: Store, three: list[str], club: str, tmp_path: Path
) -> None:
    making_good.put_on(store, club, TODAY)
    path = tmp_path / "filled.pdf"
    extra = support_registers.register_marks.cell(club, Slot(TODAY, extra=True), three[0])
    path.write_bytes(filled(form(store, club), {extra: "H"}))
    back = forms.read_register(path)
    assert len(registers_in.preview(store, back).new) == 1
    making_good.take_back(store, club, TODAY)
    assert "was taken back" in registers_in.preview(store, back).left_out[0]
    closing.close(store, club, TODAY)
    assert "the block is closed" in registers_in.preview(store, back).left_out[0]
    provisions.remove(store, club)
    assert "is not there any more" in registers_in.preview(store, back).left_out[0]
    with pytest.raises(Refused, match="nothing to take in"):
        registers_in.take(store, registers_in.preview(store, back))
