"""The practice school shows everything a real one can have, and nothing a real one could not."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from gradesk.documents import CATALOGUE, document
from gradesk.documents.desk import drawing
from gradesk.model.evidence.measure import SchoolMeasure
from gradesk.model.plans.bank import BankEntry, SwitchedOff
from gradesk.model.plans.cycle import NextStep
from gradesk.model.pupils.register_view import SavedFilter
from gradesk.model.rules import upn
from gradesk.model.rules.days import year_group
from gradesk.model.rules.river.story import KINDS
from gradesk.model.school.agenda import RuleSetting
from gradesk.model.school.paper import LayoutSection
from gradesk.model.vocabulary import PLAN_STATES, STAGES, STATUSES
from gradesk.practice import building, making, marker
from gradesk.services.custody import history
from gradesk.services.meetings import actions, kinds, listed, meetings
from gradesk.services.plans import agreeing, cycles, passports, plans
from gradesk.services.pupils import pupils, register
from gradesk.services.school import calendar, opening, school
from gradesk.services.timeline import story
from gradesk.services.today import capturing, due, forecast
from gradesk.services.today.due_rules import book
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.documents import reading
from tests.practice.conftest import made


def supported(store: Store) -> list[register.RegisterRow]:
    """The pupils on SEN support or an EHC plan."""
    return register.everyone(store, register.Criteria(status="KE"))


def all_told(store: Store) -> list[object]:
    """What makes a school the same: names, numbers, dates, passports and targets."""
    told: list[object] = []
    for row in register.everyone(store):
        passport = passports.passport(store, row.uuid)
        words = (passport.helps, passport.admire, passport.checked_on) if passport else None
        dates = [(c.cycle.opened_on, c.cycle.closed_on, c.cycle.stage) for c in cycles.cycles(store, row.uuid)]
        found = [t.staff_wording for p in plans.plans(store, row.uuid) for t in plans.page(store, p.uuid).targets]
        told.append((row.legal_name, row.preferred_name, row.upn, row.date_of_birth, row.status, words, dates, found))
    return told


def test_the_same_seed_gives_the_same_school_and_another_seed_other_pupils(practice: Store, tmp_path: Path) -> None:
    told, names = [], set()
    for folder in ("first", "second"):
        store = made(tmp_path / folder, 6, 7)
        told.append(all_told(store))
        names = {row.legal_name for row in register.everyone(store)}
        store.close()
    assert told[0] == told[1]
    assert not names & {row.legal_name for row in register.everyone(practice)}


def test_it_is_a_primary_school_of_sixty_marked_as_practice(practice: Store) -> None:
    assert school.card(practice).is_practice
    rows = register.everyone(practice)
    assert len(rows) == 60
    assert {row.year_group for row in rows} == {"N2", "R", "1", "2", "3", "4", "5", "6"}
    assert len({row.name for row in rows}) == 60


def test_every_status_layer_and_stage_is_there(practice: Store) -> None:
    rows = register.everyone(practice)
    assert {row.status for row in rows} == set(STATUSES.codes)
    assert {row.layer for row in rows} == {"all", "some", "few"}
    assert {row.stage for row in rows} == {"", *STAGES.codes}
    states = {plan.state for row in rows for plan in plans.plans(practice, row.uuid)}
    assert states == set(PLAN_STATES.codes)


@pytest.mark.parametrize("day", [date(2026, 9, 2), date(2027, 8, 17)])
def test_something_is_always_due_by_every_rule(day: date, tmp_path: Path) -> None:
    clock = fixed_clock(day)
    store = opening.make_school(tmp_path, "Practice", marker.PASSPHRASE, clock, practice=True, cost=making.COST)
    building.build(store, 60, 1)
    found = due.due(store)
    # In the first days of a school year no term has gone by, so nobody can be behind with its contact, and no session is past.
    silent = {"few_contacts", "session_unmarked"} if day == date(2026, 9, 2) else set()
    assert {item.rule for item in due.owed(found)} == {rule.code for rule in book.shipped()} - silent
    assert any(item.put_off for item in found)
    store.close()


def test_there_is_something_to_see_in_the_coming_weeks_and_in_the_calendar(practice: Store) -> None:
    kinds = {item.kind for week in forecast.weeks(practice) for item in week.items}
    assert kinds >= {"review", "meeting", "step", "action"}
    assert any(item.fixed for week in forecast.weeks(practice) for item in week.items)
    year = calendar.year(practice, 2026)
    assert {row.kind for row in year.dates} == {"census", "review_window", "deadline", "parents_evening", "other"}
    assert {row.kind for row in year.closures} == {"inset", "bank_holiday"}
    assert len(capturing.waiting(practice)) == 2
    assert sum(len(rows) for rows in actions.by_person(practice).values()) > 5


def test_a_review_day_lies_ahead_with_breaks_and_answers_and_every_kind_was_held(practice: Store) -> None:
    lines = listed.coming(practice)
    day, count = Counter(one.meeting.happened_on for one in lines).most_common(1)[0]
    assert count >= 8 and 0 < (day - practice.clock.today()).days <= 20
    of_day = [one for one in lines if one.meeting.happened_on == day]
    assert {who.answer for one in of_day for who in one.people if who.part == "home"} == {"", "yes", "no", "none"}
    assert any(one.uninvited for one in of_day)
    starts = {one.meeting.starts_at for one in of_day}
    assert {"10:00", "10:45", "13:00"} <= starts and "12:00" not in starts
    held = {one.meeting.kind for one in listed.held(practice, limit=1_000)}
    assert {one.code for one in kinds.kinds(practice)} <= held


def test_every_kind_of_event_stands_on_some_timeline(practice: Store) -> None:
    shown = {kind for row in register.everyone(practice) for kind in story.story(practice, row.uuid).kinds()}
    assert shown == set(KINDS.codes)


def test_its_shape_is_that_of_a_school(practice: Store) -> None:
    rows = supported(practice)
    assert 20 <= len(rows) <= 26
    by_status = {status: [row.primary_need for row in rows if row.status == status] for status in "KE"}
    assert max(set(by_status["K"]), key=by_status["K"].count) == "SLCN"
    assert max(set(by_status["E"]), key=by_status["E"].count) == "ASD"
    found = [pupils.page(practice, row.uuid).pupil for row in rows]
    assert sum(one.sex == "M" for one in found) > len(found) / 2
    everyone = [pupils.page(practice, row.uuid).pupil for row in register.everyone(practice)]
    assert sum(bool(one.looked_after) for one in everyone) == 2
    assert any(one.pupil_premium for one in everyone)
    assert any(one.eal for one in everyone)
    assert any(one.photo_id for one in everyone)


def test_numbers_ages_and_year_groups_fit(practice: Store) -> None:
    rows = register.everyone(practice)
    assert len({row.upn for row in rows}) == len(rows)
    for row in rows:
        assert upn.has_right_letter(row.upn)
        assert row.upn[1:4] == "867"
        assert row.date_of_birth is not None
        assert year_group.expected_year_group(row.date_of_birth, 2026) == row.year_group
        assert pupils.warnings(pupils.page(practice, row.uuid), TODAY) == []


def test_agreed_plans_lack_nothing_and_have_two_to_four_targets(practice: Store) -> None:
    seen = 0
    for row in register.everyone(practice):
        for plan in plans.plans(practice, row.uuid):
            page = plans.page(practice, plan.uuid)
            if plan.state != "draft":
                seen += 1
                assert agreeing.missing(page) == []
                assert 2 <= len(page.targets) <= 4
                assert len({target.staff_wording for target in page.targets}) == len(page.targets)
    assert seen > 40


def test_no_target_is_copied_into_the_next_plan(practice: Store) -> None:
    for row in register.everyone(practice):
        found = [plans.page(practice, plan.uuid).targets for plan in plans.plans(practice, row.uuid)]
        for newer, older in pairwise(found):
            assert not {t.success_criterion for t in newer} & {t.success_criterion for t in older}


def test_cycles_follow_one_another_and_are_reviewed_whole(practice: Store) -> None:
    longest = 0
    for row in register.everyone(practice):
        before = date.min
        for page in cycles.cycles(practice, row.uuid):
            assert before <= page.cycle.opened_on <= TODAY
            before = page.cycle.closed_on or TODAY
            if page.cycle.closed_on is not None:
                assert page.review is not None
                assert page.review.decision
                assert page.review.parent_view
                assert page.cycle.plan_id is not None
                targets = plans.page(practice, page.cycle.plan_id).targets
                assert {outcome.target_id for outcome in page.outcomes} == {target.uuid for target in targets}
                longest = max(longest, (TODAY - page.cycle.opened_on).days)
    assert longest > 365


def test_no_support_is_older_than_the_pupils_time_here(practice: Store) -> None:
    for row in register.everyone(practice):
        page = pupils.page(practice, row.uuid)
        assert page.pupil.entered_on is not None
        days = [span.starts_on for span in page.statuses]
        days += [one.happened_on for one in meetings.of_pupil(practice, row.uuid)]
        days += [one.happened_on for one in passports.versions(practice, row.uuid)]
        assert all(page.pupil.entered_on <= day <= TODAY for day in days)


def test_every_passport_prints_on_one_side_in_fonts_we_have(practice: Store) -> None:
    ids = [row.uuid for row in register.everyone(practice)]
    wanted = document("passport")
    sheets = wanted.gather(practice, ids)
    assert len(sheets) > 18
    assert [drawing.problem(wanted, sheet) for sheet in sheets] == [""] * len(sheets)
    assert len(reading.pages(drawing.draw(wanted, sheets))) == len(sheets)


def test_every_document_prints_for_everyone(practice: Store) -> None:
    ids = [row.uuid for row in register.everyone(practice)]
    for wanted in CATALOGUE:
        assert drawing.draw(wanted, wanted.gather(practice, ids)).pdf.startswith(b"%PDF")


def test_no_two_passports_say_the_same(practice: Store) -> None:
    found = [one for row in register.everyone(practice) if (one := passports.passport(practice, row.uuid))]
    assert len({one.helps for one in found}) == len(found)
    assert len({one.admire for one in found}) > len(found) * 0.8


def test_no_gap_of_a_bank_is_left_open(practice: Store) -> None:
    for row in register.everyone(practice):
        passport = passports.passport(practice, row.uuid)
        if passport is not None:
            assert all(words and "{" not in words for words in (passport.helps, passport.hard, passport.go_to))
        for plan in plans.plans(practice, row.uuid):
            assert "{" not in plan.strengths + plan.parent_view + plan.barriers + plan.works


def test_the_history_of_a_pupil_reads_as_it_grew(practice: Store) -> None:
    oldest = min(
        (entry.at.date() for row in supported(practice) for entry in history.entries(practice, row.uuid)),
        default=TODAY,
    )
    assert oldest < TODAY - timedelta(days=365)


def test_a_single_pupil_and_a_crowd_can_be_built_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "FULL", 4)
    for folder, count in (("one", 1), ("many", 300)):
        store = made(tmp_path / folder, count, 3)
        assert register.count(store, register.Criteria()) == count
        store.close()


def test_it_is_never_built_over_a_real_school(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(Refused, match="not the practice school"):
        making.open_or_make(folder, 60, 1)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_one_of_another_version_is_kept_beside_a_new_one(tmp_path: Path) -> None:
    store = making.open_or_make(tmp_path, 1, 3).store
    with store.vault.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE closure_day ADD COLUMN weather TEXT")
        connection.commit()
    store.close()
    old = (tmp_path / "gradesk.gdkeys").read_bytes()
    opened = making.open_or_make(tmp_path, 1, 3)
    opened.store.close()
    assert opened.is_new
    assert (tmp_path / "earlier" / "gradesk.gdkeys").read_bytes() == old
    assert (tmp_path / "earlier" / "gradesk.db").exists()


def test_a_build_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done > 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        making.open_or_make(tmp_path, 10, 1, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_it_uses_every_feature_that_was_left_out_before(practice: Store) -> None:
    targets = [
        target
        for row in register.everyone(practice)
        for plan in plans.plans(practice, row.uuid)
        for target in plans.page(practice, plan.uuid).targets
    ]
    boxed = [one for one in targets if one.does and one.given and one.standard]
    assert len(boxed) > 40 and all(one.does in one.staff_wording for one in boxed)
    assert sum(bool(one.home_part) for one in targets) > 40
    assert {one.criterion_form for one in targets} >= {"tries", "score", "frequency"}
    left = register.everyone(practice, register.Criteria(scope="leavers"))
    assert {row.name for row in left} == {"Ottilie Marsh", "Deniz Karaca", "Wren Abbott"}
    assert all(row.status == "K" for row in left)
    states = {row.kind for start in (2026,) for row in calendar.year(practice, start).dates}
    assert "parents_evening" in states
    assert all(page.cycle.lead_id for row in supported(practice) for page in cycles.cycles(practice, row.uuid)[-1:]
               if pupils.page(practice, row.uuid).lead is not None)  # fmt: skip
    with practice.read() as session:
        for entity in (NextStep, SchoolMeasure, BankEntry, SavedFilter, RuleSetting, SwitchedOff, LayoutSection):
            assert session.query(entity).count() > 0, entity


def test_it_can_be_begun_anew_and_what_was_tried_is_kept_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "PUPILS", 2)
    opened = making.open_or_make(tmp_path, 2, 1)
    tried = pupils.add_pupil(opened.store, {"legal_forename": "Tried"})
    opened.store.close()
    store = making.begin_anew(tmp_path)
    assert (
        "Tried" not in {row.name for row in register.everyone(store)}
        and register.count(store, register.Criteria()) == 2
    )
    store.close()
    before = making.open_or_make(tmp_path / "earlier", 2, 1)
    assert not before.is_new and pupils.page(before.store, tried).pupil.legal_forename == "Tried"
    before.store.close()


def test_a_real_school_is_never_begun_anew(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(Refused, match="not the practice school"):
        making.begin_anew(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_every_page_of_it_is_marked(practice: Store) -> None:
    some = [row.uuid for row in supported(practice)][:3]
    for wanted in CATALOGUE:
        sheets = wanted.gather(practice, some)
        if sheets:
            for said in reading.pages(drawing.draw(wanted, sheets)):
                assert reading.squeezed("PRACTICE SCHOOL") in said, wanted.code
