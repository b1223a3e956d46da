"""Printing a bundle: what is missing and held back is said first, and nothing half made is ever written."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from gradesk.cli.access import one_pupil, open_store
from gradesk.services.paper import purposes
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:  # ReportLab is slow to load, and other verbs need none
    from gradesk.documents.desk.bundle import gathering, handing
    from gradesk.documents.press import look
else:
    gathering = lazily("gradesk.documents.desk.bundle.gathering")
    handing = lazily("gradesk.documents.desk.bundle.handing")
    look = lazily("gradesk.documents.press.look")


def print_bundle(options: Namespace) -> None:
    """Put a bundle for `--purpose` together about one pupil, into one PDF."""
    if not options.purpose:
        known = ", ".join(one.code for one in purposes.purposes())
        raise Refused(f"What is the bundle for? Nothing was made. Say --purpose with one of: {known}.")
    if options.pupil is None:
        raise Refused("A bundle is about one pupil; nothing was made. Say --pupil.")
    out: Path = options.out.expanduser().absolute()
    store = open_store(options)
    try:
        found = gathering.gather(store, options.purpose, one_pupil(store, options.pupil), look.USUAL)
        for words in handing.to_know(found):
            print(words, file=sys.stderr)
        handing.save(store, found, out, looked=options.looked, insisted=options.insist)
    finally:
        store.close()
    print(f"Printed into {out}.")
