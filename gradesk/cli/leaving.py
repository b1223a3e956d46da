"""The verbs `export` and `rebuild`."""

from __future__ import annotations

import sys
from argparse import Namespace

from gradesk.cli.access import new_passphrase, open_store
from gradesk.services.safekeeping import exporting, rebuilding
from gradesk.services.school import before
from gradesk.system.refusal import Refused


def export(options: Namespace) -> None:
    """Write everything of the school as open files."""
    out = options.out.expanduser().absolute()
    exporting.refuse_full(out)
    store = open_store(options)
    try:
        made = exporting.export(store, out)
    finally:
        store.close()
    print(
        f"{made.records:,} records and {made.files:,} pictures and documents lie in {out} as open files.\n"
        f"Digest of the school’s records: {made.digest}"
    )
    print("NOTHING THERE IS ENCRYPTED: whoever has this folder reads every word about every child.", file=sys.stderr)


def rebuild(options: Namespace) -> None:
    """Build an equal school from open files."""
    source, to = options.source.expanduser().absolute(), options.to.expanduser().absolute()
    if not source.is_dir():
        raise Refused(f"There is no folder {source}; no school was made. Name the folder of an export.")
    first, second = new_passphrase(options)
    if risk := before.risk(to):
        if not options.anywhere:
            raise Refused(f"No school was made. {risk} To put it there all the same, say --anywhere.")
        before.accept_risk(to)
    made = rebuilding.rebuild(source, to, first, second)
    print(
        f"{made.records:,} records and {made.files:,} pictures and documents lie in {to}; they were compared and are equal. The "
        f"history begins anew.\nDigest of the school’s records: {made.digest}"
    )
