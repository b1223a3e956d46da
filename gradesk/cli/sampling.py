"""The verb that proposes a sample for an inspection, and prints a folder of each."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from gradesk.cli.access import open_store
from gradesk.cli.listing import print_json
from gradesk.cli.printing import Leave, is_folder, released
from gradesk.services.ehc import sampling
from gradesk.store.work import Store
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:  # ReportLab is slow to load, and whom to choose needs none of it
    from gradesk.documents.desk import desk
    from gradesk.documents.desk.batch import Item, Order
    from gradesk.documents.press import look
else:
    desk = lazily("gradesk.documents.desk.desk")
    Item = lazily("gradesk.documents.desk.batch:Item")
    Order = lazily("gradesk.documents.desk.batch:Order")
    look = lazily("gradesk.documents.press.look")


def sample(options: Namespace) -> None:
    """Say whom, and why each fits; with `--out` print a PDF of each into a folder, under neutral names."""
    if not options.inspection:
        raise Refused("Which sample is meant? Nothing was printed. Say --inspection.")
    store = open_store(options)
    try:
        found = sampling.proposed(store, options.count)
        rows = [
            {
                "pupil": one.row.uuid,
                "name": one.row.name,
                "class": one.row.class_name,
                "for": one.criterion,
                "why": one.why,
            }
            for one in found
        ]
        count, held = 0, 0
        if options.out is not None:
            out: Path = options.out.expanduser().absolute()
            out.mkdir(parents=True, exist_ok=True)
            if not is_folder(out):
                raise Refused("The folders of a sample go into a folder; nothing was printed. Name one.")
            items = tuple(Item(code, variant) for code, variant in sampling.FOLDER)
            order = Order(items, tuple(one.row.uuid for one in found))
            count, held = _print(store, order, out, looked=options.looked)
    finally:
        store.close()
    if options.json:
        print_json(rows)
        return
    for row in rows:
        print("\t".join(str(row[name]) for name in ("name", "class", "for", "why")))
    if options.out is not None:
        print(f"{count} files in {options.out}.")
    if held:
        raise Refused(
            f"{held} of the folders may name another child and were not written; the others were. Look at them at the print "
            "desk, or say --looked."
        )


def _print(store: Store, order: Order, folder: Path, *, looked: bool) -> tuple[int, int]:
    """A file of each pupil whose pages name nobody else. Returns how many were written, and how many were held back."""
    each = desk.ready_each(store, order, look.USUAL)
    passing = [one for one in each.files if not one.hits or (looked and all(hit.may_pass for hit in one.hits))]
    desk.write_each(folder, order, [released(one, Leave(looked=looked)) for one in passing])
    desk.note_left(store, [one.batch for one in passing], "saved")
    return len(passing), len(each.files) - len(passing)
