"""What is there for Assess and what is missing or old: every line with its source, and the way to cure it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from gradesk.model.outside.report import Report
from gradesk.services import editing
from gradesk.services.evidence import assessing, attachments, measures, observations
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.outside import directory, referrals, reports
from gradesk.services.plans import agreeing, beginning, passports, plans
from gradesk.services.pupils import pupils
from gradesk.store.work import Store

TODAY = date(2026, 11, 23)


def there(store: Store, pupil: str) -> dict[str, tuple[str, date | None]]:
    return {one.code: (one.source, one.day) for one in assessing.assess(store, pupil).there}


def missing(store: Store, pupil: str) -> dict[str, str]:
    return {one.code: one.words for one in assessing.assess(store, pupil).missing}


def test_a_pupil_of_whom_nothing_is_known_misses_everything(store: Store, ava: str) -> None:
    assert there(store, ava) == {}
    assert list(missing(store, ava)) == [line.code for line in assessing.LINES]
    assert missing(store, ava)["class"] == "Nothing from class"


def test_each_thing_that_is_added_stands_with_its_source_and_day(store: Store, ava: str) -> None:
    passports.change(store, ava, {"good_at": "Drawing maps"})
    observations.add(store, ava, {"happened_on": date(2026, 11, 20)})
    measures.add_result(store, ava, "sdq_total", "12", {"informant": "teacher", "happened_on": date(2026, 11, 2)})
    measures.add_result(store, ava, "sdq_total", "14", {"informant": "parent", "happened_on": date(2026, 11, 3)})
    pupils.change_pupil(store, ava, {"hearing_checked_on": date(2026, 1, 9), "vision_checked_on": date(2026, 1, 9)})
    report = TakenIn("r.pdf", "application/pdf", b"%PDF-")
    attachments.add(store, ava, report, {"title": "Speech report", "author": "SALT", "happened_on": date(2026, 9, 9)})
    assert there(store, ava) == {
        "strengths": ("Passport", TODAY),
        "class": ("Observation", date(2026, 11, 20)),
        "measure": ("SDQ total difficulties", date(2026, 11, 2)),
        "parent": ("SDQ total difficulties", date(2026, 11, 3)),
        "pupil": ("Passport", TODAY),
        "advice": ("Speech report", date(2026, 9, 9)),
        "hearing": ("Details", date(2026, 1, 9)),
        "vision": ("Details", date(2026, 1, 9)),
    }
    found = assessing.assess(store, ava)
    assert found.missing == ()
    assert found.there[0].code == "strengths"
    assert found.summary == "All sources are there and none is old."


def test_views_written_in_a_plan_count_with_the_day_of_the_plan(store: Store, ava: str) -> None:
    plan = beginning.begin(store, ava)
    plans.change(
        store, plan, {"parent_view": "Loves numbers", "pupil_view": "I like maths", "strengths": "Counts fast"}
    )
    assert there(store, ava)["parent"] == ("Plan", TODAY)
    assert there(store, ava)["pupil"] == ("Plan", TODAY)
    assert there(store, ava)["strengths"] == ("Plan", TODAY)


def test_what_is_older_than_a_term_is_said_with_its_day(store: Store, ava: str) -> None:
    observations.add(store, ava, {"happened_on": TODAY - assessing.TERM - timedelta(1)})
    found = missing(store, ava)
    assert found["class"] == "Seen in class: nothing for over a term, the last of 23/07/2026"
    assert found["old"] == "Nothing new for over a term: the newest is of 23/07/2026"
    assert there(store, ava)["class"][1] == date(2026, 7, 23)
    observations.add(store, ava, {"happened_on": TODAY - assessing.TERM})
    assert not {"class", "old"} & set(missing(store, ava))


def test_hearing_and_vision_are_asked_for_again_after_two_years(store: Store, ava: str) -> None:
    pupils.change_pupil(store, ava, {"hearing_checked_on": date(2024, 11, 22), "vision_checked_on": date(2025, 1, 1)})
    assert missing(store, ava)["hearing"] == "Hearing checked over two years ago, on 22/11/2024"
    assert "vision" not in missing(store, ava)


def test_a_check_that_is_booked_is_not_a_check_yet(store: Store, ava: str) -> None:
    pupils.change_pupil(store, ava, {"hearing_checked_on": TODAY + timedelta(7)})
    assert missing(store, ava)["hearing"] == "Hearing not checked"


def test_advice_is_what_came_and_not_what_was_asked_for_or_lies_ahead(store: Store, ava: str) -> None:
    therapist = directory.add(store, {"name": "Rosa Lindqvist"})
    referrals.add(store, ava, {"professional_id": therapist, "happened_on": date(2026, 10, 1)})
    editing.add(store, Report, {"pupil_id": ava, "title": "SALT", "happened_on": date(2026, 12, 1)}, "A report")
    assert "advice" in missing(store, ava)
    reports.add(store, ava, {"title": "SALT report", "happened_on": date(2026, 10, 20)})
    assert there(store, ava)["advice"] == ("SALT report", date(2026, 10, 20))


def test_a_photograph_or_a_document_from_nobody_is_no_advice(store: Store, ava: str) -> None:
    attachments.add(store, ava, TakenIn("a.jpg", "image/jpeg", b"x"), {"author": "Mrs Ek"})
    attachments.add(store, ava, TakenIn("a.pdf", "application/pdf", b"x"))
    assert "advice" in missing(store, ava)


def test_every_gap_leads_to_a_place_that_cures_it(store: Store, ava: str) -> None:
    for gap in assessing.assess(store, ava).missing:
        assert gap.cure and gap.tab in ("passport", "plan", "evidence", "details"), gap.code
        assert (gap.tab == "evidence") == bool(gap.act)


def test_the_parents_view_leads_to_the_review_once_the_plan_is_agreed(store: Store, ava: str) -> None:
    plan = beginning.begin(store, ava)
    plans.change(store, plan, {"strengths": "x", "pupil_view": "y", "parent_view_absent": "Invited, no reply"})
    [gap] = [one for one in assessing.assess(store, ava).missing if one.code == "parent"]
    assert gap.tab == "plan"
    assert agreeing.missing(plans.page(store, plan))
    editing.change(store, type(plans.page(store, plan).plan), plan, {"state": "agreed"}, "Agreed")
    [gap] = [one for one in assessing.assess(store, ava).missing if one.code == "parent"]
    assert gap.tab == "review"


def test_of_a_deleted_record_nothing_is_told(store: Store, ava: str, counted: Callable[[], list[str]]) -> None:
    uuid = observations.add(store, ava, {"place": "Maths"})
    observations.remove(store, uuid)
    assert "class" in missing(store, ava)
