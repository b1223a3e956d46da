"""The verbs that tell of meetings and of what was promised, as the screens show them."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from gradesk.cli.access import open_store
from gradesk.cli.listing import iso, print_json
from gradesk.services.meetings import actions, booking, minutes
from gradesk.services.meetings.actions import Promise
from gradesk.services.meetings.booking import Told
from gradesk.services.meetings.minutes import Decision


def show_meetings(options: Namespace) -> None:
    """List the meetings of a day, or all: booked, held, called off."""
    store = open_store(options)
    try:
        found = booking.told(store, options.on)
        decided = minutes.decided(store, [one.booked.meeting.uuid for one in found])
    finally:
        store.close()
    if options.json:
        print_json([_meeting(one, decided.get(one.booked.meeting.uuid, ())) for one in found])
        return
    for one in found:
        meeting = one.booked.meeting
        print(
            "\t".join(
                (
                    iso(meeting.happened_on) or "-",
                    meeting.starts_at or "-",
                    one.booked.kind,
                    one.name or "-",
                    meeting.state,
                )
            )
        )
    print(f"{len(found)} meetings and contacts.")


def _meeting(one: Told, decided: Sequence[Decision]) -> dict[str, Any]:
    meeting = one.booked.meeting
    return {
        "uuid": meeting.uuid,
        "kind": meeting.kind,
        "title": meeting.title or one.booked.kind,
        "on": iso(meeting.happened_on),
        "at": meeting.starts_at,
        "minutes": meeting.minutes,
        "place": meeting.place,
        "state": meeting.state,
        "pupil": meeting.pupil_id,
        "name": one.name,
        "class": one.class_name,
        "with_whom": meeting.with_whom,
        "summary": meeting.summary,
        "counts": meeting.counts and meeting.state == "held",
        "people": [
            {
                "name": who.name,
                "part": who.part,
                "invited_on": iso(who.invited_on),
                "reminded_on": iso(who.reminded_on),
                "answer": who.answer,
                "came": who.came,
                "views_asked_on": iso(who.asked_on),
                "views_received_on": iso(who.received_on),
            }
            for who in one.booked.people
        ],
        "decisions": [
            {
                "words": each.line.words,
                "agreed_by": list(each.agreed_by),
                "not_agreed_by": [{"who": against.who, "words": against.words} for against in each.dissents],
            }
            for each in decided
            if not each.line.held_back
        ],
        "next_on": iso(meeting.next_on),
        "actions": [_action(step) for step in one.actions],
    }


def show_actions(options: Namespace) -> None:
    """List what is promised and not done, by who does it."""
    store = open_store(options)
    try:
        today = store.clock.today()
        owed = actions.by_person(store)
    finally:
        store.close()
    wanted = (options.owner or "").casefold().strip()
    found = [
        (who, one)
        for who, some in owed.items()
        if wanted in ("", who.casefold(), some[0].action.owner.casefold().strip())
        for one in some
    ]
    if options.json:
        print_json(
            [_action(one.action) | _about(who, one, (today - one.action.happened_on).days) for who, one in found]
        )
        return
    for who, one in found:
        print("\t".join((who, iso(one.action.due_on) or "-", one.name or "-", one.action.what)))
    print(f"{len(found)} actions are open.")


def _action(action: Any) -> dict[str, Any]:
    return {
        "uuid": action.uuid,
        "what": action.what,
        "owner": action.owner,
        "agreed_on": iso(action.happened_on),
        "due": iso(action.due_on),
        "done_on": iso(action.done_on),
    }


def _about(who: str, one: Promise, age: int) -> dict[str, Any]:
    found = {"owner": who, "pupil": one.action.pupil_id, "name": one.name, "class": one.class_name}
    return found | {"meeting": one.action.meeting_id, "age_days": age}
