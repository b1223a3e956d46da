"""The map of support on paper: for one pupil, and for many."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf

from tests.documents import reading, samples


def text(code: str, sheet: object, variant: str = "") -> str:
    return "".join(reading.pages(samples.drawn(code, [sheet], variant=variant)))


def test_a_pupils_map_says_what_for_how_often_and_what_came_of_the_rest() -> None:
    said = text("provision", samples.support_map(1))
    for words in ("Precision teaching", "One to one", "3 times a week · 10 minutes", "18 December 2026", "I can read 50",
                  "Minutes a week: 30", "Ended this school year", "Two friends to play with"):  # fmt: skip
        assert reading.squeezed(words) in said, words
    assert "Whogetsit" not in said


def test_what_a_target_says_of_how_often_stands_in_its_words() -> None:
    sheet = samples.support_map(1)
    rows = (replace(sheet.parts[0].rows[0], dose="after every lunch · 10 minutes"),)
    said = text("provision", replace(sheet, parts=(replace(sheet.parts[0], rows=rows),)))
    assert reading.squeezed("after every lunch · 10 minutes") in said


def test_a_class_has_names_or_numbers() -> None:
    sheet = samples.support_map(2, heading=samples.class_grid().heading)
    assert "AvaThompson" in text("provision-map", sheet, "names")
    assert "Thompson" not in text("provision-map", sheet, "numbers")


def test_a_map_of_many_is_printed_on_a3_too_and_is_no_longer_there() -> None:
    sheet = samples.support_map(2, heading=samples.class_grid().heading)
    for variant, large in (("names", "names-a3"), ("numbers", "numbers-a3")):
        small, wide = (
            pikepdf.open(BytesIO(samples.drawn("provision-map", [sheet], variant=one).pdf)) for one in (variant, large)
        )
        assert [round(float(side)) for side in small.pages[0].mediabox[2:]] == [842, 595]
        assert [round(float(side)) for side in wide.pages[0].mediabox[2:]] == [1191, 842]
        assert len(wide.pages) <= len(small.pages)
        assert text("provision-map", sheet, large) == text("provision-map", sheet, variant)


def test_nothing_recorded_is_said() -> None:
    assert "Nosupportbeyondtheclassisrecorded." in text("provision", samples.support_map(parts=(), ended=()))
