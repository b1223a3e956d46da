"""What support did is told from results that stand as evidence: typed beside the pupil, and never in a second list."""

from __future__ import annotations

from datetime import date

import pytest

from gradesk.services.custody import history
from gradesk.services.evidence import measures
from gradesk.services.school import school
from gradesk.services.term import closing, effects, provisions
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.term.conftest import BEGINS


@pytest.fixture
def member(store: Store, four: list[str], club: str) -> str:
    """Ava in the club, which is measured by reading age."""
    effects.choose(store, club, {"measure": "reading_age"})
    [mine] = provisions.of_pupil(store, four[0])
    return mine.member.uuid


def test_what_is_typed_before_and_after_stands_as_evidence_and_is_compared(
    store: Store, four: list[str], club: str, member: str
) -> None:
    effects.record(store, member, "before", "7:00")
    effects.record(store, member, "after", "7:06")
    effects.expect(store, member, "7:06")
    found = effects.of(store, club)
    assert found[four[0]].said == (
        "6 months more in 2 months; 2.6 months gained a month, useful; expected 7:06: reached."
    )
    assert found[four[0]].is_reached and found[four[1]].said == "Nothing measured yet."
    days = [(one.happened_on, one.value, one.informant) for one in measures.results(store, four[0])]
    assert days == [(TODAY, 90, "teacher"), (BEGINS, 84, "teacher")]
    assert effects.cost_per_month(found[four[0]], 5_000) == 833
    assert effects.cost_per_month(found[four[1]], 5_000) is None
    assert history.undo(store) == "Expected: Brick club"
    history.undo(store)
    assert len(measures.results(store, four[0])) == 1


def test_a_result_of_that_day_is_corrected_and_one_of_another_day_stays(
    store: Store, four: list[str], club: str, member: str
) -> None:
    measures.add_result(
        store, four[0], "reading_age", "6:11", {"informant": "teacher", "happened_on": date(2026, 9, 1)}
    )
    effects.record(store, member, "before", "7:00")
    effects.record(store, member, "before", "7:01")
    assert [one.value for one in measures.results(store, four[0])] == [85, 83]
    effects.record(store, member, "before", "")
    assert [one.value for one in measures.results(store, four[0])] == [83]
    with pytest.raises(Refused, match="result is of 01/09/2026 and was kept"):
        effects.record(store, member, "before", " ")


def test_a_measure_named_later_is_told_in_a_sentence_and_no_change_is_made_up(
    store: Store, four: list[str], club: str, member: str
) -> None:
    effects.record(store, member, "before", "7:00")
    effects.choose(store, club, {"measure": "spelling_age"})
    effects.record(store, member, "after", "7:06")
    said = effects.of(store, club)[four[0]].said
    assert said.startswith(
        "Measured by Reading age at first and by Spelling age since: two measures cannot be compared."
    )
    assert effects.of(store, club)[four[0]].gained is None
    effects.choose(store, club, {"measure": "reading_age"})
    assert effects.of(store, club)[four[0]].said == "Not measured after yet."


def test_of_two_who_filled_it_in_the_one_named_counts(store: Store, four: list[str], club: str) -> None:
    effects.choose(store, club, {"measure": "sdq_total"})
    for who, first, last in (("teacher", "20", "15"), ("parent", "22", "21")):
        measures.add_result(store, four[0], "sdq_total", first, {"informant": who, "happened_on": BEGINS})
        measures.add_result(store, four[0], "sdq_total", last, {"informant": who})
    assert effects.of(store, club)[four[0]].gained == 5
    effects.choose(store, club, {"informant": "parent"})
    assert effects.of(store, club)[four[0]].said == "Improved by 1 in 2 months; lower is better."


@pytest.mark.parametrize(
    ("when", "typed", "words"),
    [
        ("before", "7", "may be years or months"),
        ("after", "seven", "is no age"),
        ("after", "7:13", "more than 11 months"),
    ],
)
def test_what_is_no_result_is_refused_in_the_words_of_the_measure(
    store: Store, four: list[str], member: str, when: str, typed: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        effects.record(store, member, when, typed)
    assert measures.results(store, four[0]) == []


def test_without_a_measure_nothing_can_be_typed_and_free_words_say_what_to_do(
    store: Store, four: list[str], club: str
) -> None:
    [mine] = provisions.of_pupil(store, four[0])
    with pytest.raises(Refused, match="by what Brick club is measured"):
        effects.record(store, mine.member.uuid, "before", "3")
    provisions.change(store, club, {"measure": "bricks in a minute"})
    assert effects.of(store, club)[four[0]].said.startswith("Measured by bricks in a minute: choose it from the list")


def test_a_school_names_gains_and_what_is_wrong_is_refused(
    store: Store, four: list[str], club: str, member: str
) -> None:
    effects.record(store, member, "before", "7:00")
    effects.record(store, member, "after", "7:06")
    school.change_school(store, {"gain_bands": "2 fine"})
    assert "gained a month, fine" in effects.of(store, club)[four[0]].said
    for values, words in (
        ({"gain_bands": "fine"}, "names no gain"),
        ({"cost_weeks": 0}, "A year has 1 to 52 weeks"),
        ({"notional": -1}, "from £0 to £1,000,000"),
        ({"notional": 2_000_000}, "from £0 to £1,000,000"),
    ):
        with pytest.raises(Refused, match=words):
            school.change_school(store, values)


def test_what_was_missing_when_it_closed_is_added_later_and_then_kept(
    store: Store, four: list[str], club: str, member: str
) -> None:
    effects.record(store, member, "before", "7:00")
    closing.close(store, club, date(2026, 11, 20))
    with pytest.raises(Refused, match="is closed and stays as it was"):
        effects.record(store, member, "before", "7:01")
    effects.record(store, member, "after", "7:03")
    kept = effects.of(store, club)[four[0]]
    assert kept.kept and kept.said.startswith("3 months more in 2 months")
    with pytest.raises(Refused, match="is closed and stays as it was"):
        effects.record(store, member, "after", "7:05")
    measures.change_result(store, measures.results(store, four[0])[0].uuid, {"value": "7:09"})
    again = effects.of(store, club)[four[0]]
    assert (again.pair, again.said) == (kept.pair, kept.said)
    closing.open_again(store, club)
    assert effects.of(store, club)[four[0]].months == 9
