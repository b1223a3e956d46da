"""Who may be erased, what would go, and what of it still lies in older backups. Nothing here can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from gradesk.model.pupils.leaving import ERASURE_REASONS, Erasure, LegalHold
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.day_text import written_day
from gradesk.services.custody import belonging, erasing
from gradesk.services.custody.erasing import WillGo
from gradesk.services.pupils import leaving
from gradesk.services.safekeeping import backups
from gradesk.store.backups import backup, backup_names
from gradesk.store.backups.backup_names import Kept
from gradesk.store.work import Store
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

REASONS = tuple(code for code in ERASURE_REASONS.codes if code != "again")  # that is never a person’s


@dataclass(frozen=True)
class Certificate:
    """What stays of an erasure: its number and day, who erased, why, and how much; nobody is named."""

    number: int
    words: str


@dataclass(frozen=True)
class Renewed:
    """Backups made anew, older ones taken away since they held who was erased, and what went wrong, in sentences."""

    made: int
    taken_away: int
    troubles: tuple[str, ...]


def foresee(store: Store, pupil_id: str) -> WillGo:
    """What would go."""
    return erasing.foresee(store, pupil_id)


def refusal(store: Store, pupil_id: str) -> str:
    """Why a pupil may not be erased now, whatever is answered; empty where nothing stands against it."""
    if store.vault.is_reading:
        return "Who may only read erases nobody. Open the file with the SENCO’s passphrase."
    with store.read() as session:
        hold = session.scalars(select(LegalHold).where(
            LegalHold.pupil_id == pupil_id, LegalHold.ended_on.is_(None), LegalHold.deleted_at.is_(None)
        )).first()  # fmt: skip
    if hold is not None:
        since = f"since {hold.happened_on:%d/%m/%Y}{f': {hold.reason}' if hold.reason else ''}"
        return f"These records are under legal hold {since}. End the hold first."
    return ""


def is_on_roll(store: Store, pupil_id: str) -> bool:
    """Whether the pupil has not left, also one who was deleted: then it is asked once more."""
    with store.read() as session:
        pupil = session.get(Pupil, pupil_id)
    if pupil is None:
        raise Refused("This pupil is not there any more; nothing was changed. Look at the list again.")
    return pupil.left_on is None or pupil.left_on > store.clock.today()


def deleted(store: Store, pupil_id: str) -> str:
    """The name of a pupil who was deleted and is kept, with the day; empty for anybody else."""
    with store.read() as session:
        pupil = session.get(Pupil, pupil_id)
    if pupil is None or pupil.deleted_at is None:
        return ""
    name = Pupil.in_full(pupil.preferred_forename, pupil.legal_forename, pupil.preferred_surname, pupil.legal_surname)
    return f"{name}, deleted on {pupil.deleted_at.astimezone():%d/%m/%Y}"


def too_early(store: Store, pupil_id: str) -> str:
    """Until when the school's rules keep a leaver whose day has not come, in a sentence; empty where it has, or for others.

    One who was deleted is kept as long as any other.
    """
    found = leaving.leaver(store, pupil_id)
    if found is None or found.look_on is None or found.is_due(store.clock.today()):
        return ""
    return f"By the school’s rules these records are kept until {written_day(found.look_on)} ({found.why})."


def _not_due(store: Store, pupil_id: str) -> str:
    if is_on_roll(store, pupil_id):
        return "This pupil has not left, and years are counted from leaving."
    return too_early(store, pupil_id)


def erase(store: Store, pupil_id: str, reason: str, note: str = "", *, although_on_roll: bool = False) -> int:
    """Erase a pupil for good, and ask for new backups; returns the number of the certificate.

    Raises:
        Refused: the pupil is under legal hold or has not left, the note names the pupil, or the file cannot be written.
    """
    if words := refusal(store, pupil_id):
        raise Refused(f"{words} Nothing was erased.")
    if is_on_roll(store, pupil_id) and not although_on_roll:
        raise Refused("This pupil has not left, so nothing was erased. Say that it is meant all the same.")
    if reason == "retention" and (words := _not_due(store, pupil_id)):
        raise Refused(f"{words} Nothing was erased. Choose another reason, or change the rule.")
    if reason not in REASONS:
        raise Refused("A reason is needed, and nothing was erased. Choose one from the list.")
    with store.read() as session:
        names = belonging.of(session.connection(), pupil_id).names
    if names.at_all(note):
        raise Refused("The note stays and may name nobody, so nothing was erased. Write it without the name.")
    backups.want_anew(store)
    return erasing.erase(store, pupil_id, reason, note.strip())


def certificates(store: Store) -> list[Certificate]:
    """All of them, the newest first."""
    with store.read() as session:
        found = session.scalars(select(Erasure).order_by(Erasure.written_at.desc())).all()
    return [
        Certificate(
            one.number,
            f"No. {one.number} · {one.happened_on:%d/%m/%Y} · {one.who} · {ERASURE_REASONS.label(one.reason)}"
            f"{f' ({one.note})' if one.note else ''} · {one.records:,} records, {one.files:,} pictures and documents",
        )
        for one in found
    ]


def older_backups(store: Store) -> list[Kept]:
    """Backups of this school that were made before somebody was erased, and so still hold the pupil."""
    with store.read() as session:
        marks = set(session.scalars(select(Erasure.mark)))
    found = []
    for place in backups.places(store):
        for kept in backup_names.kept_in(place.path):
            with suppress(Refused):
                told = backup.read_manifest(kept.path)
                if told.uuid == store.vault.uuid and marks - {one.mark for one in told.erased}:
                    found.append(kept)
    return found


def renew_backups(store: Store, count: Progress = no_progress) -> Renewed:
    """Make and prove a new backup in each place, and take away those there that still hold who was erased.

    Where none could be made, the older ones stay: a school is not left without any.
    """
    old = older_backups(store)
    made = backups.make(store, count=count)
    whole = {one.place for one in made if one.path is not None}
    gone, troubles = 0, [one.trouble for one in made if one.trouble]
    for kept in old:
        if kept.path.parent not in whole:
            continue
        try:
            kept.path.unlink()
            gone += 1
        except OSError as error:
            troubles.append(f"{kept.path} could not be taken away ({error.strerror or 'the disk does not answer'}).")
    return Renewed(len(whole), gone, tuple(troubles))


def places_of(old: Sequence[Kept]) -> list[Path]:
    """The folders such backups lie in."""
    return sorted({kept.path.parent for kept in old})


def said(will: WillGo) -> list[str]:
    """What would go and what would stay, in lines."""
    found = [
        f"Goes: {_listed(will.records)}; {will.files:,} pictures and documents; the words of {will.lines:,} lines of the history."
    ]
    if will.shared:
        found.append(f"Stays with others, without the name: {_listed(will.shared)}.")
    if will.naming and not will.has_namesake:
        found.append(f"Others’ records that give the name in full, from which it is taken out: {will.naming:,}.")
    if will.has_namesake:
        found.append(
            "Somebody else has the same name, so it is not taken out of others’ records: look through them yourself."
        )
    if will.signed:
        found.append(
            f"Signed or given-out pages about others that give the name, which stay as they are: {will.signed:,}."
        )
    found.append("A forename alone in others’ records cannot be found, nor what was printed or saved elsewhere.")
    return found


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(
        f"{count:,} × {words}" for words, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )
