"""What stands in the way of a bundle is said before anything is made, one sentence for each: what happened, what was kept,
what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradesk.documents.desk.bundle import assembling
from gradesk.documents.desk.bundle.assembling import assemble
from gradesk.documents.desk.bundle.contents import Event, Part, Trouble
from gradesk.documents.desk.bundle.troubles import troubles
from gradesk.system.progress import Cancelled
from gradesk.system.refusal import Refused
from tests.documents.desk.bundle import made

DAY = date(2025, 1, 1)
GOOD = Part("Good letter", made.letter(), DAY, marks=made.CAME)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BAD = {
    "opens with a password only": made.locked(made.letter()),
    "is damaged and cannot be read": b"%PDF-1.7\nnothing of use\n%%EOF",
    "is empty": b"",
}


def test_good_parts_give_no_trouble() -> None:
    assert troubles(made.bundle((*made.own(), *made.foreign()))) == []


def test_every_bad_part_is_named_with_its_own_sentence_and_the_good_ones_are_not() -> None:
    parts = [GOOD, *(Part(f"Part that {what}", content, DAY) for what, content in BAD.items()), GOOD]
    parts += [
        Part("Empty text", b" \n ", DAY, media_type="text/plain"),
        Part("Broken picture", b"\x89PNG\r\n\x1a\nno", DAY, media_type="image/png"),
        Part("Word document", b"PK", DAY, media_type=WORD),
        Part("Odd signs", "Flamingos 🦩".encode(), DAY, media_type="text/plain"),
    ]
    found = troubles(made.bundle(parts, chronology=()))
    assert [one.part for one in found] == [1, 2, 3, 5, 6, 7, 8] and all(one.stops for one in found)
    for one, what in zip(found, [*BAD, "is empty", "is damaged", "neither a PDF", "flamingo"], strict=True):
        assert what in one.sentence
        assert "kept as it is" in one.sentence and one.sentence.endswith(".")


def test_a_pdf_of_no_pages_is_empty() -> None:
    def empty(pdf: object) -> None:
        del pdf.pages[:]  # type: ignore[attr-defined]

    (one,) = troubles(made.bundle([Part("Nothing", made.changed(made.letter(), empty), DAY)], chronology=()))
    assert "“Nothing” is empty" in one.sentence


def test_a_part_without_a_date_is_told_and_stops_nothing() -> None:
    wanted = made.bundle([replace(GOOD, day=None)])
    (one,) = troubles(wanted)
    assert one.part == 0 and not one.stops and "has no date" in one.sentence
    assert assemble(wanted).startswith(b"%PDF")


def test_more_than_two_thousand_pages_are_refused_beforehand_and_when_it_is_made() -> None:
    wanted = made.bundle([Part("Long", made.letter(1_998), DAY, marks=made.CAME)])
    (one,) = troubles(wanted)
    assert one == Trouble(one.sentence) and "2,001 pages, and 2,000 are the most" in one.sentence
    with pytest.raises(Refused, match="2,001 pages"):
        assemble(wanted)


def test_no_parts_no_title_and_lines_that_lead_nowhere_are_said() -> None:
    assert "no document" in troubles(made.bundle([]))[0].sentence
    wanted = made.bundle(
        [replace(GOOD, title=" "), replace(GOOD, title="x" * 301)], chronology=(Event(DAY, "It rained", "Letter", 7),)
    )
    sentences = " ".join(one.sentence for one in troubles(wanted))
    for said in ("document 1 has no title", "document 2 has more than 300", "“It rained”, leads to a document"):
        assert said in sentences


@pytest.mark.parametrize("what", BAD)
def test_a_bad_part_refuses_the_whole_and_leaves_nothing(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with pytest.raises(Refused, match=what):
        assemble(made.bundle([GOOD, Part("Bad", BAD[what], DAY)]))
    assert not list(tmp_path.iterdir())


def test_looking_can_be_stopped() -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        troubles(made.bundle([GOOD]), stop)


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_a_file_damaged_at_random_is_taken_or_refused_by_its_name(chance: Random) -> None:
    content = bytearray(chance.choice((GOOD.content, made.own()[0].content)))
    for _ in range(chance.randint(1, 9)):
        at = chance.randrange(len(content))
        if chance.random() < 0.6:
            content[at] = chance.randrange(256)
        else:
            del content[at : at + chance.randint(1, 40)]
    told: list[object] = []
    wanted = made.bundle([Part("Damaged letter", bytes(content), DAY, marks=made.CAME)], chronology=())
    try:
        length = assembling._make(wanted, told.append)
    except Refused as refusal:
        assert "“Damaged letter” is" in str(refusal)
        assert not any(isinstance(one, bytes) for one in told), "a piece of it was handed out before"
    else:
        assert sum(len(one) for one in told if isinstance(one, bytes)) == length
