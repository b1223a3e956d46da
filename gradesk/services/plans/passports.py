"""The pupil passport: written as it is spoken, and given out in numbered versions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from gradesk.model.base import fields_of
from gradesk.model.plans.passport import PASSPORT_SECTIONS, Passport, PassportVersion
from gradesk.model.rules.days.freshness import YEAR_MONTHS, months_after
from gradesk.model.rules.words.word_changes import in_one_line
from gradesk.services import editing
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def passport(store: Store, pupil_id: str) -> Passport | None:
    """The pupil's passport, or None when nobody has begun one."""
    with store.read() as session:
        return session.scalars(
            select(Passport).where(Passport.pupil_id == pupil_id, Passport.deleted_at.is_(None))
        ).first()


def begin(store: Store, pupil_id: str) -> str:
    """Begin the pupil's passport, or return the one there is."""
    found = passport(store, pupil_id)
    if found is not None:
        return found.uuid
    name = pupils.first_name(store, pupil_id)
    return editing.add(store, Passport, {"pupil_id": pupil_id}, f"Begin {name}’s passport")


def change(store: Store, pupil_id: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change words of the passport; begins it when it is the first word."""
    name = pupils.first_name(store, pupil_id)
    with store.work(f"Change {name}’s passport", initiator):
        uuid = begin(store, pupil_id)
        editing.change(store, Passport, uuid, values, "")


def versions(store: Store, pupil_id: str) -> list[PassportVersion]:
    """All versions, newest first."""
    with store.read() as session:
        query = select(PassportVersion).where(PassportVersion.pupil_id == pupil_id)
        return list(session.scalars(query.order_by(PassportVersion.number.desc())))


def issue(store: Store, pupil_id: str, checked_on: date | None = None) -> int:
    """Freeze the words as the next version, checked with the pupil on a day (today). Returns the version's number.

    The same words on the same day are the version there is already.
    """
    current = passport(store, pupil_id)
    if current is None or not any(getattr(current, name).strip() for name in PASSPORT_SECTIONS):
        raise Refused("The passport is still empty; no version was made. Write at least one section first.")
    day = checked_on or store.clock.today()
    content = frozen({name: getattr(current, name) for name in PASSPORT_SECTIONS})
    latest = next(iter(versions(store, pupil_id)), None)
    if latest is not None and latest.content == content and latest.happened_on == day:
        return latest.number
    with store.work(f"{pupils.first_name(store, pupil_id)}’s passport: new version") as session:
        number = (
            session.scalar(select(func.max(PassportVersion.number)).where(PassportVersion.passport_id == current.uuid))
            or 0
        ) + 1
        session.add(
            PassportVersion(
                pupil_id=pupil_id, passport_id=current.uuid, number=number, content=content, happened_on=day
            )
        )
        # A day that somebody chose stays; one that came of itself moves on, and so does a past one.
        of_itself = current.checked_on is not None and current.review_on == months_after(
            current.checked_on, YEAR_MONTHS
        )
        is_ahead = current.review_on is not None and current.review_on > day
        chosen = current.review_on if is_ahead and not of_itself else None
        values = {"checked_on": day, "review_on": chosen or months_after(day, YEAR_MONTHS)}
        editing.change(store, Passport, current.uuid, values, "")
    return number


@dataclass(frozen=True)
class VersionLine:
    """One version in the list of versions: its number, its day, and what changed since the one before in a line."""

    number: int
    day: date
    changed: str


def version_lines(store: Store, pupil_id: str) -> list[VersionLine]:
    """All versions, newest first, each with what changed."""
    found = versions(store, pupil_id)
    lines: list[VersionLine] = []
    for place, version in enumerate(found):
        if place + 1 == len(found):
            lines.append(VersionLine(version.number, version.happened_on, "The first version"))
            continue
        pairs = zip(parts(found[place + 1].content), parts(version.content), strict=True)
        changed = in_one_line((heading, older, newer) for (heading, older), (_, newer) in pairs)
        lines.append(VersionLine(version.number, version.happened_on, changed))
    return lines


def parts_of(store: Store, pupil_id: str, number: int) -> list[tuple[str, str]]:
    """Headings and texts of a version as it was frozen; number 0 stands for the words as they are now."""
    if number == 0:
        current = passport(store, pupil_id)
        return parts(frozen({name: getattr(current, name) if current else "" for name in PASSPORT_SECTIONS}))
    version = next((one for one in versions(store, pupil_id) if one.number == number), None)
    if version is None:
        raise Refused("There is no such version; nothing is shown. Choose one from the list.")
    return parts(version.content)


def parts(content: str) -> list[tuple[str, str]]:
    """Headings and texts of frozen words, in the order of the page."""
    words, labels = json.loads(content), {info.name: info.label for info in fields_of(Passport)}
    return [(labels[name], words.get(name, "")) for name in PASSPORT_SECTIONS]


def empty_sections(store: Store, pupil_id: str) -> list[str]:
    """The headings under which nothing is written yet."""
    current = passport(store, pupil_id)
    labels = {info.name: info.label for info in fields_of(Passport)}
    return [labels[name] for name in PASSPORT_SECTIONS if current is None or not getattr(current, name).strip()]


def frozen(words: Mapping[str, str]) -> str:
    """The words of a passport as a version keeps them: JSON of the sections in their order."""
    return json.dumps({name: words[name] for name in PASSPORT_SECTIONS}, ensure_ascii=False)
