"""A draft is accepted after what it was copied from has changed: nothing is lost, nothing is held twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gradesk.model.term.provision import Provision
from gradesk.services.custody import history
from gradesk.services.pupils import pupils
from gradesk.services.term import closing, provisions
from gradesk.services.term.planned import drafts
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def _support(store: Store, pupil_ids: list[str], **values: Any) -> str:
    body = {"name": "Reading", "times_a_week": 2.0, "minutes": 20, "starts_on": date(2026, 11, 2), "led_by": "Ana Ash"}
    return provisions.add(store, pupil_ids, body | values)


def _all(store: Store) -> list[Provision]:
    with store.read() as session:
        return drafts._running(session, drafts.next_half(store).starts_on)


def test_support_closed_meanwhile_keeps_its_line_of_the_ehc_plan(store: Store, four: list[str]) -> None:
    old = _support(store, four[:1], ehc_line="F3", ehc_hours=1.5, needs_training="Phonics", money="topup")
    begun = drafts.begin(store)
    closing.close(store, old)
    drafts.accept(store, begun.uuid)
    (new,) = _all(store)
    assert (new.ehc_line, new.ehc_hours, new.needs_training, new.money) == ("F3", 1.5, "Phonics", "topup")
    history.undo(store)
    assert _all(store) == []


def test_support_that_begins_later_than_its_draft_is_not_held_twice(store: Store, four: list[str]) -> None:
    old = _support(store, four[:2])
    begun = drafts.begin(store)
    (bar,) = drafts.bars(store, begun.uuid)
    later = date(2027, 1, 11)
    assert later > bar.starts_on
    provisions.change(store, old, {"starts_on": later})
    drafts.accept(store, begun.uuid)
    with store.read() as session:
        assert len(drafts._running(session, later)) == 1


def test_support_that_begins_later_and_was_changed_in_the_draft_is_refused_whole(store: Store, four: list[str]) -> None:
    old, other = _support(store, four[:2]), _support(store, four[2:3], name="Alone")
    begun = drafts.begin(store)
    bar = next(one for one in drafts.bars(store, begun.uuid) if one.provision_id == old)
    drafts.change_bar(store, bar.uuid, {"led_by": "Cas Cedar"})
    provisions.change(store, old, {"starts_on": date(2027, 1, 11)})
    with pytest.raises(Refused, match="nothing was accepted"):
        drafts.accept(store, begun.uuid)
    with store.read() as session:
        assert session.get_one(Provision, other).planned_to is None
        assert len(drafts._running(session, date(2027, 1, 11))) == 2
    assert [one.uuid for one in drafts.drafts(store)] == [begun.uuid]


def test_whoever_left_meanwhile_does_not_end_the_support_of_the_others(store: Store, four: list[str]) -> None:
    _support(store, four[:2])
    begun = drafts.begin(store)
    pupils.change_pupil(store, four[1], {"left_on": date(2026, 11, 20)})
    done = drafts.accept(store, begun.uuid)
    assert (done.begun, done.carried_on, done.ended) == (0, 1, 0)


def test_support_of_which_everybody_left_meanwhile_is_not_accepted(store: Store, four: list[str]) -> None:
    old = _support(store, four[:1], name="Alone")
    begun = drafts.begin(store)
    pupils.change_pupil(store, four[0], {"left_on": date(2026, 11, 20)})
    with pytest.raises(Refused, match="Everybody in Alone of the draft leaves"):
        drafts.accept(store, begun.uuid)
    with store.read() as session:
        assert session.get_one(Provision, old).planned_to is None
