"""Documents and photographs kept inside the school's file: taking one in, saying what it belongs to, saving a copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from gradesk.model.base import Entity
from gradesk.model.evidence.attachment import Attachment
from gradesk.model.evidence.measure import MeasureResult
from gradesk.model.evidence.observation import Observation
from gradesk.model.meetings.kind import MeetingKind
from gradesk.model.meetings.meeting import Meeting
from gradesk.model.outside.report import Report
from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.pupils.happening import Happening
from gradesk.model.rules import file_kinds
from gradesk.model.rules.file_kinds import FileKind
from gradesk.model.stored_file import StoredFile
from gradesk.model.vocabulary import ATTACHED_TO, HAPPENINGS
from gradesk.services import editing, pictures
from gradesk.services.custody import watching
from gradesk.services.evidence import measure_catalogue
from gradesk.services.evidence.inert import inert
from gradesk.services.happened import check_day
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.files import write_whole
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

MOST_BYTES = 20 * 1024 * 1024  # of one document
MOST_IN_ALL = 500 * 1024 * 1024  # of all documents of a school
_CHUNK = 256 * 1024
_LONGEST_NAME = 255  # characters; no file system has longer ones
_MOST_CHOICES = 60  # newest records of each kind that a document can be put to
_GLIMPSE = 70  # characters
_HOLDERS: dict[str, type[Entity]] = {
    "happening": Happening,
    "observation": Observation,
    "contact": Meeting,
    "target": Target,
    "measure_result": MeasureResult,
    "report": Report,
}


@dataclass(frozen=True)
class TakenIn:
    """A file that was read, checked and cleaned, and is not kept yet."""

    file_name: str
    media_type: str
    content: bytes
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class AttachmentRow:
    """One document in words; its bytes stay in the file until a copy is asked for."""

    uuid: str
    pupil_id: str
    happened_on: date
    written_at: datetime
    title: str
    author: str
    file_name: str
    media_type: str
    size: int
    about: str
    about_id: str
    warning: str

    @property
    def label(self) -> str:
        """What it is, or the file's own name while nobody has said."""
        return self.title or self.file_name or "Document"

    @property
    def kind(self) -> str:
        """The kind of file in words."""
        known = file_kinds.BY_MEDIA_TYPE.get(self.media_type)
        return known.name if known else self.media_type

    @property
    def detail(self) -> str:
        """Kind, size, who it is from, and the warning."""
        return " · ".join(part for part in (self.kind, size_words(self.size), self.author, self.warning) if part)


def read_file(path: Path, progress: Progress = no_progress) -> TakenIn:
    """Read a file from outside piece by piece, and see that it may be kept. Nothing is written.

    The size is looked at before anything is read; a picture comes back without place and camera.

    Raises:
        Refused: it cannot be read, is too large, a program, an archive, carries macros, or is not what its name says.
        Cancelled: from `progress`.
    """
    kind = file_kinds.check_name(path.name)
    content = _bytes(path, kind, progress)
    file_kinds.check_content(kind, content)
    if kind.media_type.startswith("image/"):
        content = pictures.clean_picture(content, kind.media_type, progress)
    return TakenIn(shown_name(path.name), kind.media_type, content, file_kinds.warnings(kind.media_type, content))


def add(store: Store, pupil_id: str, taken: TakenIn, values: Mapping[str, Any] | None = None) -> str:
    """Keep a file that was read with a pupil; `values` may hold title, author, happened_on, about and about_id.

    Raises:
        Refused: the school's file would hold more than 500 MB of documents, or a value cannot be.
    """
    size = len(taken.content)
    body = _checked(store, pupil_id, {"happened_on": store.clock.today(), **(values or {})})
    if size > MOST_BYTES:
        raise Refused(_TOO_LARGE.format(size=size_words(size)))
    if total(store) + size > MOST_IN_ALL:
        raise Refused(
            "All documents together would be more than 500 MB, so this one was not taken in; deleted ones count too, "
            "because they can be brought back. Keep this one elsewhere and note where."
        )
    with store.work(f"Document of {pupils.first_name(store, pupil_id)}") as session:
        stored = StoredFile(content=taken.content, media_type=taken.media_type)
        session.add(stored)
        session.flush()
        body |= {
            "pupil_id": pupil_id,
            "file_name": taken.file_name,
            "media_type": taken.media_type,
            "size": size,
            "warning": file_kinds.warning_sentence(taken.warnings),
            "file_id": stored.uuid,
        }
        return editing.add(store, Attachment, body, "")


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Say what a document is, from whom, of which day, and what it belongs to. The file itself never changes."""
    before = get(store, uuid)
    wanted = dict(values)
    if "belongs" in wanted:
        wanted["about"], wanted["about_id"] = parted(str(wanted.pop("belongs")))
    checked = _checked(store, before.pupil_id, wanted)
    editing.change(store, Attachment, uuid, checked, "Change what a document is", initiator)


def remove(store: Store, uuid: str) -> None:
    """Take a document off the page; the file is kept and can be restored."""
    editing.remove(store, Attachment, uuid, "Delete a document")


def get(store: Store, uuid: str) -> Attachment:
    """One document's record, without its bytes."""
    with store.read() as session:
        return session.get_one(Attachment, uuid)


def attachments(store: Store, pupil_id: str, about: str = "", about_id: str = "") -> list[AttachmentRow]:
    """The documents of a pupil, newest first; with `about` and `about_id` only those of one record. No bytes are read."""
    query = select(Attachment).where(Attachment.pupil_id == pupil_id, Attachment.deleted_at.is_(None))
    if about:
        query = query.where(Attachment.about == about, Attachment.about_id == about_id)
    with store.read() as session:
        rows = session.scalars(query.order_by(Attachment.happened_on.desc(), Attachment.written_at.desc()))
        return [
            AttachmentRow(
                one.uuid, one.pupil_id, one.happened_on, one.written_at, one.title, one.author, one.file_name,
                one.media_type, one.size, one.about, one.about_id, one.warning,
            )
            for one in rows
        ]  # fmt: skip


def save_copy(store: Store, uuid: str, path: Path, *, as_it_is: bool = False) -> None:
    """Write a document to a place outside, whole or not at all; a copy is not encrypted.

    A PDF that acts by itself leaves without what acts, unless it is wanted as it is.
    """
    with store.read() as session:
        record = session.get_one(Attachment, uuid)
        stored = session.get(StoredFile, record.file_id)
    if stored is None:
        raise Refused("The document’s file is missing from the school’s file; nothing was saved. Put back a backup.")
    write_whole(path, inert(stored.content) if record.warning and not as_it_is else stored.content)
    watching.left(store, "saved", "document", (record.pupil_id,))


def content(store: Store, uuid: str) -> bytes:
    """The bytes of a document as they are kept, for a page that is made of them here."""
    with store.read() as session:
        record = session.get_one(Attachment, uuid)
        stored = session.get(StoredFile, record.file_id)
    if stored is None:
        raise Refused("The document’s file is missing from the school’s file; nothing was made. Put back a backup.")
    return stored.content


def suggested_name(row: AttachmentRow) -> str:
    """A name for a copy that tells nobody whom it is about."""
    return file_kinds.neutral_name(row.media_type, row.happened_on.isoformat())


def shown_name(name: str) -> str:
    """A file's own name as it can be shown and kept: without marks that turn or hide letters."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in name)
    return shown[-_LONGEST_NAME:]


def total(store: Store) -> int:
    """The bytes of all documents that are kept, deleted ones too: those can still be restored."""
    with store.read() as session:
        return session.scalar(select(func.coalesce(func.sum(Attachment.size), 0))) or 0


def belongs_to(store: Store, pupil_id: str) -> list[tuple[str, str]]:
    """What a document of a pupil can belong to, as (kind and uuid, words); the pupil first, then the newest records."""
    found = [("pupil:", "{Pupil}")]
    with store.read() as session:
        known = measure_catalogue.in_force(session)
        rows = session.execute(select(MeetingKind.code, MeetingKind.label))
        talks = {row.code: row.label for row in rows}
        for kind, entity in _HOLDERS.items():
            query = select(entity).where(
                entity.deleted_at.is_(None),
                entity.__table__.c.pupil_id == pupil_id,
            )
            if entity is Target:
                query = query.join(Plan, Plan.uuid == Target.plan_id).where(Plan.deleted_at.is_(None))
            for one in session.scalars(query.order_by(entity.happened_on.desc()).limit(_MOST_CHOICES)):
                words = _named(one, {code: measure.name for code, measure in known.items()}, talks)
                found.append((f"{kind}:{one.uuid}", f"{ATTACHED_TO.label(kind)}: {_short(words)}"))
    return found


def parted(belongs: str) -> tuple[str, str]:
    """A choice of `belongs_to` as kind and uuid."""
    about, _, about_id = belongs.partition(":")
    return about, about_id


def size_words(size: int) -> str:
    """A size as people say it: 12 KB, 3.4 MB."""
    if size < 1024 * 1024:
        return f"{max(round(size / 1024), 1)} KB"
    return f"{size / 1024 / 1024:.1f} MB"


_TOO_LARGE = "This file has {size}, and Gradesk keeps documents up to 20 MB, so it was not taken in. Save it smaller."


def _bytes(path: Path, kind: FileKind, progress: Progress) -> bytes:
    is_picture = kind.media_type.startswith("image/")
    most = pictures.MOST_BYTES if is_picture else MOST_BYTES
    try:
        if not path.is_file():  # a folder, a device, a pipe
            raise Refused("This is no file that can be read, so it was not taken in. Choose a document.")
        size = path.stat().st_size
        if size > most:
            sentence = _TOO_LARGE.format(size=size_words(size))
            raise Refused(sentence.replace("documents up to 20 MB", "pictures up to 10 MB") if is_picture else sentence)
        pieces: list[bytes] = []
        done = 0
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                done += len(piece)
                if done > most:  # it grew while it was read
                    raise Refused(_TOO_LARGE.format(size=size_words(done)))
                pieces.append(piece)
                progress(done, max(size, done))
        return b"".join(pieces)
    except OSError as error:
        raise Refused(
            f"This file cannot be read ({error.strerror or 'it does not answer'}), so it was not taken in. "
            "Look whether it is still there and not open elsewhere."
        ) from error


def _checked(store: Store, pupil_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    checked = editing.check(Attachment, values)
    check_day(store, pupil_id, checked.get("happened_on"), "A document")
    about = checked.get("about", "pupil")
    if "about" in checked and about != "pupil":
        with store.read() as session:
            record = session.get(_HOLDERS[about], checked.get("about_id") or "")
        if record is None or getattr(record, "pupil_id", None) != pupil_id:
            raise Refused("That record is gone, so the document stays where it was. Choose what it belongs to anew.")
    return checked


def _named(one: Entity, measures: Mapping[str, str], talks: Mapping[str, str]) -> str:
    day = f"{one.happened_on:%d/%m/%Y}"
    if isinstance(one, Happening):
        return f"{day} {one.title or HAPPENINGS.label(one.kind)}"
    if isinstance(one, Report):
        return f"{day} {one.title}"
    if isinstance(one, Observation):
        return f"{day} {one.place or one.focus}"
    if isinstance(one, Meeting):
        return f"{day} {talks.get(one.kind, one.kind)} {one.with_whom}"
    if isinstance(one, Target):
        return one.pupil_wording or one.staff_wording or f"{one.position}, not worded yet"
    assert isinstance(one, MeasureResult)
    return f"{day} {measures.get(one.measure, one.measure)}"


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _GLIMPSE else words[:_GLIMPSE] + "…"
