"""The wrong-pupil guard finds every other pupil on a finished page, and lets the rightful ones be."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.desk.guard import IN_FILE, Guard, Hit, refuse_hits, sentence
from gradesk.documents.press.letters.fonts import body_font
from gradesk.services.pupils import contacts, pupils
from gradesk.services.pupils.known_people import KnownAdult, KnownPeople, KnownPupil, known_people
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.documents import samples


def pupil(uuid: str, forename: str, surname: str, *upns: str) -> KnownPupil:
    return KnownPupil(uuid, f"{forename} {surname}", ((forename, surname), (surname, forename)), upns)


PEOPLE = KnownPeople(
    (
        pupil("ava", "Ava", "Núñez", "L867200126001"),
        pupil("ben", "Ben", "O’Dowd-Hall", "Q867200126002"),
        pupil("namesake", "Ava", "Nunez"),
        pupil("will", "Will", "Read"),
        pupil("grace", "Grace", "Okafor"),
        pupil("mo", "Mohammed", "Khan"),
    ),
    (KnownAdult("Mrs Grace Okafor"), KnownAdult("Mohammed Khan", "ava")),
)
GUARD = Guard(PEOPLE)


def drawn(*pages: Sequence[str], title: str = "Pupil passport") -> bytes:
    """Pages with lines one below the other."""
    made = BytesIO()
    canvas = Canvas(made, initialFontName=body_font())
    canvas.setTitle(title)
    for lines in pages:
        for place, line in enumerate(lines):
            canvas.drawString(60, 760 - 16 * place, line)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def named(hits: Sequence[Hit]) -> list[tuple[int, str, str]]:
    return [(hit.page, hit.pupil_id, hit.what) for hit in hits]


def test_the_rightful_pupil_is_no_hit_and_neither_is_one_of_the_same_name() -> None:
    pdf = drawn(["Ava Núñez", "UPN L867200126001"], ["NUNEZ, Ava"])
    assert GUARD.hits(pdf, [{"ava"}, {"ava"}]) == []


def test_another_pupil_is_found_on_their_page_by_name_and_by_number() -> None:
    pdf = drawn(["Ava Núñez sits by Ben ODowd Hall"], ["Q867 200126002"], ["O’Dowd-Hall, Ben"])
    assert named(GUARD.hits(pdf, [{"ava"}, {"ava"}, {"ben"}])) == [
        (1, "ben", "the name in the text"),
        (2, "ben", "the UPN in the text"),
    ]


def test_a_name_that_runs_over_two_lines_is_found() -> None:
    assert named(GUARD.hits(drawn(["a friend of Ben", "O’Dowd-Hall in 4B"]), [{"ava"}])) == [
        (1, "ben", "the name in the text")
    ]
    assert named(GUARD.hits(drawn(["a friend of Ben O’Dowd-", "Hall in 4B"]), [{"ava"}])) == [
        (1, "ben", "the name in the text")
    ]


def test_an_adult_of_the_same_name_is_said_to_be_perhaps_one() -> None:
    pdf = drawn(["Ask Grace Okafor or Mohammed Khan"])
    found = GUARD.hits(pdf, [{"ava"}])
    assert [(hit.pupil_id, hit.doubt) for hit in found] == [
        ("grace", "Mrs Grace Okafor has the same name"),
        ("mo", "Mohammed Khan has the same name"),
    ]
    with pytest.raises(Refused, match="Perhaps another child is named here: Grace Okafor on page 1"):
        refuse_hits(found)
    # Somebody around Ava is no reason to find the name on Ben's page.
    with pytest.raises(Refused, match=r"Mohammed Khan on page 1 .*Take it out of the words"):
        refuse_hits(GUARD.hits(pdf, [{"ben"}]))


def test_ordinary_words_are_in_doubt_and_a_name_is_not() -> None:
    assert all(hit.may_pass for hit in GUARD.hits(drawn(["I will read to you"]), [{"ava"}]))
    with pytest.raises(Refused, match="Will Read on page 1"):
        refuse_hits(GUARD.hits(drawn(["I like Will Read"]), [{"ava"}]))


def test_the_title_bookmarks_notes_fields_and_words_read_aloud_are_read_too() -> None:
    changed = BytesIO()
    with pikepdf.open(BytesIO(drawn(["Ava Núñez"], ["Ava Núñez"], title="About Ben O'Dowd-Hall"))) as pdf:
        page: Any = pdf.pages[1]
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Will Read", 1))
        text, name = pikepdf.Dictionary, pikepdf.Name
        page.Annots = pikepdf.Array(
            [
                pdf.make_indirect(
                    text(Type=name.Annot, Subtype=name.Widget, Rect=[0, 0, 9, 9], FT=name.Tx, V="Will Read")
                )
            ]
        )
        pdf.Root.AcroForm = text(Fields=page.Annots)
        figure = pdf.make_indirect(text(S=name.Figure, Pg=page.obj, Alt="A photo of Ben O’Dowd-Hall"))
        pdf.Root.StructTreeRoot = pdf.make_indirect(text(Type=name.StructTreeRoot, K=figure))
        pdf.save(changed)
    assert named(GUARD.hits(changed.getvalue(), [{"ava"}, {"ava"}])) == [
        (IN_FILE, "ben", "the name in the title or its neighbours"),
        (2, "will", "the name in a bookmark"),
        (2, "will", "the name in a note or form field"),
        (2, "ben", "the name in the words read aloud"),
    ]


def test_a_file_with_other_pages_than_were_made_is_refused() -> None:
    with pytest.raises(Refused, match=r"has 1 pages where 2 were made; nothing was saved"):
        GUARD.hits(drawn(["Ava"]), [{"ava"}, {"ava"}])


def test_the_sentence_says_where_and_never_runs_on() -> None:
    hits = [Hit(page, "ben", "Ben Hall", "the name in the text") for page in range(1, 9)]
    words = sentence(hits)
    assert words.startswith("Another child is named here: Ben Hall on page 1 (the name in the text);")
    assert "and 3 more. Nothing was saved or printed." in words
    assert sentence([]) == ""


def test_everybody_is_known_leavers_and_deleted_ones_by_every_name(store: Store, ava: str) -> None:
    pupils.change_pupil(store, ava, {"preferred_forename": "Bee", "middle_names": "Rose May"})
    gone = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Hall", "former_upn": "Q867200126002"})
    pupils.delete_pupil(store, gone)
    staff.add_staff(store, {"name": "Grace Okafor"})
    contacts.add_person(store, ava, {"name": "Mohammed Khan"})
    people = known_people(store)
    guard = Guard(people)
    found = ["Bee Núñez", "Núñez, Ava", "Ava Rose May Nunez", "Ava R M Núñez", "L867200126001"]
    for name in found:
        assert [hit.pupil_id for hit in guard.hits(drawn([name]), [set()])] == [ava], name
    assert [hit.pupil_id for hit in guard.hits(drawn(["Ben Hall Q867200126002"]), [{ava}])] == [gone, gone]
    assert {(adult.name, adult.pupil_id) for adult in people.adults} == {("Grace Okafor", ""), ("Mohammed Khan", ava)}


NAMES = st.tuples(
    st.sampled_from(["Ava", "Mary-Ann", "D’Andre", "Łucja", "Siân", "Ştefan", "Jean Luc", "Zoë"]),
    st.sampled_from(["Núñez", "O’Connor", "Fotheringay-Smythe", "Żak", "de la Tour", "N’Diaye", "Ó Briain"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mine=NAMES, other=NAMES, lines=st.integers(0, 3), turned=st.booleans())
def test_on_real_pages_the_other_is_always_found_and_mine_never(
    mine: tuple[str, str], other: tuple[str, str], lines: int, turned: bool
) -> None:
    guard = Guard(KnownPeople((pupil("mine", *mine), pupil("other", *other)), ()))
    words = f"{other[1]}, {other[0]}" if turned else " ".join(other)
    pdf = drawn([" ".join(mine), *["I like drawing."] * lines, f"With {words}", "and others"])
    wrong = [hit.pupil_id for hit in guard.hits(pdf, [{"mine"}])]
    assert wrong == ([] if mine == other else ["other"])


def test_a_name_from_right_to_left_is_found_among_figures() -> None:
    """A reader that goes by places alone gives back one of its words turned round and the other not."""
    guard = Guard(KnownPeople((pupil("other", "محمد", "الحسن"),), ()))
    for words in ("محمد الحسن: 41", "In 2026/27 محمد الحسن: 41 cycles", "41 محمد الحسن 7 (3)"):
        drawn = samples.drawn("passport", [samples.passport({"admire": words})])
        assert [hit.pupil_id for hit in guard.hits(drawn.pdf, [{"mine"}])] == ["other"], words
