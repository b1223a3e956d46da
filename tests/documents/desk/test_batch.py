"""Many pages in one file: in the order asked for, each for its own pupil, and read back before they leave."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gradesk.documents.desk import batch, desk
from gradesk.documents.desk.batch import Item, Order
from gradesk.documents.press.choices import Choices, remembered
from gradesk.documents.press.letters.language import language
from gradesk.documents.press.look import USUAL
from gradesk.services.paper import copies
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.progress import Cancelled
from gradesk.system.refusal import Refused
from tests.documents import reading


@pytest.fixture
def three(store: Store, ava: str) -> tuple[str, ...]:
    """Ava and two more, of whom the last has no passport."""
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Okoro", "class_name": "4 Oak"})
    cat = pupils.add_pupil(store, {"legal_forename": "Cat", "legal_surname": "Lund", "class_name": "4 Oak"})
    passports.change(store, ava, {"hard": "Loud rooms", "good_at": "Drawing"})
    passports.change(store, ben, {"hard": "Long words"})
    return (ben, ava, cat)


def test_pages_come_in_the_order_asked_for_and_those_without_are_counted(store: Store, three: tuple[str, ...]) -> None:
    made = batch.make(store, Order((Item("passport"),), three), USUAL)
    pages = reading.pages(made.pdf)
    assert "Longwords" in pages[0] and "Loudrooms" in pages[1] and len(pages) == 2
    assert made.pages == ((three[0],), (three[1],))
    assert made.without == {"passport": 1}
    assert all("Page1of1" in page for page in pages)


def test_all_that_is_about_one_pupil_lies_together_on_paper_of_its_own_size(
    store: Store, three: tuple[str, ...]
) -> None:
    order = Order((Item("passport", "a5"), Item("dates"), Item("passport")), three[:2])
    made = batch.make(store, order, USUAL)
    assert [entry.item.code for entry in made.entries] == ["passport", "dates", "passport"] * 2
    widths = [round(float(page.mediabox.width)) for page in reading.reader(made.pdf).pages]
    assert widths == [420, 595, 595] * 2


def test_separators_and_the_list_say_what_follows_and_where(store: Store, three: tuple[str, ...]) -> None:
    made = batch.make(store, Order((Item("passport"),), three, separators=True, manifest=True), USUAL)
    pages = reading.pages(made.pdf)
    assert len(pages) == 5
    assert "Thenextpagesareabout" in pages[0] and "BenOkoro" in pages[0] and "Longwords" in pages[1]
    assert "Whatisinthisfile" in pages[4] and pages[4].index("BenOkoro") < pages[4].index("AvaNúñez")
    assert made.pages[4] == (three[0], three[1])
    assert [(entry.first, entry.last) for entry in made.entries] == [(2, 2), (4, 4)]


def test_nothing_to_print_is_said(store: Store, three: tuple[str, ...]) -> None:
    with pytest.raises(Refused, match="Nobody here has anything for “Pupil passport”"):
        batch.make(store, Order((Item("passport"),), three[2:]), USUAL)
    with pytest.raises(Refused, match="Nobody was chosen"):
        batch.make(store, Order((Item("passport"),), ()), USUAL)
    with pytest.raises(Refused, match="No document was chosen"):
        batch.make(store, Order((), three), USUAL)
    with pytest.raises(Refused, match="no variant “a3”"):
        batch.make(store, Order((Item("passport", "a3"),), three), USUAL)


def test_a_batch_is_stopped_at_its_next_pupil(store: Store, three: tuple[str, ...]) -> None:
    def stop(done: int, total: int) -> None:
        assert (done, total) == (1, 3)
        raise Cancelled

    with pytest.raises(Cancelled):
        batch.make(store, Order((Item("passport"),), three), USUAL, stop)


def test_another_childs_name_holds_the_pages_back_until_somebody_insists(store: Store, three: tuple[str, ...]) -> None:
    passports.change(store, three[1], {"helps": "Sit me beside Ben Okoro"})
    ready = desk.ready(store, Order((Item("passport"),), three), USUAL)
    with pytest.raises(Refused, match="Ben Okoro on page 2"):
        ready.released()
    assert ready.released(insisted=True) == ready.batch.pdf
    each = desk.ready_each(store, Order((Item("passport"),), three), USUAL).files
    assert [bool(one.hits) for one in each] == [False, True]


def test_one_file_each_has_neutral_names_and_only_its_own_pupil(
    store: Store, three: tuple[str, ...], tmp_path: Path
) -> None:
    each = desk.ready_each(store, Order((Item("passport"), Item("dates")), three), USUAL).files
    assert [one.batch.pages for one in each] == [((three[0],), (three[0],)), ((three[1],), (three[1],)), ((three[2],),)]
    assert desk.file_names("Pupil passport", 2) == ["pupil-passport-001.pdf", "pupil-passport-002.pdf"]
    (tmp_path / "pupil-passport-002.pdf").write_text("a list of somebody's own")
    with pytest.raises(Refused, match=r"pupil-passport-002\.pdf is there already"):
        desk.refuse_taken(tmp_path, desk.file_names("Pupil passport", 2))


def test_who_was_given_what_is_noted_once(store: Store, three: tuple[str, ...]) -> None:
    passports.issue(store, three[0])
    polish = replace(USUAL, language=language("pl"))
    made = batch.make(store, Order((Item("passport"), Item("dates")), three[:2]), polish)
    assert desk.note_given(store, [made], "Mrs Hale", "printed") == 4
    assert {copy.document for copy in copies.out(store, three[0])} == {"passport", "dates"}
    assert {copy.language for copy in copies.out(store, three[0])} == {"pl"}
    with pytest.raises(Refused):
        desk.note_given(store, [made], " ", "printed")


def test_choices_that_were_kept_come_back_and_odd_ones_fall_back(store: Store) -> None:
    chosen = Choices(theme="mono", size=16, language="ur", both=True, name="initials")
    assert remembered(chosen.kept()) == chosen
    assert remembered({"theme": "neon", "size": 99, "both": "yes", "more": 1}) == Choices()
    with pytest.raises(Refused, match="no size “40”"):
        Choices(size=40).look(store)
