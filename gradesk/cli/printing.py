"""Printing documents into files: whole or not at all, and never named after a pupil."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gradesk.cli import bundling
from gradesk.cli.access import file_password, one_pupil, open_store
from gradesk.services.custody import watching
from gradesk.services.pupils import register
from gradesk.services.today import calendar_file, week_file
from gradesk.store.work import Store
from gradesk.system.files import write_whole
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:  # ReportLab is slow to load, and other verbs need none
    from gradesk.documents.desk.batch import Order
    from gradesk.documents.desk.desk import Ready, ReadyPicture, ReadyTable
    from gradesk.documents.press.checks import Unprintable
    from gradesk.documents.press.choices import Choices
    from gradesk.documents.press.document import Document
    from gradesk.documents.press.look import Look

if TYPE_CHECKING:
    from gradesk import documents
    from gradesk.documents.desk import desk
    from gradesk.documents.desk.batch import Item, Order
    from gradesk.documents.desk.guard import refuse_hits
    from gradesk.documents.desk.protecting import checked
    from gradesk.documents.press.checks import sentence
    from gradesk.documents.press.choices import Choices
else:
    sentence = lazily("gradesk.documents.press.checks:sentence")
    refuse_hits = lazily("gradesk.documents.desk.guard:refuse_hits")
    documents = lazily("gradesk.documents")
    desk = lazily("gradesk.documents.desk.desk")
    Item = lazily("gradesk.documents.desk.batch:Item")
    Order = lazily("gradesk.documents.desk.batch:Order")
    checked = lazily("gradesk.documents.desk.protecting:checked")
    Choices = lazily("gradesk.documents.press.choices:Choices")


@dataclass(frozen=True, slots=True)
class Leave:
    """How pages may leave: under a password, and with what the guard found let pass: what may be nobody, or all of it."""

    password: str = ""
    looked: bool = False
    insisted: bool = False


def print_document(options: Namespace) -> None:
    """Print a document for one pupil, a class or everyone; or a bundle about one pupil."""
    if options.document == "bundle":
        bundling.print_bundle(options)
        return

    wanted = documents.document(options.document)
    item = Item(wanted.code, wanted.variant(options.variant), options.which)
    out: Path = options.out.expanduser().absolute()
    password = checked(file_password()) if options.protect else ""
    store = open_store(options)
    try:
        _check_which(store, wanted, options.which)
        ids = tuple(_pupils(store, options))
        said = dict(options.say)
        if unknown := [key for key in said if key not in dict(wanted.asks)]:
            known = ", ".join(key for key, _ in wanted.asks) or "nothing"
            raise Refused(
                f"“{wanted.title}” does not ask for “{unknown[0]}”; nothing was printed. It asks for: {known}."
            )
        look = replace(_choices(options).look(store), particulars=said)
        order = Order((item,), ids, options.separators, options.list)
        leave = Leave(password=password, looked=options.looked, insisted=options.insist)
        if out.suffix.lower() == ".svg":
            refuse_to_overwrite(out, b"<svg ", "an SVG")
            drawn = desk.ready_picture(store, order, look)
            write_whole(out, released(drawn, leave))
            desk.note_left(store, (drawn.batch,), "saved")
            print(f"Drawn into {out}.")
        elif out.suffix.lower() in (".xlsx", ".csv"):
            refuse_to_overwrite(
                out, b"PK" if out.suffix.lower() == ".xlsx" else b"\xef\xbb\xbf", "a table of this program"
            )
            table = desk.ready_table(store, order, look, out.suffix.lower()[1:])
            write_whole(out, released(table, leave))
            desk.note_left(store, (table.batch,), "saved")
            print(f"Written into {out}.")
        elif is_folder(out):
            count, refused = print_each(store, order, look, out, leave)
            print(f"{count} file{'s' if count != 1 else ''} in {out}.")
            refuse_the_rest(refused)
        else:
            refuse_to_overwrite(out)
            ready = desk.ready(store, order, look)
            write_whole(out, released(ready, leave))
            desk.note_left(store, (ready.batch,), "saved")
            print(f"Printed into {out}.")
            refuse_the_rest(ready.batch.refused)
    finally:
        store.close()


def _check_which(store: Store, wanted: Document, key: str) -> None:
    """Refuse a day or colleague that a document cannot be of."""
    if key and (wanted.which is None or not wanted.which.name(store, key)):
        offered = [one for one, _ in wanted.which.offered(store)] if wanted.which is not None else []
        known = f"It can be of: {', '.join(offered)}." if offered else "Leave --which out."
        raise Refused(f"“{wanted.title}” cannot be of “{key}”; nothing was printed. {known}")


def print_each(store: Store, order: Order, look: Look, folder: Path, leave: Leave) -> tuple[int, Sequence[Unprintable]]:
    """One PDF for each pupil who has such a document, under neutral numbered names. Returns how many, and who has none."""

    # Everything is drawn before anything is written, so that a refusal leaves no half of a batch.
    each = desk.ready_each(store, order, look)
    drawn = [released(one, leave) for one in each.files]
    desk.write_each(folder, order, drawn)
    desk.note_left(store, [one.batch for one in each.files], "saved")
    return len(drawn), each.refused


def released(ready: Ready | ReadyPicture | ReadyTable, leave: Leave) -> bytes:
    """What may leave; a refusal says how to let it pass here."""
    try:
        return ready.released(**asdict(leave))
    except Refused as refusal:
        if not ready.hits or leave.insisted:
            raise
        passing = "--looked" if all(hit.may_pass for hit in ready.hits) else "--insist"
        raise Refused(f"{refusal} {passing} lets it pass.") from None


def refuse_the_rest(refused: Sequence[Unprintable]) -> None:
    """Say who was left out, and why, after the others were printed."""
    if refused:
        raise Refused(sentence(refused, others=True))


def _choices(options: Namespace) -> Choices:

    return Choices(
        theme=options.theme,
        family=options.font,
        size=options.font_size,
        spacing=options.spacing,
        paper=options.paper,
        language=options.language,
        both=options.both,
        name=options.name,
    )


def write_calendar(options: Namespace) -> None:
    """Write the dates, or the timetable of weeks, as an iCalendar file."""
    is_week = options.week is not None or bool(options.adult)
    store = open_store(options)
    try:
        if is_week:
            on, adult = options.week or store.clock.today(), options.adult
            content = week_file.export(store, on, adult=adult, weeks=options.weeks, initials=options.initials)
        else:
            content = calendar_file.export(store, initials=options.initials)
        refuse_hits([hit for hit in desk.hits_in_dates(store, content) if not (options.looked and hit.may_pass)])
        refuse_to_overwrite(options.ics, b"BEGIN:VCALENDAR", "a calendar file")
        write_whole(options.ics, content.encode("utf-8"))
        watching.left(store, "saved", "calendar")
    finally:
        store.close()
    if options.initials:
        print(calendar_file.WARNING, file=sys.stderr)
    what = "parts of the week" if is_week else "dates"
    print(f"{content.count('BEGIN:VEVENT')} {what} are written, and no name of a child.")


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
    # The SEN register lists whom the school supports, as it does in the window.
    rows = register.everyone(store, register.Criteria(status="KE") if options.document == "register" else None)
    if options.all:
        chosen = rows
    elif options.pupil is not None:
        return [one_pupil(store, options.pupil)]
    else:
        wanted = " ".join(options.class_name.split()).casefold()
        chosen = [row for row in rows if wanted and row.class_name.casefold() == wanted]
    if not chosen:
        what = "class" if options.class_name is not None else "pupil at all"
        where = "SEN register" if options.document == "register" else "roll"
        raise Refused(f"There is no such {what} on the {where}; nothing was printed. `gradesk pupils` lists everyone.")
    return [row.uuid for row in chosen]
