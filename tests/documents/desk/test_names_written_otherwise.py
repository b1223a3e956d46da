"""The guard knows a child by other spellings, by half a name and by a part of it; what may be nobody can be let pass."""

from __future__ import annotations

import pytest

from gradesk.documents.desk.guard import Guard, Hit, refuse_hits, sentence
from gradesk.documents.press.document import Naming
from gradesk.services.pupils.known_people import KnownAdult, KnownPeople, KnownPupil
from gradesk.system.refusal import Refused
from tests.documents.desk.test_guard import drawn


def child(uuid: str, forename: str, surname: str, middles: str = "", class_name: str = "4 Oak") -> KnownPupil:
    names = ((forename, surname), (surname, forename)) if forename and surname else ()
    names += tuple((f"{forename} {one}", surname) for one in middles.split())
    first, last = (tuple(filter(None, (part,))) for part in (forename, surname))
    return KnownPupil(uuid, f"{forename} {surname}".strip(), names, (), first, last, middles, class_name)


GUARD = Guard(
    KnownPeople(
        (
            child("ava", "Ava", "Núñez"),
            child("hafsa", "Hafsa", "Malik", "Noor Sana"),
            child("gokhan", "Gökhan", "Şahin"),
            child("goekce", "Goekce", "Yilmaz"),
            child("tom", "Tom", "St John"),
            child("ben", "Ben", "O’Dowd-Hallam"),
            child("lone", "Madonna", ""),
            child("may", "May", "Reed"),
            child("far", "Otto", "Quist", class_name="6 Elm"),
        ),
        (KnownAdult("Mrs H. Malik"), KnownAdult("Grace Okafor"), KnownAdult("May Okafor")),
    )
)
HOME = Naming(home=True)


def hits(*lines: str, naming: Naming = HOME, mine: str = "ava") -> list[Hit]:
    return GUARD.hits(drawn(lines), [{mine}], [naming])


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("Hafsa Noor Malik came", "hafsa"),
        ("Hafsa Sana Malik came", "hafsa"),
        ("with Goekhan Sahin", "gokhan"),
        ("with Tom Saint John", "tom"),
    ],
)
def test_another_spelling_of_the_whole_name_is_certain(words: str, whose: str) -> None:
    assert [(hit.pupil_id, hit.may_pass) for hit in hits(words)] == [(whose, False)]


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        ("sits by Hafsa M.", "hafsa"),
        ("H. Malik sits there", "hafsa"),
        ("Malik, H. sits there", "hafsa"),
        ("a talk with Hafsa Ma…", "hafsa"),
        ("a talk with Hafsa Mal...", "hafsa"),
        ("Ben O’Dowd was there", "ben"),
        ("Ben Hallam was there", "ben"),
        ("Noor Malik was there", "hafsa"),
        ("with Gökce Yilmaz", "goekce"),
        ("sits by Madonna", "lone"),
        ("sits by Hafsa", "hafsa"),
    ],
)
def test_a_name_cut_short_or_half_is_found_and_may_be_let_pass(words: str, whose: str) -> None:
    assert [(hit.pupil_id, hit.may_pass) for hit in hits(words)] == [(whose, True)]


def test_forename_and_surname_in_two_places_of_a_page_are_put_together() -> None:
    found = hits("My friend Otto", "is kind.", "The Quist family lives near.", naming=Naming())
    assert [(hit.pupil_id, hit.what, hit.may_pass) for hit in found] == [
        ("far", "forename and surname in two places", True)
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Mrs H. Malik helps me",
        "Mrs Malik helps me",
        "I am Ava and like it",
        "by 14 May 2026",
        "I may read",
        "Ask May Okafor",
        "Otto from another class",
        "Hafsali sat down",
        "I. Go",
    ],
)
def test_adults_months_and_the_pupil_herself_are_no_hits(words: str) -> None:
    assert hits(words) == []


def test_classmates_first_names_matter_on_pages_that_go_home_alone() -> None:
    assert hits("sits by Hafsa", naming=Naming()) == []


def test_a_hidden_name_is_searched_for_like_another_childs() -> None:
    certain = hits("Ava Núñez likes to draw", naming=Naming("initials"))
    assert [(hit.pupil_id, hit.hidden, hit.may_pass) for hit in certain] == [("ava", True, False)]
    with pytest.raises(Refused, match="A name that this print hides is named here: Ava Núñez on page 1"):
        refuse_hits(certain)
    assert [hit.may_pass for hit in hits("Ava likes to draw", naming=Naming("initials"))] == [True]
    assert hits("A. N. likes to draw", naming=Naming("initials")) == []
    assert hits("Ava likes to draw", naming=Naming("first")) == []
    assert [hit.may_pass for hit in hits("The Núñez family", naming=Naming("first"))] == [True]
    assert "Perhaps a name that this print hides" in sentence(hits("Ava draws", naming=Naming("none")))


def test_a_picture_is_read_like_a_page() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><title>Cycles</title><text>Hafsa Ma…</text><text>Ava Núñez</text></svg>'
    assert [hit.pupil_id for hit in GUARD.hits_in_picture(svg, {"ava"}, Naming())] == ["hafsa"]
    apart = '<svg xmlns="http://www.w3.org/2000/svg"><text>Hafsa</text><text>Malik</text></svg>'
    assert [hit.pupil_id for hit in GUARD.hits_in_picture(apart, {"ava"}, Naming())] == ["hafsa"]
