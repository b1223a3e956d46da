"""Printing documents into files: whole or not at all, and never named after a pupil."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from gradesk.cli.access import one_pupil, open_store
from gradesk.services import calendar_file, register
from gradesk.store.work import Store
from gradesk.system.files import write_whole
from gradesk.system.refusal import Refused


def print_document(options: Namespace) -> None:
    """Print a document for one pupil, a class or everyone."""
    from gradesk import documents  # noqa: PLC0415 (ReportLab is slow to load, and other verbs need none)

    wanted = documents.document(options.document)
    out: Path = options.out.expanduser().absolute()
    store = open_store(options)
    try:
        ids = _pupils(store, options)
        if out.suffix.lower() == ".svg":
            refuse_to_overwrite(out, b"<svg ", "an SVG")
            write_whole(out, documents.picture(store, wanted.code, ids).encode("utf-8"))
            print(f"Drawn into {out}.")
        elif is_folder(out):
            count = print_each(store, wanted.code, ids, out)
            print(f"{count} file{'s' if count != 1 else ''} in {out}.")
        else:
            refuse_to_overwrite(out)
            write_whole(out, documents.make(store, wanted.code, ids).pdf)
            print(f"Printed into {out}.")
    finally:
        store.close()


def print_each(store: Store, code: str, ids: Sequence[str], folder: Path) -> int:
    """One PDF for each pupil who has such a document, under neutral numbered names. Returns how many."""
    from gradesk import documents  # noqa: PLC0415 (see above)

    wanted = documents.document(code)
    sheets = wanted.gather(store, ids)
    if not sheets:
        raise Refused(f"Nobody here has anything for “{wanted.title}” yet; nothing was printed. Write one first.")
    stem = wanted.stem.lower().replace(" ", "-")
    digits = max(3, len(str(len(sheets))))
    names = [folder / f"{stem}-{number:0{digits}d}.pdf" for number in range(1, len(sheets) + 1)]
    for path in names:
        refuse_to_overwrite(path)
    # Everything is drawn before anything is written, so that a refusal leaves no half of a batch.
    drawn = [documents.draw(wanted, [sheet]).pdf for sheet in sheets]
    for path, pdf in zip(names, drawn, strict=True):
        write_whole(path, pdf)
    return len(names)


def write_calendar(options: Namespace) -> None:
    """Write the dates as an iCalendar file."""
    store = open_store(options)
    try:
        content = calendar_file.export(store, initials=options.initials)
    finally:
        store.close()
    refuse_to_overwrite(options.ics, b"BEGIN:VCALENDAR", "a calendar file")
    write_whole(options.ics, content.encode("utf-8"))
    if options.initials:
        print(calendar_file.WARNING, file=sys.stderr)
    print(f"{content.count('BEGIN:VEVENT')} dates are written, and no name of a child.")


def is_folder(out: Path) -> bool:
    """Whether a place named by a person is a folder: one that is there, or a name that is no PDF's."""
    return out.is_dir() or (out.suffix.lower() not in (".pdf", ".svg") and not out.exists())


def refuse_to_overwrite(path: Path, begins: bytes = b"%PDF-", kind: str = "a PDF") -> None:
    """Refuse to write over anything but an older file of the kind."""
    if not path.exists():
        return
    try:
        with path.open("rb") as there:
            is_ours = path.is_file() and there.read(len(begins)) == begins
    except OSError:
        is_ours = False
    if not is_ours:
        raise Refused(f"{path} is there already and is not {kind}; it was left as it is. Choose another name.")


def _pupils(store: Store, options: Namespace) -> list[str]:
    rows = register.everyone(store)
    if options.all:
        chosen = rows
    elif options.pupil is not None:
        return [one_pupil(store, options.pupil)]
    else:
        wanted = " ".join(options.class_name.split()).casefold()
        chosen = [row for row in rows if wanted and row.class_name.casefold() == wanted]
    if not chosen:
        what = "class" if options.class_name is not None else "pupil at all"
        raise Refused(f"There is no such {what} on the roll; nothing was printed. `gradesk pupils` lists everyone.")
    return [row.uuid for row in chosen]
