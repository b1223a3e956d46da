"""Looking through a whole school's file: is it sound, what does it hold, and does it hold all it should."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from gradesk.model.journal import JournalUnit
from gradesk.model.stored_file import StoredFile
from gradesk.store import content
from gradesk.store.keys.key_file import KeyFile
from gradesk.store.names import key_files
from gradesk.store.refusals import Damaged
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

_CHECKS = {
    "cipher_integrity_check": "{count} of the file’s pages are not as they were written.",
    "integrity_check": "The indexes and rules of the file do not fit its records in {count} places.",
    "foreign_key_check": "{count} records refer to others that are not there.",
}


@dataclass(frozen=True)
class Soundness:
    """What was found: problems as sentences, none when all is well; records by kind; a digest of all of them."""

    problems: tuple[str, ...]
    records: dict[str, int]
    digest: str

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def examine(store: Store) -> Soundness:
    """Look through keys, pages, indexes, references, the journal's numbers and every kept file. Changes nothing."""
    problems: list[str] = []
    for check in (_keys, _pages, _numbers, _seals, _newest, _files):
        problems += _said(check, store)
    records: dict[str, int] = {}
    digest = ""
    try:
        with store.read() as session:
            records, digest = content.records(session.connection()), content.digest(session.connection())
    except Refused as refused:
        problems.append(str(refused))
    return Soundness(tuple(dict.fromkeys(problems)), records, digest)


def _said(check: Callable[[Store], Sequence[str]], store: Store) -> Sequence[str]:
    try:
        return check(store)
    except Refused as refused:
        return [str(refused)]


def _keys(store: Store) -> list[str]:
    problems = list(store.notices) if store.vault.had_damaged_keys else []
    for path in key_files(store.vault.folder):
        try:
            found = KeyFile.read(path)
        except Refused as refused:
            problems.append(str(refused))
            continue
        if found.uuid != store.vault.uuid:
            problems.append(f"The key file {path.name} belongs to another school’s file. Put it back from a backup.")
    return problems


def _pages(store: Store) -> list[str]:
    found = store.check_pages()
    counts = {check: sum(one.startswith(f"{check}: ") for one in found) for check in _CHECKS}
    return [
        f"{words.format(count=f'{counts[check]:,}')} Put back your newest backup."
        for check, words in _CHECKS.items()
        if counts[check]
    ]


def _numbers(store: Store) -> list[str]:
    """The units of each copy are numbered 1, 2, 3 … without a gap."""
    query = select(func.count(), func.min(JournalUnit.seq), func.max(JournalUnit.seq)).group_by(JournalUnit.device)
    with store.read() as session:
        missing = sum(most - count for count, least, most in session.execute(query) if (least, most) != (1, count))
    if not missing:
        return []
    return [f"{missing:,} changes are missing from the middle of the journal. Put back your newest backup."]


def _seals(store: Store) -> list[str]:
    """No line of the journal was changed, taken out or put in past Gradesk."""
    wrong = store.broken_seals()
    if not wrong:
        return []
    return [
        f"{wrong:,} lines of the journal are not as they were written: the file was changed past Gradesk. Compare it with a backup."
    ]


def _newest(store: Store) -> list[str]:
    doubt = store.copy.doubt
    return [doubt.words] if doubt is not None and doubt.is_behind else []


def _files(store: Store) -> list[str]:
    """Every kept document and picture has the bytes it was kept with."""
    with store.read() as session:
        uuids = session.scalars(select(StoredFile.uuid)).all()
    wrong = 0
    for uuid in uuids:
        try:
            # One at a time: all documents together may be 500 MB.
            with store.read() as session:
                session.scalar(select(StoredFile.content).where(StoredFile.uuid == uuid))
        except Damaged:
            wrong += 1
    if not wrong:
        return []
    return [f"{wrong:,} kept documents or pictures are not as they were taken in. Put back your newest backup."]
