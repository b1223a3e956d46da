"""The verbs `backup`, `drill`, `restore` and `rescue`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from gradesk.cli.access import open_store, passphrase
from gradesk.services.pupils import register
from gradesk.services.safekeeping import backups, rescuing, restoring
from gradesk.services.school import before
from gradesk.system.refusal import Refused


class CouldNot(Refused):
    """It could not be found out whether a backup is sound; told apart by the exit code."""


def back_up(options: Namespace) -> None:
    """Make and prove a backup in a folder, or in every place that is known."""
    store = open_store(options)
    try:
        made = backups.make(store, options.to.expanduser().absolute() if options.to is not None else None)
    finally:
        store.close()
    if not made:
        raise Refused("No place for backups is known here, so none was made. Name a folder with --to.")
    for one in made:
        if one.path is not None:
            print(f"{one.path} was made, read back, restored aside and compared row by row: it is equal.")
    if troubles := [one.trouble for one in made if one.trouble]:
        raise Refused(" ".join(troubles))


def drill(options: Namespace) -> None:
    """Restore the newest backup of each place aside and compare it."""
    try:
        store = open_store(options)
    except Refused as refused:
        raise CouldNot(str(refused)) from refused
    try:
        tried = backups.drill(store, options.source.expanduser().absolute() if options.source is not None else None)
    finally:
        store.close()
    for one in tried:
        if one.path is not None and not one.trouble:
            print(f"{one.path} was restored aside and compared row by row: it is equal.")
    if wrong := [one.trouble for one in tried if one.trouble and one.path is not None]:
        raise Refused(" ".join(wrong))
    if not tried or any(one.path is None for one in tried):
        words = " ".join(one.trouble for one in tried)
        raise CouldNot(words or "No place for backups is known here, so none was tried. Name a folder with --from.")


def restore(options: Namespace) -> None:
    """Put a backup into a new folder."""
    source, to = options.source.expanduser().absolute(), options.to.expanduser().absolute()
    if not source.exists():
        raise Refused(f"There is no {source}; nothing was changed. Name a backup, or the folder they lie in.")
    if risk := before.risk(to):
        if not options.anywhere:
            raise Refused(f"Nothing was put back. {risk} To put it there all the same, say --anywhere.")
        before.accept_risk(to)
    found = restoring.restore(source, to, passphrase(options, Path(to)))
    try:
        count = register.count(found.store, register.Criteria())
    finally:
        found.store.close()
    for words in dict.fromkeys(found.passed_over):
        print(words)
    if found.erased:
        print(f"Erased again, as they had been since it was made: {found.erased:,} of its pupils.")
    print(
        f"{found.source.name}, made on {found.made_at.astimezone():%d/%m/%Y at %H:%M}, lies in {to} with {count:,} pupils on the "
        "roll. It is a copy of its own: what is written in one does not appear in the other."
    )


def rescue(options: Namespace) -> None:
    """Read a damaged file or backup as far as it goes, and write open formats."""
    source, out = options.source.expanduser().absolute(), options.out.expanduser().absolute()
    if not source.exists():
        raise Refused(f"There is no {source}; nothing was written. Name a school’s folder, its file or a backup.")
    found = rescuing.rescue(source, out, passphrase(options, Path(out)))
    count = sum(found.read.values())
    print(
        f"{count:,} records of {sum(map(bool, found.read.values()))} kinds were read into {out}. NOTHING THERE IS ENCRYPTED."
    )
    if found.lost:
        lost = ", ".join(f"{number:,} of {table}" for table, number in sorted(found.lost.items()))
        print(f"Could not be read: {lost}.")
