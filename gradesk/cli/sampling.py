"""The verb that proposes a sample for an inspection, and prints a folder of each."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from gradesk.cli.access import open_store
from gradesk.cli.listing import print_json
from gradesk.cli.printing import Leave, is_folder, print_each
from gradesk.documents.desk.batch import Item, Order
from gradesk.documents.press.look import USUAL
from gradesk.services.ehc import sampling
from gradesk.system.refusal import Refused


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
        count = 0
        if options.out is not None:
            out: Path = options.out.expanduser().absolute()
            out.mkdir(parents=True, exist_ok=True)
            if not is_folder(out):
                raise Refused("The folders of a sample go into a folder; nothing was printed. Name one.")
            items = tuple(Item(code, variant) for code, variant in sampling.FOLDER)
            order = Order(items, tuple(one.row.uuid for one in found))
            count, _without = print_each(store, order, USUAL, out, Leave(looked=options.looked))
    finally:
        store.close()
    if options.json:
        print_json(rows)
        return
    for row in rows:
        print("\t".join(str(row[name]) for name in ("name", "class", "for", "why")))
    if options.out is not None:
        print(f"{count} files in {options.out}.")
