"""A week on paper keeps to one side where its words let it, says everything in tables where not, and hides what it is to hide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gradesk.documents import document
from gradesk.documents.pages.week.boxes import Scale, boxes
from gradesk.documents.pages.week.pupil_week import picture_of
from gradesk.documents.press.look import USUAL
from gradesk.services.paper.week_sheets import WeekDay
from tests.documents import reading, samples

DAY = date(2026, 11, 30)


def _said(code: str, sheet: object, variant: str = "") -> list[str]:
    return reading.pages(samples.drawn(code, [sheet], variant=variant))  # type: ignore[list-item]


@pytest.mark.parametrize("of", ["adult", "class", "room"])
def test_a_usual_week_is_one_side_with_its_times_and_places(of: str) -> None:
    (page,) = _said(f"{of}-week", samples.week(of))
    for words in ("9:00–9:20 Precision teaching", "Monday 30/11", "School is closed", "Training of staff", "Week A"):
        assert reading.squeezed(words) in page, words
    assert ("Library" in page) is (of != "room")


def test_initials_stand_for_names() -> None:
    (page,) = _said("adult-week", samples.week(), "initials")
    assert "Thompson" not in page and "A.T." in page


def test_what_is_too_much_for_a_side_goes_on_in_tables_without_a_word_lost() -> None:
    pages = _said("adult-week", samples.week(each=40))
    assert len(pages) > 1
    assert "".join(pages).count(reading.squeezed("Precision teaching")) == 40 + 4


def test_a_short_session_has_room_for_its_words_and_a_longer_one_is_no_shorter() -> None:
    """The scale gives every box what it needs, and never turns time round."""
    slots = (samples.week_slot(at=540, minutes=10), samples.week_slot(at=550, minutes=50))
    sheet = samples.week(days=(WeekDay(DAY, slots),))
    found = boxes(sheet, USUAL, 140, 9.0)
    scale = Scale(sheet, found, 9.0)
    scale.stretch(500)
    downs = [scale.down(edge) for edge in scale.edges]
    assert downs == sorted(downs) and scale.height == pytest.approx(500)
    for box in found:
        assert scale.down(box.ends) - scale.down(box.begins) >= box.need - 1e-6
    assert scale.down(600) - scale.down(550) >= scale.down(550) - scale.down(540)


def test_support_stands_inside_the_lesson_in_which_it_begins() -> None:
    lesson = samples.week_slot(what="English", kind="lesson", minutes=50, pupils=())
    day = WeekDay(DAY, (lesson, samples.week_slot(at=550), samples.week_slot(at=600)))
    found = boxes(samples.week("class", days=(day,)), USUAL, 140, 9.0)
    assert [[one.slot.what for one in box.words] for box in found] == [
        ["English", "Precision teaching"], ["Precision teaching"],
    ]  # fmt: skip


def test_a_pupils_week_has_pictures_for_what_it_says_and_none_where_they_are_not_wanted() -> None:
    shown = picture_of(samples.week_slot(what="Reading"))
    assert shown is not None and shown.name == "read"
    other = picture_of(samples.week_slot(what="Zumba", form="In a group"))
    assert other is not None and other.name == "group"
    sheet = samples.week("pupil", heading=samples.heading())
    assert reading.squeezed("OpenMoji") in "".join(_said("pupil-week", sheet))
    assert "OpenMoji" not in "".join(_said("pupil-week", sheet, "plain"))


def test_slips_are_for_those_who_take_over_alone() -> None:
    slips = "".join(_said("cover-sheet", samples.cover_sheet(), "slips"))
    assert reading.squeezed("Ms Hill") in slips and reading.squeezed("Does not take place") not in slips


def test_the_wall_has_no_name_and_the_large_sheet_is_a3() -> None:
    sheet = samples.term_page()
    assert "Thompson" in "".join(_said("term-page", sheet, "a4"))
    for variant in ("wall", "wall-a3"):
        assert "Thompson" not in "".join(_said("term-page", sheet, variant))
    wide = reading.reader(samples.drawn("term-page", [sheet], variant="wall-a3")).pages[0].mediabox.width
    assert round(float(wide)) == 1191


def test_weeks_and_terms_have_a_line_for_each_in_a_table() -> None:
    week, term = document("adult-week"), document("term-page")
    assert week.table is not None and term.table is not None
    lines = week.table(samples.week(), USUAL, "initials")
    assert len(lines) == len(samples.week().slots) + 1 and {len(line) for line in lines} == {11}
    assert not any("Thompson" in cell for line in lines for cell in line)
    told = term.table(samples.term_page(), replace(USUAL, name="first"), "wall")
    assert len(told) == 1 + 3 * 4 + 1 and {len(line) for line in told} == {10}
    assert not any("Ava" in cell for line in told for cell in line)


def test_a_busy_half_term_keeps_to_one_page_and_the_card_tells_all_that_helps() -> None:
    busy = samples.drawn("term-page", [samples.term_page(23, 1)], variant="a4")
    assert len(reading.reader(busy).pages) == 1
    row = replace(samples.supply(1).rows[0], helps="One.\n\nTwo.\n\nThree.", adjustments=("Four", "Five", "Six"))
    said = "".join(_said("lesson-card", samples.lesson_card(rows=(row,))))
    assert all(word in said for word in ("One", "Two", "Three", "Four", "Five", "Six")) and "1more" not in said


def test_support_past_its_planned_end_says_so_on_the_page() -> None:
    sheet = samples.term_page(1, 1)
    part = sheet.parts[0]
    late = replace(part.lines[0], starts_on=None, until=date(2026, 11, 11), is_overdue=True)
    said = "".join(_said("term-page", replace(sheet, parts=(replace(part, lines=(late,)),)), "a4"))
    assert reading.squeezed("Planned: until 11/11") in said
