"""Target card, cycle and review record, invitation, preparation sheets and meeting record: what stands on them, and for whom."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pytest

from gradesk.documents.press.look import USUAL
from gradesk.services.paper import form_marks
from tests.documents import reading, samples, ua


def text(code: str, sheet: object, variant: str = "", look: object = USUAL) -> str:
    return "".join(reading.pages(samples.drawn(code, [sheet], look, variant).pdf))


def test_a_target_card_speaks_as_the_child_and_names_no_code_and_no_starting_point() -> None:
    said = text("target-card", samples.target_card())
    for words in ("Mytargets", "Icantellanadult", "WhatIamgoodat", "Howitisgoing", "Notyet", "Yes,Ican"):
        assert words in said
    target = samples.reviewed()
    for adult in (target.staff_wording, target.area, target.baseline, target.outcome, target.evidence):
        assert reading.squeezed(adult) not in said


@pytest.mark.parametrize("count", [1, 2, 3])
def test_up_to_three_targets_take_one_side(count: int) -> None:
    assert len(reading.pages(samples.drawn("target-card", [samples.target_card(count)]).pdf)) == 1


def test_a_target_nobody_put_in_the_childs_words_has_room_to_write_it() -> None:
    card = samples.target_card(1, targets=(samples.target(1, pupil_wording=""),))
    assert "Ican…" in text("target-card", card)
    assert "Avawilluse" not in text("target-card", card)


def test_pictures_are_told_in_words_and_their_makers_named_only_where_there_are_any() -> None:
    card = samples.target_card(1, targets=(samples.target(1, pupil_wording="I can read a book."),))
    assert "OpenMoji" in text("target-card", card, "pictures")
    assert "OpenMoji" not in text("target-card", card, "plain")
    assert ua.faults(samples.drawn("target-card", [card], USUAL, "pictures").pdf) == []


@pytest.mark.parametrize("code", ["cycle", "review"])
def test_what_staff_write_for_staff_never_stands_on_a_parents_copy(code: str) -> None:
    sheet = samples.cycle() if code == "cycle" else samples.review()
    staff, home = text(code, sheet, "staff"), text(code, sheet, "parent")
    secret = ["Staffseefewerupsets."]
    if code == "cycle":
        secret += [
            "Staffwroteofassess.",
            "Staffwroteofdo.",
            "7years4months",
            "Worksbestnearthewindow",
            "Resultsforstaff",
        ]
    for words in secret:
        assert words.replace("Resultsforstaff", "Results,forstaff") in staff
        assert words.replace("Resultsforstaff", "Results,forstaff") not in home
    for words in ("Ilikemyorangecard.", "Weusethecardathome.", "Partlymet", "Continueasitis"):
        assert words in home


def test_a_cycle_runs_from_the_starting_points_to_the_decision_on_two_sides() -> None:
    pages = reading.pages(samples.drawn("cycle", [samples.cycle()], USUAL, "staff").pdf)
    said = "".join(pages)
    assert len(pages) <= 2
    places = [said.index(words) for words in ("Strengths", "Assess:", "Plan:", "Do:", "Review:", "Whatwedecided")]
    assert places == sorted(places)


def test_a_review_says_its_outcomes_in_words_and_has_lines_to_sign() -> None:
    said = text("review", samples.review())
    for words in (
        "Reviewon10September2026",
        "Elevenoftwelvesessions.",
        "Sendthewordlisthome",
        "21September2026",
        "Done",
    ):
        assert words in said
    assert said.count("Date") >= 4


def test_each_parent_gets_a_letter_or_all_get_one() -> None:
    each = reading.pages(samples.drawn("invitation", [samples.invitation()], USUAL, "each").pdf)
    assert ["DearRosaNúñez" in page for page in each] == [True, False]
    assert ["DearTomThompson" in page for page in each] == [False, True]
    together = reading.pages(samples.drawn("invitation", [samples.invitation()], USUAL, "together").pdf)
    assert len(together) == 1 and "DearRosaNúñez,TomThompson" in together[0]
    assert "DearparentorcarerofAvaThompson" in text("invitation", samples.invitation(parents=()))


def test_what_is_said_of_the_meeting_is_printed_as_typed() -> None:
    told = {
        "day": "Tuesday 6 October",
        "time": "3.40 pm",
        "place": "Room <2> & hall",
        "people": "Ms Hill",
        "reply_by": "1/10",
    }
    said = text("invitation", samples.invitation(), "each", replace(USUAL, particulars=told))
    for words in ("Tuesday6October·3.40pm", "Room<2>&hall", "MsHill", "by1/10"):
        assert words in said


def fields(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as read:
        return [str(one.T) for one in read.Root.AcroForm.Fields]


@pytest.mark.parametrize("kind", form_marks.KINDS)
def test_a_form_has_a_field_for_each_question_and_names_nobody_in_it(kind: str) -> None:
    sheet = samples.preparation(kind)
    names = fields(samples.drawn(f"prepare-{kind}", [sheet], USUAL, "form").pdf)
    wanted = {form_marks.answer_name(sheet.mark, question.code) for question in sheet.questions}
    wanted |= {
        form_marks.level_name(sheet.mark, form_marks.target_mark(target.uuid), level)
        for target in sheet.targets
        for level in form_marks.LEVELS
    }
    wanted |= set() if kind == "pupil" else {form_marks.who_name(sheet.mark)}
    assert set(names) == wanted and len(names) == len(wanted)
    assert not any("Ava" in name or "Thompson" in name for name in names)


def test_on_paper_there_are_no_fields() -> None:
    with pikepdf.open(io.BytesIO(samples.drawn("prepare-parent", [samples.preparation()], USUAL, "paper").pdf)) as read:
        assert "/AcroForm" not in read.Root


def test_a_meeting_goes_from_what_we_admire_to_who_does_what() -> None:
    said = text("meeting-record", samples.meeting())
    order = ("WhatwelikeandadmireaboutAva", "Whowasthere", "WhatisimportanttoAvanow", "Whatisworking", "Questions")
    places = [said.index(words) for words in (*order, "Whathappenedtothelasttargets", "Whatwewilldonext", "Agreedby")]
    assert places == sorted(places)


def test_a_row_longer_than_a_side_stays_one_row_and_loses_nothing() -> None:
    words = " ".join(f"w{number}" for number in range(2500))
    drawn = samples.drawn("meeting-record", [samples.meeting(1, works=words)])
    said = "".join(reading.pages(drawn.pdf))
    assert len(drawn.pages) > 3
    assert all(f"w{number}" in said for number in range(0, 2500, 53))
    assert ua.faults(drawn.pdf) == []


@pytest.mark.parametrize("code", ["plan", "cycle", "review"])
def test_a_staff_copy_says_so_on_every_side_and_a_parents_copy_does_not(code: str) -> None:
    sheet = {"plan": samples.plan, "cycle": samples.cycle, "review": samples.review}[code](5)
    staff = reading.pages(samples.drawn(code, [sheet], USUAL, "staff").pdf)
    assert len(staff) > 1 and all("Staffcopy" in page for page in staff)
    assert "Staffcopy" not in text(code, sheet, "parent")


def test_a_table_that_goes_over_the_side_row_by_row_has_its_head_again() -> None:
    sheet = samples.cycle()
    long = replace(sheet, scores=sheet.scores[:1] * 40)
    pages = reading.pages(samples.drawn("cycle", [long], USUAL, "staff").pdf)
    measure = reading.squeezed(sheet.scores[0].measure)
    with_rows = [page for page in pages if measure in page]
    assert len(with_rows) > 1 and all("MeasureResultDateWhatitsays" in page for page in with_rows)
