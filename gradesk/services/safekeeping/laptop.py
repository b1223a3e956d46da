"""What is on this laptop and how it is protected: facts for whoever has to say so when it is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from gradesk.services.pupils import register
from gradesk.services.safekeeping import backups, ways
from gradesk.services.school import school
from gradesk.store import content
from gradesk.store.keys.slots import SHEET
from gradesk.store.work import Store

_KINDS = (
    "names, dates of birth, UPNs, classes and photographs of pupils; names and telephone numbers of their families",
    "special category data (UK GDPR, Article 9): needs and diagnoses, medical notes, languages spoken at home",
    "plans, targets, reviews, meetings and what pupils and parents said; assessments, documents kept with them",
    "names, roles and hours of staff",
)


@dataclass(frozen=True)
class Laptop:
    """Facts under headings, as they are today."""

    school_name: str
    made_on: date
    practice: bool
    facts: Sequence[tuple[str, Sequence[str]]]


def facts(store: Store) -> Laptop:
    """What stands on the lost-laptop sheet and on the page about safety; nobody is named."""
    card = school.card(store)
    return Laptop(card.name, store.clock.today(), card.is_practice, (
        ("What is on it", _what(store)),
        ("How it is protected", _how(store)),
        ("Where there are copies", _copies(store)),
    ))  # fmt: skip


def _what(store: Store) -> list[str]:
    here = register.count(store, register.Criteria())
    gone = register.count(store, register.Criteria(scope="leavers"))
    with store.read() as session:
        records = sum(content.records(session.connection()).values())
    last = store.copy.last_at
    whose = f"{here:,} {'pupil' if here == 1 else 'pupils'} on the roll and {gone:,} who {'has' if gone == 1 else 'have'} left"
    found = [f"{whose}; {records:,} records in all", *_KINDS]
    if last is not None:
        found.append(f"last changed on {last.astimezone():%d/%m/%Y at %H:%M}; unlocked when this sheet was made")
    return found


def _how(store: Store) -> list[str]:
    known = {way.name: way.since for way in ways.ways(store) if way.since is not None}
    named = ", ".join(f"{name} (since {since:%d/%m/%Y})" for name, since in known.items())
    return [
        "all of it is in one file encrypted by SQLCipher: AES-256 with a check of every page (HMAC-SHA512)",
        "its key is random and is on the disk only wrapped: by passphrases stretched with Argon2id, and by the recovery sheet",
        "nothing of it goes over a network, and no plain copy lies on the disk but pages that somebody saved",
        f"opened by: {named}",
    ]


def _is_beside(store: Store, place: Path) -> bool:
    """Whether a folder lies on the disk of the school's file, and would be lost with it."""
    try:
        return place.stat().st_dev == store.vault.folder.stat().st_dev
    except OSError:
        return False


def _copies(store: Store) -> list[str]:
    found = []
    for place in backups.places(store):
        if place.proved_at:
            when = f"{datetime.fromisoformat(place.proved_at).astimezone():%d/%m/%Y at %H:%M}"
            lost = " (on the laptop itself)" if _is_beside(store, place.path) else ""
            found.append(f"{place.path}{lost}: proved on {when}, as encrypted as the file itself")
        else:
            found.append(f"{place.path}: none yet")
    if not found:
        found.append("there is no backup: what was on the laptop would be lost with it")
    has_sheet = any(way.holder == SHEET and way.since is not None for way in ways.ways(store))
    found.append("a recovery sheet is kept on paper" if has_sheet else "there is no recovery sheet yet")
    return found
