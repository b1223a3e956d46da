"""Correcting what a pupil was on and since when: the days, the reason, who was told; every history stays whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gradesk.model.pupils.support import LayerPeriod, LeadPeriod, Need, StatusPeriod
from gradesk.services import editing
from gradesk.services.pupils import spans
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

Span = StatusPeriod | LayerPeriod | LeadPeriod
KINDS: Mapping[str, tuple[type[Span], str]] = {
    "status": (StatusPeriod, "status"),
    "layer": (LayerPeriod, "layer"),
    "lead": (LeadPeriod, "named lead"),
}


def change(store: Store, code: str, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct a status, layer or lead (a code of KINDS). Days move its neighbours, so that no gap or overlap comes about."""
    kind, words = KINDS[code]
    checked = editing.check(kind, values)
    _check_told(store, checked)
    with store.work(f"Correct a {words}", initiator) as session:
        if "starts_on" in checked:
            spans.move_start(session, kind, uuid, checked.pop("starts_on"))
        if "ends_on" in checked:
            day = checked.pop("ends_on")
            if code != "lead" and day is not None and spans.is_open(session, kind, uuid):
                raise Refused(f"This {words} goes on until another is chosen; nothing was changed. Change it instead.")
            spans.move_end(session, kind, uuid, day)
        editing.change(store, kind, uuid, checked, "")


def remove(store: Store, code: str, uuid: str) -> None:
    """Take out a status, layer or lead that was never so; the one before goes on in its place. Restorable."""
    kind, words = KINDS[code]
    with store.work(f"Delete a {words}") as session:
        spans.take_out(session, kind, uuid, store.clock.now())


def change_need(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct since when a need is known, or who found it."""
    with store.work("Correct a need", initiator) as session:
        editing.change(store, Need, uuid, values, "")
        row = session.get_one(Need, uuid)
        if row.ends_on is not None and row.ends_on < row.starts_on:
            raise Refused("A need cannot end before it began; the old days were kept. Check the two days.")


def _check_told(store: Store, values: Mapping[str, Any]) -> None:
    told = values.get("parents_told_on")
    if told is not None and told > store.clock.today():
        raise Refused(
            f"Parents cannot have been told on {told:%d/%m/%Y}, a day to come; the old day was kept. "
            "Tell them first, then enter the day."
        )
