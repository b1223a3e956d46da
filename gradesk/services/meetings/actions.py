"""What somebody promised to do: agreed, done, and who owes what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.school.agenda import AgreedAction
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

NOBODY = "Nobody named"
# Whom every family has its own of: told apart by the child, for two mothers are not one person who owes much.
OF_A_FAMILY = (
    "mum", "mam", "mummy", "mother", "dad", "daddy", "father", "parent", "parents", "carer", "carers", "home", "family",
    "nan", "nana", "gran", "granny", "grandma", "grandad",
)  # fmt: skip
# How a list of actions speaks to a colleague: on paper and where it is copied.
OPENING = (
    "Thank you for all you do for our pupils. These are the things you kindly agreed to do. A word to me about what is "
    "done, or what would help you, is quite enough."
)
CLOSING = "With many thanks"
MOST_DONE = 50


@dataclass(frozen=True)
class Promise:
    """One action with whom it is about; no name where it is about nobody in particular."""

    action: AgreedAction
    name: str
    class_name: str


def add(store: Store, pupil_id: str | None, values: Mapping[str, Any]) -> str:
    """Note an action: what, who does it, by when. Returns its uuid."""
    if not str(values.get("what", "")).strip():
        raise Refused("What is to be done? Nothing was noted yet. Type it in a few words.")
    agreed = values.get("happened_on") or store.clock.today()
    _check_days(values, agreed, store.clock.today())
    return editing.add(store, AgreedAction, {**values, "pupil_id": pupil_id}, "Agree an action")


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change an action's words, owner or days."""
    if not str(values.get("what", "-")).strip():
        raise Refused("An action needs words; the old ones were kept. Delete it instead.")
    with store.work("Change an action", initiator) as session:
        editing.change(store, AgreedAction, uuid, values, "")
        action = session.get_one(AgreedAction, uuid)
        days = {"due_on": action.due_on, "done_on": action.done_on}
        _check_days(days, action.happened_on, store.clock.today())


def done(store: Store, uuid: str, on: date | None = None) -> None:
    """Say that an action was done on a day (today)."""
    day = on or store.clock.today()
    if day > store.clock.today():
        raise Refused("It cannot have been done in the future; nothing was changed. Check the date.")
    editing.change(store, AgreedAction, uuid, {"done_on": day}, "An action is done")


def reopen(store: Store, uuid: str) -> None:
    """Say that it is not done after all."""
    editing.change(store, AgreedAction, uuid, {"done_on": None}, "An action is not done after all")


def remove(store: Store, uuid: str) -> None:
    """Delete an action; undo and the history bring it back."""
    editing.remove(store, AgreedAction, uuid, "Delete an action")


def of_pupil(store: Store, pupil_id: str) -> list[AgreedAction]:
    """The actions about one pupil: open ones by their day, then the newest that are done."""
    with store.read() as session:
        query = select(AgreedAction).where(AgreedAction.pupil_id == pupil_id, AgreedAction.deleted_at.is_(None))
        found = list(session.scalars(query.order_by(AgreedAction.written_at)))
    still = sorted((one for one in found if one.done_on is None), key=lambda one: one.due_on or date.max)
    over = sorted((one for one in found if one.done_on is not None), key=lambda one: one.done_on or date.min)
    return still + over[::-1][:MOST_DONE]


def by_person(store: Store) -> dict[str, list[Promise]]:
    """Everything promised and not done, by who does it; those of pupils on the roll and of nobody in particular."""
    today = store.clock.today()
    with store.read() as session:
        query = (
            select(AgreedAction, Pupil)
            .outerjoin(Pupil, Pupil.uuid == AgreedAction.pupil_id)
            .where(
                AgreedAction.deleted_at.is_(None),
                AgreedAction.done_on.is_(None),
                AgreedAction.pupil_id.is_(None)
                | (Pupil.deleted_at.is_(None) & (Pupil.left_on.is_(None) | (Pupil.left_on > today))),
            )
        )
        rows = [(action, pupil) for action, pupil in session.execute(query)]
    found: dict[str, list[Promise]] = {}
    shown: dict[str, str] = {}  # one person however the name was typed
    for action, pupil in sorted(rows, key=lambda row: (row[0].due_on or date.max, row[0].written_at)):
        owner = action.owner.strip() or NOBODY
        if pupil is not None and owner.casefold() in OF_A_FAMILY:
            owner = f"{owner} ({pupil.first_name})"
        who = shown.setdefault(owner.casefold(), owner)
        name, class_name = (pupil.name, pupil.class_name) if pupil is not None else ("", "")
        found.setdefault(who, []).append(Promise(action, name, class_name))
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == NOBODY, pair[0].casefold())))


def owners(store: Store) -> list[tuple[str, str]]:
    """Everybody who has promised something that is not done, to choose one from: the name, and with how much."""
    return [(who, f"{who} ({len(found)})") for who, found in by_person(store).items()]


def of_person(store: Store, name: str) -> list[Promise]:
    """What one person promised and has not done, however the name was typed."""
    wanted = name.casefold().strip()
    return next((found for who, found in by_person(store).items() if who.casefold() == wanted), [])


def letter(store: Store, name: str, signed: str = "", *, initials: bool = False) -> str:
    """The open actions of one person as a courteous text to copy into a message, with the pupils' initials if wished."""
    lines = [f"Dear {name}", "", OPENING, ""]
    for one in of_person(store, name):
        who = _initials(one.name) if initials else one.name
        about = f" (for {', '.join(filter(None, (who, one.class_name)))})" if who else ""
        by = f", by {_day(one.action.due_on)}" if one.action.due_on else ""
        lines.append(f"- {' '.join(one.action.what.split())}{about}{by}; agreed on {_day(one.action.happened_on)}")
    return "\n".join([*lines, "", CLOSING, *([signed] if signed else [])])


def age_words(action: AgreedAction, today: date) -> str:
    """How many days ago an action was agreed."""
    days = (today - action.happened_on).days
    return "today" if days == 0 else f"{days} day{'' if days == 1 else 's'}"


def _initials(name: str) -> str:
    return " ".join(f"{word[0]}." for word in name.split())


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _check_days(values: Mapping[str, Any], agreed: date, today: date) -> None:
    if agreed > today:
        raise Refused("It cannot have been agreed on a day to come; nothing was changed. Check the date.")
    due = values.get("due_on")
    if due is not None and due < agreed:
        raise Refused("It cannot be due before it was agreed; nothing was changed. Check the two days.")
