"""Pages on their way into files: what a worker does with them, always through the desk's one gate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from gradesk.documents.desk import desk
from gradesk.documents.desk.batch import Batch, Order
from gradesk.documents.desk.desk import Ready
from gradesk.documents.press.look import Look
from gradesk.store.work import Store
from gradesk.system.files import write_whole
from gradesk.system.progress import Progress


@dataclass(frozen=True)
class Saved:
    """What went into files: how many, and the pages."""

    count: int
    made: tuple[Batch, ...]


@dataclass(frozen=True)
class Leave:
    """How it may leave: under a password, and whether a person insisted on the names that were found."""

    password: str
    insisted: bool


Work = Callable[[Progress], Saved]


def as_pdf(ready: Ready, path: Path, leave: Leave) -> Work:
    """All of it as one PDF."""

    def work(_count: Progress) -> Saved:
        write_whole(path, ready.released(**asdict(leave)))
        return Saved(1, (ready.batch,))

    return work


def as_picture(store: Store, order: Order, look_of: Callable[[], Look], path: Path, leave: Leave) -> Work:
    """The one document as a picture."""

    def work(_count: Progress) -> Saved:
        drawn = desk.ready_picture(store, order, look_of())
        write_whole(path, drawn.released(**asdict(leave)))
        return Saved(1, (drawn.batch,))

    return work


def as_table(store: Store, order: Order, look_of: Callable[[], Look], path: Path, leave: Leave) -> Work:
    """The one document as a workbook or a text file, by how the file is called."""

    def work(_count: Progress) -> Saved:
        made = desk.ready_table(store, order, look_of(), path.suffix.lower().lstrip(".") or "xlsx")
        write_whole(path, made.released(**asdict(leave)))
        return Saved(1, (made.batch,))

    return work


# As what else one document is saved: the ending, the kinds to choose, and how.
OTHERWISE = {
    "picture": ("svg", "SVG (*.svg)", as_picture),
    "table": ("xlsx", "Workbook (*.xlsx);;CSV (*.csv)", as_table),
}


def one_each(store: Store, order: Order, look_of: Callable[[], Look], folder: Path, leave: Leave) -> Work:
    """One PDF for each pupil, all of them or none."""

    def work(count: Progress) -> Saved:
        found = desk.ready_each(store, order, look_of(), count).files
        desk.write_each(folder, order, [one.released(**asdict(leave)) for one in found])
        return Saved(len(found), tuple(one.batch for one in found))

    return work
