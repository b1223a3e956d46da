"""The summary for governors: numbers, a sentence, and nobody's name."""

from __future__ import annotations

from dataclasses import replace

from gradesk.documents.press.letters.language import language
from gradesk.documents.press.look import USUAL
from gradesk.model.rules.suppression import Shown
from tests.documents import reading, samples


def text(sheet: object, look: object = USUAL) -> str:
    return "".join(reading.pages(samples.drawn("governors", [sheet], look)))


def test_the_year_is_told_in_one_sentence() -> None:
    said = text(samples.governors())
    whole = (
        "In 2026/27: 41 on the SEN register, 62 cycles closed, 118 of 123 contacts with home, "
        "44 reviews with parents, 71 % of targets met or partly met, 9 moved to less support."
    )
    assert reading.squeezed(whole) in said


def test_what_is_held_back_is_left_out_of_the_sentence_and_said_in_words_below() -> None:
    sheet = samples.governors()
    year = replace(sheet.year, moved_down=Shown(is_few=True), cycles=Shown(), met_percent=None)
    said = text(replace(sheet, year=year))
    assert "movedtolesssupport" not in said and "cyclesclosed" not in said and "71%" not in said
    assert "fewerthan5" in said and "notshown" in said


def test_it_is_one_or_two_sides_and_says_its_rule_in_the_language_of_the_print() -> None:
    look = replace(USUAL, language=language("uk"))
    assert len(reading.pages(samples.drawn("governors", [samples.governors()], look))) <= 2
    assert reading.squeezed("Тут немає жодного імені.") in text(samples.governors(), look)
