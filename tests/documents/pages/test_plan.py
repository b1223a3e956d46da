"""The learning plan on paper: complete, strengths first, two sides for a usual one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gradesk.documents.press.blocks.bricks import Bricks, Signatures
from gradesk.documents.press.letters.language import language
from gradesk.documents.press.look import USUAL
from gradesk.services.paper.sheets import Agreement, TargetSupport
from tests.documents import reading, samples


def test_everything_of_the_plan_is_there_strengths_first() -> None:
    target = samples.target(1, outcome="Met: four in five, two weeks running.")
    sheet = samples.plan(targets=(target,), heading=samples.heading(photo=samples.photo()))
    text = "".join(reading.pages(samples.drawn("plan", [sheet], USUAL, "staff")))
    for value in (
        *("Individual Learning Plan", "Ava Thompson", "Born 3 May 2018", "Class 4B", "Agreed", "Version 1"),
        *(sheet.pupil_view, sheet.parent_view, "A quiet place to work", target.pupil_wording, target.staff_wording),
        *(target.area, target.baseline, target.success_criterion, target.who, target.how_often, "18 December 2026"),
        *(target.outcome, "Practise with the card every morning.", "Parent or carer", "SENCO", "Date"),
    ):
        assert reading.squeezed(value) in text, value
    assert text.index("Strengths") < text.index("Pupil’sownview") < text.index("Startingpoint")


def test_three_or_four_targets_take_two_sides_at_most() -> None:
    for count in (1, 2, 3, 4):
        assert len(reading.pages(samples.drawn("plan", [samples.plan(count)]))) <= 2


def test_a_long_plan_takes_more_sides_and_loses_nothing() -> None:
    words = " ".join(f"w{number}" for number in range(3000))
    target = samples.target(1, how=words, baseline=words)
    text = reading.pages(samples.drawn("plan", [samples.plan(strengths=words, targets=(target, samples.target(2)))]))
    assert len(text) > 4
    body = "".join(text)
    for number in range(0, 3000, 97):
        assert body.count(f"w{number}w{number + 1}") + body.count(f"w{number}") >= 3
    assert f"Page{len(text)}of{len(text)}" in text[-1]


def test_every_side_names_the_pupil_and_pages_are_counted_for_each() -> None:
    other = samples.plan(4, heading=samples.heading(preferred_name="Bo", surname="Lee"))
    text = reading.pages(samples.drawn("plan", [samples.plan(4), other]))
    assert ["AvaThompson" in page for page in text] == [True, True, False, False]
    assert ["BoLee" in page for page in text] == [False, False, True, True]
    assert ["Page1of2" in page for page in text] == [True, False, True, False]


def test_the_reason_for_no_parents_view_stands_in_its_place() -> None:
    text = "".join(
        reading.pages(samples.drawn("plan", [samples.plan(parent_view="", parent_absence="Invited twice, no answer.")]))
    )
    assert "Invitedtwice,noanswer." in text
    silent = "".join(reading.pages(samples.drawn("plan", [samples.plan(parent_view="", pupil_view="")])))
    assert silent.count("notrecordedyet") == 2


def test_a_draft_shows_what_is_missing_and_a_finished_plan_does_not() -> None:
    bare = {"strengths": "", "targets": (samples.target(1, how="", baseline=""),)}
    assert (
        "".join(reading.pages(samples.drawn("plan", [samples.plan(version=None, **bare)]))).count("notwrittenyet") == 3
    )
    assert "notwrittenyet" not in "".join(reading.pages(samples.drawn("plan", [samples.plan(**bare)])))


def test_who_agreed_and_when_is_printed() -> None:
    agreed = (Agreement("SENCO", "Mr Żółć", date(2026, 9, 15)), Agreement("Parent or carer"))
    text = "".join(reading.pages(samples.drawn("plan", [samples.plan(agreements=agreed)])))
    assert "SENCO:MrŻółć" in text
    assert "15September2026" in text


def test_who_signs_is_named_in_letters_that_can_be_read_and_on_more_lines_rather() -> None:
    long = Agreement("SENCO", "Wilhelmina Featherstonehaugh-Cholmondeley", date(2026, 9, 15))
    block = Bricks(replace(USUAL, language=language("pl"), both=True), 480.0, 11.0).signatures("Agreed by", [long])
    plain = Bricks(USUAL, 480.0, 11.0).signatures("Agreed by", [Agreement("SENCO")])
    assert isinstance(block, Signatures) and block._who(long).size >= 9
    assert block.height > plain.height


def test_support_says_what_is_done_by_whom_and_how_often_and_the_plans_own_words_stand_beside() -> None:
    support = (
        TargetSupport(what="Precision teaching", led_by="Mrs Ali", times_a_week=3, minutes=20, until=date(2027, 2, 12)),
        TargetSupport(what="Brick club", led_by="Mrs Okafor"),
    )
    target = samples.target(1, support=support, how_often="the library")
    text = "".join(reading.pages(samples.drawn("plan", [samples.plan(targets=(target,))])))
    for value in (
        *("Precision teaching", "Brick club", "Practise with the card every morning."),
        *("Mrs Ali, Mrs Okafor (TA), every adult in 4B", "3 times a week · 20 minutes · until 12 February 2027"),
        "the library",
    ):
        assert reading.squeezed(value) in text, value
    polish = replace(USUAL, language=language("pl"))
    text = "".join(reading.pages(samples.drawn("plan", [samples.plan(targets=(target,))], polish)))
    assert reading.squeezed("do 12 lutego 2027") in text
