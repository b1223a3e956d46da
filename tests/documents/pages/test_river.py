"""The river on paper and as SVG: one page a pupil, nothing lost without a word, nothing that acts as markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradesk import documents
from gradesk.documents.desk import drawing
from gradesk.documents.pages import lanes, timeline
from gradesk.documents.press.look import USUAL
from gradesk.documents.press.paper import PRACTICE
from gradesk.model.rules.river.story import KINDS, Mark
from gradesk.system.refusal import Refused
from tests.documents import reading, samples

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("years", [1, 3, 10, 14])
def test_a_story_stays_on_one_page_however_long(years: int) -> None:
    pages = reading.pages(samples.drawn("timeline", [samples.timeline(story=samples.story(years))]))
    assert len(pages) == 1
    assert "Reviewofcycle" in pages[0]


def test_what_has_no_room_on_the_page_is_counted() -> None:
    sheet = samples.timeline(story=samples.story(10))
    (page,) = reading.pages(samples.drawn("timeline", [sheet]))
    shown = page.count("Reviewofcycle") + page.count("Areport") + page.count("Areferral") + page.count("Astatus")
    told = len(sheet.story.turning_points())
    assert f"and{told - shown}earlier,whichthispagehasnoroomfor" in page


def test_the_key_names_every_kind_that_is_shown() -> None:
    sheet = samples.timeline()
    (page,) = reading.pages(samples.drawn("timeline", [sheet]))
    for kind in sheet.story.kinds():
        wanted = "Aassess,Pplan,Ddo,Rreview" if kind == "cycle" else reading.squeezed(KINDS.label(kind))
        assert wanted in page


def test_a_story_shows_how_things_stand_and_is_no_draft() -> None:
    (page,) = reading.pages(samples.drawn("timeline", [samples.timeline()]))
    assert "Ason14September2026" in page
    assert "Draft" not in page


def test_many_lanes_take_more_pages_and_nobody_is_left_out() -> None:
    sheet = samples.lanes(60)
    pages = reading.pages(samples.drawn("class-timeline", [sheet]))
    assert len(pages) > 2
    assert sum(page.count("AvaThompson") for page in pages) == 60
    assert all("Class4B" in page for page in pages)


def test_who_is_late_is_said_in_words() -> None:
    (page,) = reading.pages(samples.drawn("class-timeline", [samples.lanes(3)]))
    assert "1daylate" in page and "2dayslate" in page


def test_the_picture_is_whole_xml_with_a_title() -> None:
    for picture, title in (
        (timeline.picture(samples.timeline(), USUAL), "Timeline of Ava Thompson"),
        (lanes.picture(samples.lanes(), USUAL), "Cycles: Class 4B"),
    ):
        root = ElementTree.fromstring(picture)
        assert root.findtext(f"{SVG}title") == title
        assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")
        words = [text.text for text in root.iter(f"{SVG}text")]
        assert "today" in words


def test_a_picture_of_a_practice_school_says_so_and_every_picture_is_confidential() -> None:
    for picture in (
        timeline.picture(samples.timeline(practice=True), USUAL),
        lanes.picture(samples.lanes(practice=True), USUAL),
    ):
        words = [text.text or "" for text in ElementTree.fromstring(picture).iter(f"{SVG}text")]
        assert PRACTICE in words and any("Confidential" in one for one in words)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_typed_words_never_act_in_a_picture(words: str) -> None:
    bars = [replace(samples.story().bars[0], label=words)]
    sheet = samples.timeline(story=replace(samples.story(), bars=bars, marks=[]))
    try:
        picture = timeline.picture(sheet, USUAL)
    except Refused:
        return
    root = ElementTree.fromstring(picture)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "defs", "pattern", "line", "clipPath", "rect", "g", "text", "circle", "polygon",
    }  # fmt: skip


def test_a_letter_no_font_has_is_refused_by_name() -> None:
    odd = samples.story()
    odd = replace(odd, marks=[*odd.marks, Mark("x", "report", "Report \U0001f9a9", odd.today - timedelta(days=1))])
    with pytest.raises(Refused, match="No font of Gradesk can print"):
        samples.drawn("timeline", [samples.timeline(story=odd)])
    assert drawing.problem(documents.document("timeline"), samples.timeline(story=odd))
