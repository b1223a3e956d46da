"""Passports: versions and what changed, how fresh each is, and the questions by age."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.model.plans.passport import PASSPORT_SECTIONS
from gradesk.model.rules.days.age_band import BANDS, age_band
from gradesk.model.rules.days.freshness import FRESHNESS, freshness
from gradesk.services.plans import passports, prompts
from gradesk.services.pupils import pupils, register
from gradesk.services.pupils.register import Criteria
from gradesk.services.today import due
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TODAY = date(2026, 11, 23)


@pytest.fixture
def two_versions(store: Store, ava: str) -> str:
    """Ava with a first version and a second one that knows more."""
    passports.change(store, ava, {"good_at": "Drawing", "hard": "Noise"})
    passports.issue(store, ava, date(2026, 3, 2))
    passports.change(store, ava, {"good_at": "Drawing cats", "helps": "A seat by the door", "hard": ""})
    passports.issue(store, ava, date(2026, 9, 7))
    return ava


def test_every_version_says_what_changed_in_a_line(store: Store, two_versions: str) -> None:
    assert [(line.number, line.changed) for line in passports.version_lines(store, two_versions)] == [
        (2, "Changed: What I am good at; new: How you can help me; taken out: What I find hard"),
        (1, "The first version"),
    ]


def test_a_version_stays_as_it_was_frozen(store: Store, two_versions: str) -> None:
    passports.change(store, two_versions, {"good_at": "Swimming"})
    assert dict(passports.parts_of(store, two_versions, 1))["What I am good at"] == "Drawing"
    assert dict(passports.parts_of(store, two_versions, 0))["What I am good at"] == "Swimming"
    with pytest.raises(Refused, match="no such version"):
        passports.parts_of(store, two_versions, 7)


def test_checking_again_moves_the_day_to_look_again_unless_somebody_chose_one(store: Store, ava: str) -> None:
    passports.change(store, ava, {"good_at": "Drawing"})
    passports.issue(store, ava, date(2026, 3, 2))
    passports.issue(store, ava, date(2026, 9, 7))
    kept = passports.passport(store, ava)
    assert kept is not None and kept.review_on == date(2027, 9, 7)
    passports.change(store, ava, {"review_on": date(2027, 1, 8)})
    passports.issue(store, ava, TODAY)
    kept = passports.passport(store, ava)
    assert kept is not None and kept.review_on == date(2027, 1, 8)


@pytest.mark.parametrize("band", BANDS)
def test_every_section_has_three_to_five_short_questions_for_every_age(band: str) -> None:
    asked = prompts.questions(band)
    assert tuple(asked) == PASSPORT_SECTIONS
    for questions in asked.values():
        assert 3 <= len(questions) <= 5
        assert all(question.endswith("?") and len(question.split()) <= 20 for question in questions)


@pytest.mark.parametrize(
    ("year_group", "born", "band"),
    [
        ("R", None, "younger"),
        ("2", None, "younger"),
        ("3", None, "junior"),
        ("6", date(2015, 9, 1), "junior"),
        ("7", None, "older"),
        ("13", None, "older"),
        ("X", date(2012, 1, 1), "older"),
        ("", date(2020, 11, 24), "younger"),
        ("", date(2019, 11, 23), "junior"),
        ("", None, "junior"),
    ],
)
def test_questions_suit_the_year_group_or_the_age(year_group: str, born: date | None, band: str) -> None:
    assert age_band(year_group, born, TODAY) == band


CHECKED = st.one_of(st.none(), st.dates(date(2025, 9, 1), TODAY))
REVIEW = st.one_of(st.none(), st.dates(date(2026, 6, 1), date(2027, 12, 31)))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(checked=CHECKED, review=REVIEW)
def test_the_register_finds_by_the_same_rule_as_it_shows(
    store: Store, ava: str, checked: date | None, review: date | None
) -> None:
    passports.change(store, ava, {"checked_on": checked, "review_on": review})
    [row] = register.everyone(store)
    assert row.passport == freshness(checked, review, TODAY)
    found = [code for code in FRESHNESS.codes if register.ids(store, Criteria(passport=code)) == [ava]]
    assert found == [row.passport]
    if checked is not None:
        assert (row.passport == "overdue") == ("passport_old" in {item.rule for item in due.due(store)})


def test_the_list_by_freshness_begins_with_what_is_most_urgent(store: Store) -> None:
    days = {"a": None, "b": TODAY - timedelta(days=400), "c": TODAY - timedelta(days=300), "d": TODAY}
    for name, day in days.items():
        uuid = pupils.add_pupil(store, {"legal_forename": name})
        if day is not None:
            passports.change(store, uuid, {"checked_on": day})
    rows = register.page(store, Criteria(), "passport")
    assert [(row.name, row.passport) for row in rows] == [
        ("a", "none"),
        ("b", "overdue"),
        ("c", "ageing"),
        ("d", "fresh"),
    ]
    assert [row.name for row in register.page(store, Criteria(), "passport", descending=True)] == ["d", "c", "b", "a"]
    for before, after in itertools.pairwise(rows):
        assert before.uuid != after.uuid
