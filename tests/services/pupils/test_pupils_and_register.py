"""Pupils, their status and needs, and the list that finds them."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select

from gradesk.model.pupils.support import StatusPeriod
from gradesk.services.custody import gone, history
from gradesk.services.pupils import pupils, register
from gradesk.services.pupils.register import NONE, Criteria
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TODAY = date(2026, 11, 23)


@pytest.fixture
def class_of_five(store: Store) -> dict[str, str]:
    """Five pupils of different years, statuses and adults."""
    adult = staff.add_staff(store, {"name": "Mrs Okafor", "role": "ta"})
    made: dict[str, str] = {}
    for number, (forename, surname, status, need) in enumerate(
        (
            ("Ava", "Núñez", "K", "SLCN"),
            ("Bo", "O’Connor", "E", "ASD"),
            ("Cy", "Żak", "W", ""),
            ("Di", "Bell", "", ""),
            ("Eve", "Adams", "K", "SEMH"),
        )
    ):
        uuid = pupils.add_pupil(
            store,
            {
                "legal_forename": forename,
                "legal_surname": surname,
                "year_group": str(number + 1),
                "class_name": f"{number + 1} Oak",
                "key_adult_id": adult if number % 2 == 0 else None,
            },
        )
        if status:
            pupils.set_status(store, uuid, status, date(2026, 9, 7), "review", date(2026, 9, 7))
        if need:
            pupils.set_needs(store, uuid, [need], date(2026, 9, 7))
        made[forename] = uuid
    pupils.set_layer(store, made["Ava"], "some", date(2026, 9, 7), "review", date(2026, 9, 7))
    return made


def names(store: Store, **criteria: str) -> list[str]:
    return [row.name.split()[0] for row in register.page(store, Criteria(**criteria))]


@pytest.mark.usefixtures("class_of_five")
def test_the_list_is_by_surname_and_narrows_by_every_filter(store: Store) -> None:
    assert names(store) == ["Eve", "Di", "Ava", "Bo", "Cy"]
    assert names(store, search="nun") == ["Ava"]
    assert names(store, search="con bo") == ["Bo"]
    assert names(store, search="zak") == ["Cy"]
    assert names(store, search="%") == []
    assert names(store, status="KE") == ["Eve", "Ava", "Bo"]
    assert names(store, status="N") == ["Di"]
    assert names(store, status="W") == ["Cy"]
    assert names(store, layer="some") == ["Ava"]
    assert names(store, need="ASD") == ["Bo"]
    assert names(store, need=NONE) == ["Di", "Cy"]
    assert names(store, year_group="4") == ["Di"]
    assert names(store, class_name="5 Oak") == ["Eve"]
    assert names(store, key_adult=NONE) == ["Di", "Bo"]
    assert names(store, plan_state=NONE) == ["Eve", "Di", "Ava", "Bo", "Cy"]


@pytest.mark.usefixtures("class_of_five")
@pytest.mark.parametrize("sort", register.SORTS)
def test_every_sort_shows_everybody_both_ways_and_page_by_page(store: Store, sort: str) -> None:
    up = [row.uuid for row in register.page(store, Criteria(), sort)]
    down = [row.uuid for row in register.page(store, Criteria(), sort, descending=True)]
    assert len(set(up)) == 5
    assert up == down[::-1]
    pieces = [row.uuid for offset in range(0, 5, 2) for row in register.page(store, Criteria(), sort, False, offset, 2)]
    assert pieces == up
    assert register.count(store, Criteria()) == 5
    assert [register.count(store, Criteria(), at_most=few) for few in (1, 5, 9)] == [1, 5, 5]


def test_leavers_and_deleted_pupils_are_kept_on_lists_of_their_own(store: Store, class_of_five: dict[str, str]) -> None:
    pupils.mark_left(store, class_of_five["Bo"], date(2026, 10, 1))
    pupils.delete_pupil(store, class_of_five["Cy"])
    assert names(store) == ["Eve", "Di", "Ava"]
    assert names(store, scope="leavers") == ["Bo"]
    assert names(store, scope="deleted") == ["Cy"]
    pupils.mark_left(store, class_of_five["Bo"], None)
    pupils.restore_pupil(store, class_of_five["Cy"])
    assert len(names(store)) == 5


def test_a_pupil_who_leaves_next_week_is_still_on_roll(store: Store, ava: str) -> None:
    pupils.mark_left(store, ava, TODAY + timedelta(days=7))
    assert register.count(store, Criteria()) == 1


@pytest.mark.usefixtures("class_of_five")
def test_a_kept_filter_comes_back_as_it_was_and_one_name_is_one_filter(store: Store) -> None:
    register.save_filter(store, "No need", Criteria(status="KE", need="SEMH"))
    register.save_filter(store, "no NEED", Criteria(status="W"))
    [kept] = register.saved_filters(store)
    assert register.criteria_of(kept) == Criteria(status="W")
    with pytest.raises(Refused, match="needs a name"):
        register.save_filter(store, " ", Criteria())


def test_an_earlier_start_than_the_open_span_is_refused_with_its_day(store: Store, ava: str) -> None:
    with pytest.raises(Refused, match="began only on 07/09/2026; nothing was changed"):
        pupils.set_status(store, ava, "E", date(2026, 9, 6), "plan issued", TODAY)


def test_changing_needs_ends_the_old_ones_and_keeps_their_start(store: Store, ava: str) -> None:
    pupils.set_needs(store, ava, ["SLCN", "SPLD"], date(2026, 9, 7))
    pupils.set_needs(store, ava, ["SPLD", "SLCN", "SPLD"], date(2026, 11, 1))
    found = pupils.page(store, ava).needs
    assert [(need.code, need.rank, need.starts_on) for need in found] == [
        ("SPLD", 1, date(2026, 9, 7)),
        ("SLCN", 2, date(2026, 9, 7)),
    ]
    with pytest.raises(Refused, match="not a type of need"):
        pupils.set_needs(store, ava, ["DYSLEXIA"], TODAY)


def test_a_birthday_of_next_year_is_refused_and_an_odd_one_only_remarked(store: Store, ava: str) -> None:
    with pytest.raises(Refused, match="in the future"):
        pupils.change_pupil(store, ava, {"date_of_birth": date(2027, 5, 1)})
    pupils.change_pupil(store, ava, {"date_of_birth": date(1990, 5, 1)})
    assert any("check it" in words for words in pupils.warnings(pupils.page(store, ava), TODAY))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"sex": "Q"}, "has no choice"),
        ({"legal_surname": "x" * 30_000}, "longer than"),
        ({"date_of_birth": date(1200, 1, 1)}, "cannot be"),
    ],
)
def test_values_that_cannot_be_are_refused_by_name(
    store: Store, ava: str, values: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        pupils.change_pupil(store, ava, values)
    assert pupils.page(store, ava).pupil.legal_surname == "Núñez"


def test_control_letters_do_not_reach_the_file(store: Store, ava: str) -> None:
    pupils.change_pupil(store, ava, {"house": "Re\x00d\ud800  House\n"})
    assert pupils.page(store, ava).pupil.house == "Red? House"


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 400)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def test_a_photo_is_made_small_and_square(store: Store, ava: str) -> None:
    pupils.set_photo(store, ava, picture())
    kept = pupils.photo(store, pupils.page(store, ava).pupil.photo_id)
    assert kept is not None
    with Image.open(io.BytesIO(kept)) as image:
        assert image.format == "JPEG" and image.size[0] == image.size[1]
        assert not image.getexif()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "no picture|damaged"),
        (b"GIF89a....", "no picture"),
        (b"\x00" * (11 * 1024 * 1024), "larger than 10 MB"),
        (picture()[:200], "damaged|no picture"),
        (picture("PNG", (7000, 7000)), "megapixels"),
    ],
)
def test_what_is_no_picture_is_refused_and_the_old_photo_stays(
    store: Store, ava: str, raw: bytes, sentence: str
) -> None:
    pupils.set_photo(store, ava, picture())
    before = pupils.page(store, ava).pupil.photo_id
    with pytest.raises(Refused, match=sentence):
        pupils.set_photo(store, ava, raw)
    assert pupils.page(store, ava).pupil.photo_id == before


def test_one_pupil_has_one_open_status_in_the_file_itself(store: Store, ava: str) -> None:
    with store.read() as session:
        query = (
            select(func.count())
            .select_from(StatusPeriod)
            .where(StatusPeriod.pupil_id == ava, StatusPeriod.ends_on.is_(None))
        )
        assert session.scalar(query) == 1


def test_a_replaced_status_is_not_restored_beside_the_one_in_force(store: Store, ava: str) -> None:
    pupils.set_status(store, ava, "E", date(2026, 9, 7), "EHC plan issued", TODAY)
    (one,) = gone.of_pupil(store, ava)
    kind, uuid = one.kind, one.uuid
    with pytest.raises(Refused, match="taken its place"):
        history.bring_back(store, kind, uuid)
    status = pupils.page(store, ava).status
    assert status is not None and status.status == "E"
