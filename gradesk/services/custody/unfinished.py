"""Words half typed at some place of the window: kept every second, so that no crash and no flat battery takes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from gradesk.model.unfinished import UnfinishedWords
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

LEFT = "left"  # the place of what leads back to where one was


@dataclass(frozen=True)
class Unfinished:
    """What stands half typed at a place: by the name of what it is typed in, field by field; and when that was."""

    place: str
    words: Mapping[str, Mapping[str, Any]]
    more: Mapping[str, Any]
    at: datetime


def keep(store: Store, place: str, words: Mapping[str, Mapping[str, Any]], more: Mapping[str, Any]) -> bool:
    """Write down what stands half typed at a place, over what stood there; nothing half typed takes it away.

    `more` is what leads back there. False when another change is being written just now: ask again in a moment.
    Raises Refused when the file takes nothing.
    """
    with store.aside() as session:
        if session is None:
            return False
        if not words:
            session.execute(delete(UnfinishedWords).where(UnfinishedWords.place == place))
            return True
        body = json.dumps({"words": words, "more": more})
        written = {"words": body, "at": store.clock.now()}
        row = insert(UnfinishedWords).values(place=place, **written)
        session.execute(row.on_conflict_do_update(index_elements=["place"], set_=written))
    return True


def leave(store: Store, name: str, place: Mapping[str, object], run: str, cursor: Mapping[str, object]) -> None:
    """Remember where one was when the file was locked: a screen, what is shown there, where the cursor stood, and the run that
    Undo goes back through.
    """
    with suppress(Refused):
        keep(store, LEFT, {"": {"name": name, "place": dict(place), "run": run, "cursor": dict(cursor)}}, {})


def left(store: Store) -> tuple[str, dict[str, object], str, dict[str, object]] | None:
    """Where one was, once; None where the file was closed and not locked."""
    with store.read() as session:
        row = session.get(UnfinishedWords, LEFT)
    if row is None:
        return None
    with suppress(Refused):
        keep(store, LEFT, {}, {})
    try:
        found = json.loads(row.words)["words"][""]
        return str(found["name"]), dict(found["place"]), str(found["run"]), dict(found["cursor"])
    except (KeyError, TypeError, ValueError):
        return None


def kept(store: Store) -> list[Unfinished]:
    """Everything half typed, the newest first."""
    with store.read() as session:
        query = select(UnfinishedWords).where(UnfinishedWords.place != LEFT)
        rows = session.scalars(query.order_by(UnfinishedWords.at.desc())).all()
    found = []
    for row in rows:
        body = json.loads(row.words)
        found.append(Unfinished(row.place, body["words"], body["more"], row.at))
    return found
