"""The passport is one side of A4, whatever is written on it, or says what is too long."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradesk.documents.pages import passport
from gradesk.documents.press.look import USUAL
from gradesk.services.paper.sheets import PASSPORT_SECTIONS, SheetSection
from gradesk.system.refusal import Refused
from tests.documents import reading, samples

SENTENCE = "Please give me one thing to do at a time. "


def test_everything_on_the_passport_is_there_in_order() -> None:
    printed = reading.pages(samples.drawn("passport", [samples.passport()]))
    assert len(printed) == 1
    wanted = ["Ava", "Thompson", "Class 4B", "Year 4", "Key adult: Mrs Okafor"]
    wanted += [title for _, title in PASSPORT_SECTIONS] + ["Who to go to", "Mr Lee if she is away"]
    wanted += ["Ashgrove Primary School", "Page 1 of 1", "Version 2", "7 September 2026"]
    wanted += ["Review by 12 February 2027", "Confidential"]
    for text in wanted:
        assert reading.squeezed(text) in printed[0], text
    content = "".join(reading.reader(samples.drawn("passport", [samples.passport()])).pages[0].extract_text().split())
    places = [content.index(reading.squeezed(title)) for _, title in PASSPORT_SECTIONS]
    assert places == sorted(places)


LARGEST, SMALLEST = passport.sizes(USUAL.size)[-1], passport.SMALLEST


@given(st.lists(st.integers(0, 160), min_size=7, max_size=7), st.booleans())
@settings(max_examples=20, deadline=None)
def test_it_is_one_side_or_names_what_is_too_long_and_runs_on(lengths: list[int], draft: bool) -> None:
    words = {code: ("word " * length) for (code, _), length in zip(PASSPORT_SECTIONS, lengths, strict=True)}
    sheet = samples.passport(words, version=None if draft else 3)
    report = passport.fit(sheet)
    assert SMALLEST <= report.body_size <= LARGEST
    printed = reading.pages(samples.drawn("passport", [sheet]))
    assert (len(printed) == 1) == report.fits
    assert report.fits or report.too_long
    assert sum(page.count("word") for page in printed) == sum(lengths)


def test_type_shrinks_before_a_second_side_is_taken() -> None:
    sizes = []
    for times in range(1, 60):
        report = passport.fit(samples.passport(samples.WORDS | {"helps": SENTENCE * times}))
        if not report.fits:
            break
        sizes.append(report.body_size)
    assert all(later <= earlier + 0.5 for earlier, later in itertools.pairwise(sizes))
    assert sizes[0] == LARGEST
    assert sizes[-1] == SMALLEST
    assert len(set(sizes)) >= 6


def test_text_that_is_too_long_is_named_with_about_the_words_to_cut() -> None:
    sheet = samples.passport(samples.WORDS | {"helps": "word " * 900})
    report = passport.fit(sheet)
    assert [over.title for over in report.too_long] == ["How you can help me"]
    over = report.too_long[0].words_over
    assert passport.fit(samples.passport(samples.WORDS | {"helps": "word " * (900 - over)})).fits
    assert not passport.fit(samples.passport(samples.WORDS | {"helps": "word " * (900 - over + 15)})).fits


def test_a_note_of_thirty_thousand_letters_is_printed_to_its_last_word() -> None:
    printed = reading.pages(samples.drawn("passport", [samples.passport({"helps": "word " * 5_999 + "lastone"})]))
    assert "lastone" in "".join(printed) and len(printed) > 3
    assert all("AvaThompson" in page for page in printed)


def test_large_type_runs_over_more_sides_and_loses_nothing() -> None:
    look = replace(USUAL, size=18.0)
    printed = "".join(reading.pages(samples.drawn("passport", [samples.passport()], look)))
    assert all(reading.squeezed(text.split(chr(10))[-1].lstrip("- ")) in printed for text in samples.WORDS.values())


def test_the_planners_page_and_the_pocket_card_hold_the_same_words() -> None:
    small = reading.reader(samples.drawn("passport", [samples.passport()], USUAL, "a5"))
    assert float(small.pages[0].mediabox.width) < 421
    card = reading.pages(samples.drawn("passport", [samples.passport()], USUAL, "pocket"))
    assert len(card) == 1 and reading.squeezed(samples.WORDS["helps"].split(chr(10))[0].lstrip("- ")[:20]) in card[0]
    full = reading.pages(samples.drawn("passport", [samples.passport({"helps": "word " * 900})], USUAL, "pocket"))
    assert "Thereismoreonthewholepassport." in full[0]


def test_many_short_lines_are_too_long_as_well() -> None:
    report = passport.fit(samples.passport({"helps": "one\n" * 200}))
    assert [over.title for over in report.too_long] == ["How you can help me"]


def test_a_name_that_takes_the_whole_page_is_named_and_not_the_sections() -> None:
    sheet = samples.passport(heading=samples.heading(preferred_name="x" * 3000))
    assert passport.fit(sheet).too_long == ()
    with pytest.raises(Refused, match="shorten the name and class"):
        samples.drawn("passport", [sheet])


def test_one_endless_word_is_too_long_as_well() -> None:
    report = passport.fit(samples.passport({"helps": "x" * 20_000}))
    assert [over.title for over in report.too_long] == ["How you can help me"]


def test_a_long_word_without_spaces_is_broken_not_cut_off() -> None:
    word = "abcdefghij" * 30
    assert (
        word
        in reading.pages(samples.drawn("passport", [samples.passport({"important": word, "hard": "x", "helps": "y"})]))[
            0
        ]
    )


def test_nothing_is_drawn_outside_the_margins() -> None:
    full = {code: text + "\n" + text for code, text in samples.WORDS.items()}
    long_name = samples.heading(preferred_name="Oluwafunmilayo-Adebola Christabel", surname="Featherstonehaugh " * 3)
    for sheet in (samples.passport(full), samples.passport(heading=long_name)):
        picture = reading.picture(samples.drawn("passport", [sheet]), dpi=72).convert("L")
        ink = picture.point(lambda value: 255 * (value < 250)).getbbox()
        assert ink is not None
        assert ink[0] >= 40 and ink[2] <= 556 and ink[1] >= 34 and ink[3] <= 824


def test_an_empty_section_has_lines_to_write_on_in_a_draft() -> None:
    printed = reading.pages(samples.drawn("passport", [samples.passport({}, version=None, who_to_go_to="")]))[0]
    assert printed.count("notwrittenyet") == 8
    assert "Draft" in printed


def test_an_empty_section_is_left_out_of_a_finished_passport() -> None:
    printed = reading.pages(samples.drawn("passport", [samples.passport({"admire": "I am kind."})]))[0]
    assert "notwrittenyet" not in printed
    assert reading.squeezed("What I find hard") not in printed


def test_a_section_of_the_schools_own_is_printed() -> None:
    own = SheetSection("own", "My communication", "I sign and speak.")
    sheet = samples.passport()
    printed = reading.pages(samples.drawn("passport", [samples.passport(sections=(*sheet.sections, own))]))[0]
    assert "Isignandspeak." in printed


def test_many_pupils_make_one_side_each_in_order() -> None:
    names = [f"Pupil{number}" for number in range(12)]
    sheets = [samples.passport(heading=samples.heading(preferred_name=name)) for name in names]
    printed = reading.pages(samples.drawn("passport", sheets))
    assert len(printed) == 12
    for place, name in enumerate(names):
        assert f"{name}Thompson" in printed[place]
        assert "Page1of1" in printed[place]
        assert not any(f"{other}Thompson" in printed[place] for other in names if other != name)


def test_one_that_runs_on_does_not_disturb_the_batch() -> None:
    long = samples.passport({"helps": "word " * 1500}, heading=samples.heading(preferred_name="Bo"))
    drawn = samples.drawn("passport", [samples.passport(), long, samples.passport()])
    assert drawn.pages[0] == 0 and drawn.pages.count(1) > 1 and drawn.pages[-1] == 2


def test_nobody_chosen_is_refused() -> None:
    with pytest.raises(Refused, match="Nobody was chosen"):
        samples.drawn("passport", [])
