"""Which of the backups in a folder is the newest: by what they hold, and not by when they were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from gradesk.store.backups.backup import Manifest, read_manifest
from gradesk.store.backups.backup_names import Kept, kept_in
from gradesk.system.refusal import Refused


def newest(place: Path, uuid: str, device: str = "") -> Kept | None:
    """The backup in a folder that a school, or one copy of its file, would take; also one made later that cannot be read.

    Of those of the copy, or where there is none of it of the school, it is the one that reaches furthest.
    """
    kept = kept_in(place)
    told = {one.path: _told(one.path) for one in kept}
    in_order = _in_order(kept, told)
    unread = next((one for one in in_order if told[one.path] is None), None)
    of_school = [one for one in in_order if (manifest := told[one.path]) is not None and manifest.uuid == uuid]
    own = [one for one in of_school if (manifest := told[one.path]) is not None and manifest.device == device]
    best = next(iter(own or of_school), None)
    return unread if unread is not None and (best is None or unread.number > best.number) else best


def furthest(kept: Sequence[Kept]) -> list[Kept]:
    """Backups school by school; of each first those that reach furthest, then those made last.

    One that says nothing stands where its number puts it. The school comes first of which the last was made.
    """
    return _in_order(kept, {one.path: _told(one.path) for one in kept})


def _in_order(kept: Sequence[Kept], told: Mapping[Path, Manifest | None]) -> list[Kept]:
    places: dict[Path, tuple[str, int]] = {}
    numbers: dict[str, int] = {}
    last = ("", 0)
    for one in sorted(kept, key=lambda one: one.number):
        manifest = told[one.path]
        last = places[one.path] = last if manifest is None else (manifest.uuid, manifest.reach)
        numbers[last[0]] = one.number
    return sorted(kept, key=lambda one: (numbers[places[one.path][0]], places[one.path][1], one.number), reverse=True)


def _told(path: Path) -> Manifest | None:
    try:
        return read_manifest(path)
    except Refused:
        return None
