"""The verbs `export`, `rebuild`, `leavers` and `erase`."""

from __future__ import annotations

import sys
from argparse import Namespace

from gradesk.cli.access import new_passphrase, open_store
from gradesk.cli.listing import print_json
from gradesk.services.pupils import leaving
from gradesk.services.safekeeping import erasing, exporting, rebuilding
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


def show_leavers(options: Namespace) -> None:
    """List who left; first who is to be decided on."""
    store = open_store(options)
    try:
        found, today = leaving.leavers(store), store.clock.today()
    finally:
        store.close()
    if options.json:
        print_json([
            {
                "uuid": one.uuid, "name": one.name, "left_on": one.left_on.isoformat(), "why": one.why,
                "keep_until": one.keep_until.isoformat() if one.keep_until else None, "is_due": one.is_due(today),
                "is_held": one.hold is not None,
            }
            for one in found
        ])  # fmt: skip
        return
    for one in found:
        due = "DECIDE  " if one.is_due(today) else "HELD    " if one.hold is not None else "        "
        until = f"{one.look_on:%d/%m/%Y}" if one.look_on else "?"
        print(f"{due}{one.uuid}  left {one.left_on:%d/%m/%Y}  until {until}  {one.name}  ({one.why})")
    if not found:
        print("Nobody has left yet.")


def erase(options: Namespace) -> None:
    """Say what of a pupil would go, or erase the pupil for good."""
    store = open_store(options)
    try:
        if not options.yes:
            erasing.is_on_roll(store, options.pupil)
            words = erasing.refusal(store, options.pupil)
            for line in erasing.said(erasing.foresee(store, options.pupil)):
                print(line)
            print(words or "Nothing was erased; --yes does it, and nothing brings the pupil back.")
            return
        number = erasing.erase(
            store, options.pupil, options.reason, options.note, although_on_roll=options.although_on_roll
        )
        old = erasing.older_backups(store)
    finally:
        store.close()
    print(f"Erased for good; certificate no. {number} stays.")
    for kept in old:
        print(f"{kept.path} was made before and still holds the pupil.")
