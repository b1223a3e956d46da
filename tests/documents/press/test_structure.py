"""Every document of the catalogue, in every shape it can be printed in, passes the structural check and is read in order."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from gradesk.documents import CATALOGUE, Document
from gradesk.documents.desk.drawing import draw
from gradesk.documents.press.letters.families import FAMILIES
from gradesk.documents.press.letters.language import LANGUAGES, language
from gradesk.documents.press.look import THEMES, USUAL, Look
from gradesk.services.paper.class_sheets import GridRow, RegisterLine, SupplyRow
from gradesk.services.paper.meeting_sheets import DecisionLine, RunningLine
from gradesk.services.paper.week_sheets import WeekDay
from tests.documents import reading, samples, ua

LONG = "The quick brown fox jumps over the lazy dog, and Ava watches it for a while. " * 40
PHOTO = samples.photo(150, 200)
EMPTY_CYCLE: dict[str, Any] = {
    **dict.fromkeys(("lead", "strengths", "pupil_view", "parent_view", "staff_view", "provision", "reason", "decision"), ""),
    "seen": (), "scores": (), "next_review_on": None, "reviewed_on": None,
}  # fmt: skip


FEW = 6  # rows of a list that has everything in it but length
LONG_TOO = 3  # a look at 18 points, in which long lists are checked as well


def sheets(code: str, *, long: bool = True) -> list[Any]:
    """A full one, an empty one, and an odd one of each kind of document."""
    odd = samples.heading(preferred_name="Zoë-Łucja", surname="Ó Briain-Żółkiewska", photo=PHOTO)
    much = LONG if long else LONG[:450]
    return {
        "passport": [
            samples.passport(heading=odd),
            samples.passport({}, version=None, who_to_go_to=""),
            samples.passport(samples.WORDS | {"helps": much, "hard": "Łódź, naïve\n- one\n- two"}),
            samples.passport({"hard": "محمد يحب الرسم"}),
        ],
        "plan": [
            samples.plan(4, heading=odd),
            samples.plan(0, strengths="", pupil_view=""),
            samples.plan(1, parent_view=much),
        ],
        "timeline": [samples.timeline(heading=odd), samples.timeline(story=samples.story(1))],
        "dates": [
            samples.dates(heading=odd),
            samples.dates(dates=(), at_home=(), ask=""),
            samples.dates(at_home=(much,)),
        ],
        "target-card": [
            samples.target_card(heading=odd),
            samples.target_card(1, good_at="", myself="", targets=(samples.target(1, pupil_wording=""),)),
            samples.target_card(targets=(samples.target(1, pupil_wording=much), samples.target(2, who=much))),
        ],
        "cycle": [samples.cycle(heading=odd), samples.cycle(0, **EMPTY_CYCLE), samples.cycle(2, reason=much)],
        "review": [
            samples.review(heading=odd),
            samples.review(
                0, pupil_view="", parent_view="", staff_view="", home_done="", decision="", reason="", actions=()
            ),
            samples.review(1, staff_view=much),
        ],
        "invitation": [
            samples.invitation(heading=odd),
            samples.invitation(parents=(), writes=""),
            samples.invitation(writes=much),
            samples.invitation(arranged=samples.ARRANGED),
        ],
        "prepare-pupil": [
            samples.preparation("pupil", heading=odd),
            samples.preparation("pupil", 0, arranged=samples.ARRANGED),
        ],
        "prepare-parent": [samples.preparation(heading=odd), samples.preparation("parent", 0)],
        "prepare-teacher": [samples.preparation("teacher", heading=odd), samples.preparation("teacher", 0)],
        "meeting-record": [
            samples.meeting(heading=odd),
            samples.meeting(0, admire="", important="", hopes="", works="", does_not_work="", actions=()),
            samples.meeting(1, works=much),
            samples.meeting(1, arranged=samples.ARRANGED),
        ],
        "meeting-summary": [
            samples.summary(heading=odd),
            samples.summary(
                0, there=(), absent=(), said=(), sides=(), decisions=(), against=(), actions=(), signed=(), asks=""
            ),
            samples.summary(1, decisions=(DecisionLine(words=much, against=(("Łódź", much),)),)),
        ],
        "thank-you": [samples.summary(heading=odd), samples.summary(0, decisions=(), actions=(), parents=(), asks="")],
        "class-timeline": [samples.lanes(40 if long else FEW), samples.lanes(0)],
        "class-grid": [
            samples.class_grid(30 if long else FEW),
            samples.class_grid(0, others=0),
            samples.class_grid(1, rows=(GridRow(odd, ("", much, much, "Łódź, naïve\n- one\n- two")),)),
        ],
        "supply": [
            samples.supply(12 if long else FEW),
            samples.supply(0, every_day=(), away=(), others=0),
            samples.supply(1, rows=(SupplyRow(odd, helps=much, health=much), SupplyRow(odd))),
        ],
        "register": [
            samples.register(80 if long else FEW),
            samples.register(0),
            samples.register(1, lines=(RegisterLine(odd),)),
        ],
        "provision": [
            samples.support_map(heading=odd),
            samples.support_map(parts=(), ended=()),
            samples.provision_map(1, heading=odd),
        ],
        "provision-map": [
            samples.support_map(30 if long else FEW, heading=replace(odd, is_group=True)),
            samples.support_map(0, parts=(), ended=()),
            samples.provision_map(20 if long else FEW, heading=replace(odd, is_group=True)),
            samples.provision_map(FEW, costed=False, heading=replace(odd, is_group=True)),
        ],
        "promised": [samples.promised(8 if long else 1, heading=odd), samples.promised(0, lines=(), asks="")],
        "support-register": [
            samples.support_register(),
            samples.support_register(1, 1),
            samples.support_register(parts=()),
        ],
        "running-order": [
            samples.running_order(),
            samples.running_order(1, lines=(RunningLine(at="", until="", place="", kind="Review", heading=odd),)),
        ],
        "referral-summary": [
            samples.referral(12 if long else FEW, heading=odd, reason=much),
            samples.referral(0, tried=(), consent="", sent_on=None, reason="", question="", strengths="", needs=()),
        ],
        "referral-letter": [
            samples.referral_letter(heading=odd, seen_on=date(2026, 7, 1)),
            samples.referral_letter(sent_on=None),
        ],
        "advice-tracker": [
            samples.advised(20 if long else FEW, heading=odd),
            samples.advised(settled=()),
            samples.advised(open=()),
        ],
        "action-list": [samples.action_list(), samples.action_list(1, writes="", to="Zoë-Łucja Żółkiewska")],
        "adult-week": [samples.week(), samples.week(each=40), samples.week(days=samples.week().days[3:])],
        "class-week": [samples.week("class"), samples.week("class", 9, heading=replace(odd, is_group=True))],
        "room-week": [samples.week("room"), samples.week("room", days=(WeekDay(date(2026, 12, 1)),))],
        "cover-sheet": [samples.cover_sheet(), samples.cover_sheet(60 if long else FEW), samples.cover_sheet(away=())],
        "pupil-week": [
            samples.week("pupil", heading=odd),
            samples.week("pupil", heading=samples.heading(), days=samples.week().days[3:]),
            samples.week("pupil", 30 if long else FEW, heading=samples.heading()),
        ],
        "term-page": [
            samples.term_page(),
            samples.term_page(20 if long else FEW, 5, is_draft=False),
            samples.term_page(parts=0, weeks=()),
        ],
        "lesson-card": [
            samples.lesson_card(12 if long else FEW),
            samples.lesson_card(1, rows=(SupplyRow(odd, helps=much, health=much), SupplyRow(odd)), lesson="", adult=""),
            samples.lesson_card(rows=(), out=(), comes_in=()),
        ],
        "governors": [samples.governors(), samples.governors(tables=())],
    }[code]


def looks() -> list[Look]:
    """Each theme, family, language and the largest size at least once, without all of their products."""
    families, themes, sizes = cycle(FAMILIES), cycle(THEMES), cycle((11.0, 14.0, 18.0))
    made = [USUAL]
    for number, head in enumerate(LANGUAGES):
        made.append(
            replace(
                USUAL,
                language=language(head.code),
                family=next(families),
                theme=next(themes),
                size=next(sizes),
                both=number % 2 == 1,
                spacing="wide" if number % 3 == 0 else "normal",
                paper="cream" if number % 4 == 0 else "white",
                name=("full", "first", "initials")[number % 3],
            )
        )
    return made


PRINTS = [
    pytest.param(document, variant, id=f"{document.code} {variant}")
    for document in CATALOGUE
    for variant in [code for code, _ in document.variants] or [""]
]


@pytest.mark.parametrize(("document", "variant"), PRINTS)
def test_it_passes_the_structural_check_in_every_look(document: Document, variant: str) -> None:
    for number, look in enumerate(looks()):
        # Each sheet as a file of its own is seen in the usual look, and where a long list breaks in that and in one other;
        # the rest have what else can differ, as one file.
        alone = number == 0
        made = sheets(document.code, long=number in (0, LONG_TOO))
        for together in [[sheet] for sheet in made] if alone else [made]:
            found = ua.faults(draw(document, together, look, variant).pdf)
            assert found == [], (look.language.code, look.theme.code, look.family.code, look.size)


@pytest.mark.parametrize(("document", "variant"), PRINTS)
def test_many_in_one_file_pass_it_too(document: Document, variant: str) -> None:
    assert ua.faults(draw(document, sheets(document.code, long=False)[:1] * 12, USUAL, variant).pdf) == []


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not there")
@pytest.mark.parametrize(("document", "variant"), PRINTS)
def test_another_reader_finds_the_same_words_in_the_same_order(
    document: Document, variant: str, tmp_path: Path
) -> None:
    # Of words that run from right to left poppler gives back the first alone.
    for number, sheet in enumerate(sheets(document.code)[:3]):
        pdf = draw(document, [sheet], USUAL, variant).pdf
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(pdf)
        ran = subprocess.run(["pdfinfo", "-struct-text", str(path)], capture_output=True, check=True, encoding="utf-8")
        quoted = re.findall(r'^\s*"(.*?)"$', ran.stdout, re.M | re.S)
        assert reading.squeezed("".join(quoted)) == reading.squeezed(ua.reading_order(pdf))


def test_words_from_right_to_left_are_read_in_the_order_they_were_typed() -> None:
    words = "محمد يحب الرسم"
    pdf = draw(CATALOGUE[0], [samples.passport({"hard": words})], USUAL, "a4").pdf
    assert words in ua.reading_order(pdf)
