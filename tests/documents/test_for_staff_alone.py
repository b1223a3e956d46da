"""What is for staff alone is on no page that goes home and not among what a meeting with parents sees; a count says it exists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gradesk import documents
from gradesk.documents.desk import desk
from gradesk.documents.desk.batch import Item, Order
from gradesk.documents.press import look
from gradesk.services.custody import confidential, history
from gradesk.services.evidence import attachments, observations
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.meetings import actions, booking, meetings, minutes
from gradesk.services.outside import directory, referrals, reports
from gradesk.services.timeline import happenings
from gradesk.store.work import Store
from tests.conftest import TODAY
from tests.documents import reading
from tests.services.planning import agreed_plan

SECRET = "Quokka"
DAY = date(2026, 11, 9)
# Where each of them stands while it is for everybody; elsewhere it stands on no such page at all.
ON_PAGES_FOR_HOME, ON_PAGES_FOR_STAFF = (
    frozenset(("happening", "referral", "report")),
    frozenset(("attachment", "observation")),
)


def _sent(store: Store, ava: str) -> str:
    whom = directory.add(store, {"name": f"Dr {SECRET}"})
    uuid = referrals.add(store, ava, {"professional_id": whom, "happened_on": DAY})
    referrals.advance(store, uuid, "sent", {"happened_on": DAY}, why="By telephone")
    return uuid


MAKE: dict[str, Callable[[Store, str], str]] = {
    "meeting": lambda store, ava: meetings.log(
        store, ava, {"happened_on": DAY, "kind": "phone", "summary": f"About {SECRET}"}
    ),
    "observation": lambda store, ava: observations.add(
        store, ava, {"happened_on": DAY, "place": "Maths", "finding": f"Saw {SECRET}", "focus": SECRET}
    ),
    "attachment": lambda store, ava: attachments.add(
        store, ava, TakenIn("a.txt", "text/plain", b"x"), {"title": f"Report {SECRET}"}
    ),
    "agreed_action": lambda store, ava: actions.add(
        store, ava, {"what": f"Ring {SECRET}", "owner": "Mum", "happened_on": DAY}
    ),
    "happening": lambda store, ava: happenings.add(
        store, ava, {"happened_on": DAY, "kind": "move", "title": f"Came from {SECRET}"}
    ),
    "involvement": lambda store, ava: directory.involve(
        store, ava, {"professional_id": directory.add(store, {"name": f"Dr {SECRET}"}), "purpose": SECRET}
    ),
    "referral": _sent,
    "report": lambda store, ava: reports.add(store, ava, {"happened_on": DAY, "title": f"Report on {SECRET}"}),
}


def _home() -> list[Item]:
    found = []
    for one in documents.CATALOGUE:
        for code in [code for code, _ in one.variants] or [""]:
            if one.scope == "pupil" and one.naming(code, look.USUAL).home and one.which is None:
                found.append(Item(one.code, code))
    return found


@pytest.mark.parametrize("kind", sorted(confidential.KINDS))
def test_no_page_that_goes_home_has_it_and_staff_still_do(store: Store, ava: str, kind: str) -> None:
    agreed_plan(store, ava, on=DAY)
    uuid = MAKE[kind](store, ava)
    order = Order(tuple(_home()), (ava,))
    staff = tuple(
        Item(item.code, "staff") for item in order.items if "staff" in dict(documents.document(item.code).variants)
    )

    def on_staffs() -> bool:
        return SECRET in " ".join(reading.pages(desk.ready(store, Order(staff, (ava,)), look.USUAL).batch.pdf))

    seen_by_staff = on_staffs()
    before = " ".join(reading.pages(desk.ready(store, order, look.USUAL).batch.pdf))
    confidential.mark(store, kind, uuid, on=True)
    made = desk.ready(store, order, look.USUAL).batch
    assert SECRET not in " ".join(reading.pages(made.pdf)) and made.kept_to_staff == 1
    assert on_staffs() == seen_by_staff
    assert (SECRET in before, seen_by_staff) == (kind in ON_PAGES_FOR_HOME, kind in ON_PAGES_FOR_STAFF)
    history.undo(store)
    assert desk.ready(store, order, look.USUAL).batch.kept_to_staff == 0
    assert (SECRET in " ".join(reading.pages(desk.ready(store, order, look.USUAL).batch.pdf))) == (SECRET in before)


def test_a_meeting_with_home_does_not_see_a_promise_for_staff_alone(store: Store, ava: str) -> None:
    talked = meetings.log(
        store, ava, {"happened_on": DAY, "kind": "phone", "summary": "Talk"}, {"what": "Send the book", "owner": "Mum"}
    )
    (promise,) = actions.of_pupil(store, ava)
    assert promise.meeting_id == talked
    uuid = booking.book(store, [ava], {"kind": "meeting", "happened_on": TODAY})
    meeting: Any = minutes.read(store, uuid).meeting
    seen = [one.what for one in minutes.last_time(store, meeting, among_staff=False)]
    confidential.mark(store, "agreed_action", promise.uuid, on=True)
    assert [one.what for one in minutes.last_time(store, meeting)] == ["Send the book"]
    assert minutes.last_time(store, meeting, among_staff=False) == [] and confidential.is_marked(
        store, "agreed_action", promise.uuid
    )
    assert seen == ["Send the book"]


def test_the_mark_is_of_one_thread_and_ends(store: Store, ava: str) -> None:
    uuid = MAKE["observation"](store, ava)
    confidential.mark(store, "observation", uuid, on=True)
    with store.withheld():
        assert observations.observations(store, ava) == []
    assert [one.uuid for one in observations.observations(store, ava)] == [uuid]
    assert confidential.count(store, [ava]) == 1
