"""Opening the school's file, and the passphrase for it."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from pathlib import Path

from gradesk.cli.where import data_folder
from gradesk.practice import marker
from gradesk.services.pupils import register
from gradesk.services.school import before, opening
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

VARIABLE = "GRADESK_PASSPHRASE"
FILE_VARIABLE = "GRADESK_FILE_PASSWORD"  # of a protected copy: another person gets to know it


# The verbs that list whom they find, with names and words; what is printed or written into a file is told by itself.
NAMING = frozenset(
    (
        "pupils",
        "meetings",
        "actions",
        "due",
        "provision",
        "timetable",
        "leavers",
        "referrals",
        "clocks",
        "ehc",
        "sample",
    )
)


def open_store(options: Namespace) -> Store:
    """Open the school's file with the passphrase from wherever it comes."""
    folder = data_folder(options)
    if not before.is_set_up(folder):
        # Before asking for a passphrase that would open nothing.
        raise Refused(f"There is no school’s file in {folder}; nothing was changed. Name its folder with --data.")
    if risk := before.risk(folder):
        print(risk, file=sys.stderr)
    store = opening.open_school(folder, passphrase(options, folder))
    store.heed(lambda words: print(words, file=sys.stderr))
    _say_which(store, options)
    if (verb := str(getattr(options, "verb", ""))) in NAMING:
        store.note("listed", what=verb)
    return store


def _say_which(store: Store, options: Namespace) -> None:
    """Answer for a file that may be a copy, as the options say."""
    if store.copy.doubt is None:
        return
    if getattr(options, "same_file", False):
        if not store.copy.doubt.can_be_passed_on:
            store.close()
            raise Refused(f"{store.copy.doubt.words} Nothing was changed. To go on with it, say --new-copy.")
        opening.go_on(store, is_passed_on=True)
    elif getattr(options, "new_copy", False):
        opening.go_on(store)


def passphrase(options: Namespace, folder: Path) -> str:
    """The passphrase: from the named file, the environment, the practice school's own, or typed at the terminal."""
    given = _given(options)
    if given is not None:
        return given
    if marker.is_practice(folder):
        return marker.PASSPHRASE
    return _typed("Passphrase: ")


def file_password() -> str:
    """The password of a protected copy: from the environment, or typed twice at the terminal; never an argument."""
    given = os.environ.get(FILE_VARIABLE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused(f"No password for the file was given; nothing was printed. Set {FILE_VARIABLE}.")
    first, again = getpass.getpass("Password of the file: "), getpass.getpass("The same again: ")
    if first != again:
        raise Refused("The two passwords differ; nothing was printed. Try again.")
    return first


def new_passphrase(options: Namespace) -> tuple[str, str]:
    """A passphrase for a new file, twice; only the terminal is asked twice."""
    given = _given(options)
    if given is not None:
        return given, given
    return _typed("Passphrase: "), _typed("The same again: ")


def _given(options: Namespace) -> str | None:
    path: Path | None = getattr(options, "passphrase_file", None)
    if path is not None:
        try:
            lines = path.read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            raise Refused(f"The passphrase file {path} cannot be read; nothing was changed. Check its name.") from None
        if not lines or not lines[0]:
            raise Refused(
                f"The passphrase file {path} is empty; nothing was changed. Put the passphrase in its first line."
            )
        return lines[0]
    return os.environ.get(VARIABLE)


def _typed(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise Refused(
            f"No passphrase was given and there is no terminal to ask at; nothing was changed. "
            f"Set {VARIABLE} or name a file with --passphrase-file."
        )
    return getpass.getpass(prompt)


def one_pupil(store: Store, named: str) -> str:
    """The uuid of the pupil on the roll whom a UPN or uuid names; refuses none and two."""
    wanted = named.strip().casefold()
    rows = register.everyone(store)
    chosen = [row for row in rows if wanted and wanted in (row.uuid.casefold(), row.upn.casefold())]
    if len(chosen) > 1:
        raise Refused("Two pupils have this UPN; nothing was done. Name one by the uuid that `pupils --json` gives.")
    if not chosen:
        raise Refused("There is no such pupil on the roll; nothing was done. `gradesk pupils` lists everyone.")
    return chosen[0].uuid
