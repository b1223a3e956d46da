"""Handing a gathered bundle out: what a person is to know of it, the whole file or a refusal, and that it left."""

from __future__ import annotations

from pathlib import Path

from gradesk.documents.desk import desk
from gradesk.documents.desk.bundle import assembling, troubles
from gradesk.documents.desk.bundle.gathering import Gathered
from gradesk.documents.desk.guard import refuse_hits
from gradesk.services.custody import watching
from gradesk.store.work import Store
from gradesk.system.files import write_whole
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

CODE = "bundle"


def to_know(found: Gathered, progress: Progress = no_progress) -> list[str]:
    """What is missing, held back or in the way, a sentence each; what stops it comes first."""
    known = troubles.troubles(found.bundle, progress)
    said = [one.sentence for one in sorted(known, key=lambda one: not one.stops)]
    if found.held_back:
        kept = "1 record is" if found.held_back == 1 else f"{found.held_back} records are"
        said.append(f"{kept} for staff alone and held back: nothing of it is in the bundle.")
    return [*said, *found.gaps]


def assembled(
    found: Gathered, progress: Progress = no_progress, *, looked: bool = False, insisted: bool = False
) -> bytes:
    """The whole bundle as one PDF.

    Raises:
        Refused: a document stands in the way, or a page names another child and nobody has looked; nothing was made.
        Cancelled: from `progress`.
    """
    if not insisted:
        refuse_hits([hit for hit in found.hits if not (looked and hit.may_pass)])
    stops = [one.sentence for one in troubles.troubles(found.bundle) if one.stops]
    if stops:
        raise Refused(stops[0])
    return assembling.assemble(found.bundle, progress)


def save(
    store: Store,
    found: Gathered,
    path: Path,
    progress: Progress = no_progress,
    *,
    looked: bool = False,
    insisted: bool = False,
) -> None:
    """Put a bundle together, write it whole or not at all, and note that it left.

    Raises:
        Refused: as `assembled`, or the place takes no file.
        Cancelled: from `progress`.
    """
    write_whole(path, assembled(found, progress, looked=looked, insisted=insisted))
    note(store, found)


def note(store: Store, found: Gathered) -> None:
    """Note among the events of the file that a bundle left, with every document in it."""
    desk.note_left(store, found.made, "saved")
    ids = tuple(dict.fromkeys(uuid for made in found.made for pages in made.pages for uuid in pages))
    watching.left(store, "saved", CODE, ids)
