"""Whatever leaves goes through one gate: the same guard, names, marks and protection for pages and pictures, all or some."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import pikepdf
import pytest

from gradesk.documents.desk import desk
from gradesk.documents.desk.batch import Item, Order
from gradesk.documents.press.checks import sentence
from gradesk.documents.press.look import USUAL
from gradesk.services.paper import copies
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions
from gradesk.services.timeline import happenings
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.documents import reading


@pytest.fixture
def three(store: Store, ava: str) -> tuple[str, ...]:
    """Ava, Ben whose words cannot all be printed, and Cat."""
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Okoro", "class_name": "4 Oak"})
    cat = pupils.add_pupil(store, {"legal_forename": "Cat", "legal_surname": "Lund", "class_name": "4 Oak"})
    passports.change(store, ava, {"hard": "Loud rooms"})
    passports.change(store, ben, {"hard": "Flamingos 🦩", "good_at": "Sums\uf123"})
    passports.change(store, cat, {"hard": "Long words"})
    return (ava, ben, cat)


def test_a_batch_prints_the_others_and_says_who_was_left_out_and_why(store: Store, three: tuple[str, ...]) -> None:
    order = Order((Item("passport"),), three, separators=True, manifest=True)
    made = desk.ready(store, order, USUAL).batch
    pages = reading.pages(made.pdf)
    assert len(pages) == 5 and "Loudrooms" in pages[1] and "Longwords" in pages[3]
    assert "Notprinted" in pages[4] and "BenOkoro,Pupilpassport" in pages[4]
    (left,) = made.refused
    assert left.pupil_ids == (three[1],)
    words = sentence(made.refused, others=True)
    assert "Ben Okoro, Pupil passport: " in words and "🦩 (flamingo) in “What I find hard”" in words
    assert "an invisible sign (U+F123) in" in words and words.endswith("the others are there; write it another way.")
    each = desk.ready_each(store, order, USUAL)
    assert len(each.files) == 2 and [one.pupil_ids for one in each.refused] == [(three[1],)]


def test_where_nothing_can_be_printed_all_reasons_are_said(store: Store, three: tuple[str, ...]) -> None:
    for print_them in (desk.ready, desk.ready_each):
        with pytest.raises(Refused, match=r"Ben Okoro, Pupil passport: .*flamingo.* nothing was printed"):
            print_them(store, Order((Item("passport"),), three[1:2]), USUAL)


def test_a_picture_goes_through_the_same_gate_as_a_page(store: Store, three: tuple[str, ...]) -> None:
    ava = three[0]
    begun = store.clock.today() - timedelta(days=200)
    provisions.add(store, [ava], {"name": "Reads with Ben Okoro", "starts_on": begun})
    order = Order((Item("timeline"),), (ava,))
    ready = desk.ready_picture(store, order, USUAL)
    with pytest.raises(Refused, match="Ben Okoro on page 1"):
        ready.released()
    assert ready.released(insisted=True).startswith(b"<svg ")
    with pytest.raises(Refused, match="cannot be protected with a password"):
        ready.released(insisted=True, password="six-plain-words")
    assert desk.note_given(store, (ready.batch,), "Mum", "saved") == 1
    assert [copy.document for copy in copies.out(store, ava)] == ["timeline"]


def test_a_picture_has_the_names_and_the_foot_of_a_page(store: Store, three: tuple[str, ...]) -> None:
    happenings.add(store, three[0], {"title": "A talk", "happened_on": store.clock.today()})
    for code, ids in (("timeline", three[:1]), ("class-timeline", three)):
        drawn = desk.ready_picture(store, Order((Item(code),), ids), replace(USUAL, name="initials"))
        said = " ".join(ElementTree.fromstring(drawn.svg).itertext())
        assert "Confidential" in said and "Ava" not in said and "Núñez" not in said and drawn.hits == ()
    assert "A. N." in said


def test_a_file_says_one_title_of_itself_and_nothing_else(store: Store, three: tuple[str, ...]) -> None:
    ready = desk.ready(store, Order((Item("passport"),), three[:1]), USUAL)
    for pdf, password in ((ready.released(), ""), (ready.released(password="six-plain-words"), "six-plain-words")):
        assert b"untitled" not in pdf and b"anonymous" not in pdf
        with pikepdf.open(BytesIO(pdf), password=password) as opened:
            titled = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/Producer" in one]
            assert [str(one.Title) for one in titled] == ["Pupil passport"]
