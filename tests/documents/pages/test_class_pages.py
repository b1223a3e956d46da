"""Pages about a class: the grid, the sheet for a supply teacher, and the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradesk.documents.press import writing
from gradesk.documents.press.letters.language import language
from gradesk.documents.press.look import USUAL
from gradesk.documents.press.points import first_points
from gradesk.services.paper.class_sheets import Column, GridRow, SupplyRow
from tests.documents import reading, samples, ua


def text(code: str, sheet: object, look: object = USUAL, variant: str = "") -> str:
    return "".join(reading.pages(samples.drawn(code, [sheet], look, variant)))


def test_a_grid_has_the_first_points_and_counts_the_rest() -> None:
    said = text("class-grid", samples.class_grid(1))
    assert "AvaThompson" in said
    assert "Givemeonethingtodoatatime" in said and "Tellmebeforesomethingchanges" not in said
    assert "and1moreonthepassport" in said
    assert "Othersonthislistwithnothingrecordedhere:2" in said


def test_nothing_about_health_hangs_on_the_wall_and_no_surname() -> None:
    sheet = samples.class_grid(1)
    assert "Adrenalinepen" in text("class-grid", sheet, variant="staff")
    wall = text("class-grid", sheet, variant="wall")
    assert "Adrenaline" not in wall and "Health" not in wall and "Thompson" not in wall and "Ava" in wall


def test_two_children_with_one_first_name_are_told_apart_on_the_wall() -> None:
    sheet = samples.class_grid(1)
    other = replace(sheet.rows[0], heading=samples.heading(surname="Lee"))
    wall = text("class-grid", replace(sheet, rows=(*sheet.rows, other)), variant="wall")
    assert "AvaT." in wall and "AvaL." in wall


def test_what_is_said_of_health_is_never_shortened() -> None:
    words = " ".join(f"w{number}" for number in range(900))
    sheet = replace(
        samples.class_grid(1),
        columns=(Column("health", "Health to know about"),),
        rows=(GridRow(samples.heading(), (words,)),),
    )
    said = text("class-grid", sheet, variant="staff")
    assert all(f"w{number}" in said for number in range(900))


def test_a_class_is_never_cut_to_initials() -> None:
    assert "Class4B" in text("class-grid", samples.class_grid(1), replace(USUAL, name="initials"))


def test_the_head_of_a_table_stands_on_every_side() -> None:
    pages = reading.pages(samples.drawn("register", [samples.register(90)]))
    assert len(pages) > 2
    assert all("StatusLayer" in page for page in pages)
    assert f"Page{len(pages)}of{len(pages)}" in pages[-1]


def test_a_supply_sheet_of_a_usual_class_is_one_side() -> None:
    assert len(reading.pages(samples.drawn("supply", [samples.supply(5)]))) == 1


def test_a_note_on_health_is_not_called_urgent_and_an_empty_cell_says_that_nobody_wrote_it() -> None:
    row = SupplyRow(samples.heading(), health="Hearing checked in May: no concern")
    said = text("supply", samples.supply(1, rows=(row,)))
    assert "Healthtoknowabout" in said and "Urgent" not in said and "noconcern" in said
    assert text("supply", samples.supply(1, rows=(SupplyRow(samples.heading(), "Time"),))).count("notwrittenyet") == 2
    grid = replace(samples.class_grid(1), columns=(Column("health", "Health to know about"),))
    assert "notwrittenyet" in text("class-grid", replace(grid, rows=(GridRow(samples.heading(), ("",)),)))


def test_a_supply_sheet_says_who_is_away_with_whom_and_what_is_left_out() -> None:
    said = text("supply", samples.supply(1))
    for words in ("Precisionteaching", "MrLee", "3timesaweek·10minutes", "and2more", "Thereismoreonthewholepassport."):
        assert words in said, words
    assert "once a week".replace(" ", "") in text(
        "supply", replace(samples.supply(1), away=(replace(samples.supply().away[0], often=samples.Often(1)),))
    )


def test_a_register_with_initials_names_nobody() -> None:
    said = text("register", samples.register(2), variant="initials")
    assert "Thompson" not in said and "A.T." in said


def test_a_review_that_is_past_its_day_says_so() -> None:
    sheet = samples.register(1)
    assert "late" in text("register", sheet)
    later = replace(sheet.lines[0], review_on=date(2027, 1, 1))
    assert "late" not in text("register", replace(sheet, lines=(later,)))


@pytest.mark.parametrize("code", ["class-grid", "supply", "register"])
def test_a_list_of_nobody_says_so_and_has_no_empty_table(code: str) -> None:
    bare = {"class-grid": samples.class_grid(0), "supply": samples.supply(0, away=(), every_day=(), others=0)}
    said = text(code, bare.get(code, samples.register(0)))
    assert "Nothingisrecordedhereyet." in said


def test_the_fixed_words_are_in_the_language_of_the_print() -> None:
    said = text("supply", samples.supply(1), replace(USUAL, language=language("pl")))
    assert reading.squeezed("Na co dzień w tej klasie") in said and "3razywtygodniu" in said


@settings(max_examples=60)
@given(st.text(st.characters(codec="ascii", categories=("L", "N", "Zs", "Po")), max_size=400), st.integers(1, 4))
def test_points_that_are_left_out_are_always_counted(words: str, most: int) -> None:
    first, whole = first_points(words, most, 60), first_points(words, 10_000, 1_000_000)
    shown = len([line for line in first.text.split("\n") if line])
    assert shown <= most
    assert shown + first.more == len([line for line in whole.text.split("\n") if line])
    assert first.cut or not words.strip() or first.text


@pytest.mark.parametrize("size", [11.0, 14.0, 18.0])
def test_no_word_of_a_register_is_broken_in_large_print(size: float) -> None:
    sheet = samples.register(3)
    lines = tuple(replace(line, lead="Mrs Cadwallader") for line in sheet.lines)
    drawn = samples.drawn("register", [replace(sheet, lines=lines)], replace(USUAL, size=size))
    with pypdfium2.PdfDocument(reading.data(drawn)) as pdf:
        assert pdf[0].get_textpage().get_text_range().count("Cadwallader") == 3


def test_the_structure_of_a_very_long_list_goes_into_several_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """A place in one has two bytes in the table of the file; a register of 4,000 has more elements than that."""
    assert writing._PACKED_AT_ONCE <= 0xFFFF
    monkeypatch.setattr(writing, "_PACKED_AT_ONCE", 50)
    whole = samples.drawn("register", [samples.register(40)])
    assert whole.pdf.count(b"/Type/ObjStm") > 5
    assert ua.faults(whole.pdf) == []
