"""The verb `demo`: the practice school, its passports on paper, and then the window."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from gradesk.cli import printing
from gradesk.practice import making, marker
from gradesk.services.pupils import register
from gradesk.services.school import school
from gradesk.store.work import Store
from gradesk.system.files import write_whole
from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    from gradesk.documents.desk import desk
    from gradesk.documents.desk.batch import Item, Order
    from gradesk.documents.press import look
else:
    desk = lazily("gradesk.documents.desk.desk")
    Item = lazily("gradesk.documents.desk.batch:Item")
    Order = lazily("gradesk.documents.desk.batch:Order")
    look = lazily("gradesk.documents.press.look")

_EVERY = 20  # pupils between two counts


def practice_folder(options: Namespace) -> Path:
    """Where the practice school of this command lies."""
    named: Path | None = getattr(options, "data", None)
    return named.expanduser().absolute() if named is not None else making.usual_folder()


def demo(options: Namespace) -> None:
    """Build the practice school if it is not there yet, and print its passports."""
    folder = practice_folder(options)
    opened = making.open_or_make(folder, options.pupils, options.seed, progress=_count)
    try:
        card = school.card(opened.store)
        count = register.count(opened.store, register.Criteria())
        done = "Built the practice school" if opened.is_new else "Found the practice school"
        print(f"{done} “{card.name}” with {count} invented pupils in {folder}.")
        out = options.out.expanduser().absolute() if options.out else folder / "passports"
        printed = _print_passports(opened.store, out)
        print(f"Printed {printed} passports, one each and all in one file, into {out}.")
        print(f"Its passphrase is: {marker.PASSPHRASE}", flush=True)
    finally:
        opened.store.close()


def has_display() -> bool:
    """Whether a window can be shown; only Linux can be without."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _print_passports(store: Store, out: Path) -> int:

    order = Order((Item("passport"),), tuple(row.uuid for row in register.everyone(store)))
    whole = out / "all-passports.pdf"
    printing.refuse_to_overwrite(whole)
    # The invented friends in these passports are classmates; nobody real is named.
    count, _ = printing.print_each(store, order, look.USUAL, out, printing.Leave(looked=True))
    write_whole(whole, desk.ready(store, order, look.USUAL).released(looked=True))
    return count


def _count(done: int, total: int) -> None:
    if sys.stderr.isatty() and (done % _EVERY == 0 or done == total):
        print(f"\r{done:,} of {total:,} pupils", end="\n" if done == total else "", file=sys.stderr, flush=True)
