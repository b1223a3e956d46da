"""Invitations that went out are noted with the meeting they are to, for those they are addressed to."""

from __future__ import annotations

from collections.abc import Sequence

from gradesk.services.meetings import booking
from gradesk.store.work import Store


def invited(store: Store, meeting_id: str, names: Sequence[str]) -> int:
    """Note that these people are invited from today; where no letter names anybody, all from home who are to come.

    Somebody who is not on the list of the meeting is put on it. Who was invited before keeps that day. Returns how many are new.
    """
    today = store.clock.today()
    there = {one.name.casefold(): one for one in booking.people(store, meeting_id)}
    wanted = list(names) or [one.name for one in there.values() if one.part == "home"]
    noted = 0
    with store.work("Note who is invited to a meeting"):
        for name in wanted:
            known = there.get(name.casefold())
            if known is None:
                booking.add_person(store, meeting_id, {"name": name, "part": "home", "invited_on": today})
            elif known.invited_on is None:
                booking.change_person(store, known.uuid, {"invited_on": today})
            noted += known is None or known.invited_on is None
    return noted
