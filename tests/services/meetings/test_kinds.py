"""Kinds of meeting are the school's own: renamed, put in order, added, counted; old records keep their words."""

from __future__ import annotations

import pytest

from gradesk.services.custody import history
from gradesk.services.meetings import kinds, meetings
from gradesk.services.school import school
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def test_a_new_school_has_kinds_with_steps_in_the_person_centred_order_and_brief_ones(store: Store) -> None:
    review = kinds.kind_of(store, "review")
    assert [step.code for step in kinds.steps_of(review)] == [
        "admire", "here", "important_to", "important_for", "working", "targets", "next", "actions", "date",
    ]  # fmt: skip
    assert (review.minutes, review.counts, review.notice_days, review.is_brief) == (30, True, 14, False)
    brief = {one.code for one in kinds.kinds(store) if one.is_brief}
    assert brief == {"phone", "email", "letter", "visit", "doorstep"}
    for kind in kinds.kinds(store):
        assert bool(kinds.steps_of(kind)) != kind.is_brief, kind.label
        assert kind.steps.split() == [step.code for step in kinds.steps_of(kind)], "every step is one that there is"
    assert {step.shape for step in kinds.every_step().values()} == {
        "lines", "people", "sides", "targets", "next", "actions", "date",
    }  # fmt: skip


def test_a_renamed_kind_is_called_so_everywhere_and_undone(store: Store, ava: str) -> None:
    phone = kinds.kind_of(store, "phone")
    kinds.change(store, phone.uuid, {"label": "Telephone talk"})
    meetings.log(store, ava, {"kind": "phone", "summary": "Happy"})
    assert history.undoable(store).label == "Telephone talk about Ava"
    assert kinds.names(store).label("phone") == "Telephone talk"
    with pytest.raises(Refused, match="needs a name"):
        kinds.change(store, phone.uuid, {"label": "  "})
    for values, words in (({"minutes": 900}, "900 minutes"), ({"notice_days": 0}, "0 days of notice")):
        with pytest.raises(Refused, match=words):
            kinds.change(store, phone.uuid, values)


def test_a_kind_of_ones_own_begins_like_another_and_goes_only_while_nothing_is_of_it(store: Store, ava: str) -> None:
    uuid = kinds.add(store, " Coffee  morning ", like="doorstep")
    own = next(one for one in kinds.kinds(store) if one.uuid == uuid)
    assert (own.label, own.code, own.is_brief) == ("Coffee morning", "own1", True)
    with pytest.raises(Refused, match="of that name already"):
        kinds.add(store, "coffee morning")
    meetings.log(store, ava, {"kind": "own1", "summary": "Chatted"})
    with pytest.raises(Refused, match="1 meetings are of this kind"):
        kinds.remove(store, uuid)
    meetings.remove(store, meetings.of_pupil(store, ava)[0].uuid)
    with pytest.raises(Refused, match="came with Gradesk"):
        kinds.remove(store, kinds.kind_of(store, "phone").uuid)
    second = kinds.add(store, "Open day")
    kinds.remove(store, second)
    assert [one.label for one in kinds.kinds(store)][-1] == "Coffee morning"
    with pytest.raises(Refused, match="no such kind"):
        meetings.log(store, ava, {"kind": "own2", "summary": "x"})


def test_steps_are_put_in_order_left_out_and_taken_from_the_other_tools(store: Store) -> None:
    review = kinds.kind_of(store, "review")
    kinds.arrange(store, review.uuid, ["working", "admire", "circle", "working", "no such step"])
    assert [one.code for one in kinds.steps_of(kinds.kind_of(store, "review"))] == ["working", "admire", "circle"]
    with pytest.raises(Refused, match="one step at least"):
        kinds.arrange(store, review.uuid, [])


def test_which_kinds_count_is_said_once_and_counts_this_year_anew(store: Store, ava: str) -> None:
    meetings.log(store, ava, {"kind": "phone", "summary": "Happy"})
    assert meetings.count_this_year(store, ava) == 0
    kinds.count(store, {"phone", "review"})
    assert meetings.count_this_year(store, ava) == 1
    assert school.contact_rules(store).counting == {"phone", "review"}
    history.undo(store)
    assert meetings.count_this_year(store, ava) == 0
