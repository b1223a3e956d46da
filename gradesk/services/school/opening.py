"""Setting up a school's file and opening it: the first thing any face of Gradesk does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from gradesk.services.custody import erasing, watching
from gradesk.services.school import school, staff
from gradesk.store.keys import tries
from gradesk.store.keys.key_file import WrongPassphrase
from gradesk.store.keys.slots import KdfCost
from gradesk.store.vault import Vault
from gradesk.store.work import Store
from gradesk.system.clock import Clock
from gradesk.system.kept.erasures import Mark
from gradesk.system.refusal import Refused

FIRST_WEEKS = timedelta(weeks=6)  # about half a term, after which every rule of Today asks


def make_school(
    folder: Path,
    name: str,
    passphrase: str,
    clock: Clock | None = None,
    *,
    practice: bool = False,
    cost: KdfCost | None = None,
) -> Store:
    """Make a school's file and open it, whole or not at all. `cost` is only for files without real children in them."""

    runs = []

    def fill(vault: Vault) -> None:
        store = Store(vault, clock)
        runs.append(store.run)
        begins = None if practice else store.clock.today() + FIRST_WEEKS
        school.set_up(store, name, practice=practice, years_back=2, rules_from=begins)

    store = Store(Vault.create(folder, passphrase, cost, fill, (clock or Clock()).today()), clock)
    if practice:
        store.run = runs[0]  # what is put into a practice school next is part of its making, and is not undone
    return store


def open_school(folder: Path, passphrase: str, clock: Clock | None = None, *, is_guess: bool = True) -> Store:
    """Open a school's file; every reason not to is a `Refused`. A wrong passphrase that somebody typed is written down."""
    try:
        vault = Vault.open(folder, passphrase)
    except WrongPassphrase:
        if is_guess:
            tries.note(folder, (clock or Clock()).now())
        raise
    try:
        store = Store(vault, clock)
        store.actor = watching.ACTORS.get(vault.holder) or staff.senco(store) or store.actor
        watching.opened(store, folder)
        _keep_erased(store)
    except BaseException:
        vault.close()
        raise
    return store


def go_on(store: Store, *, is_passed_on: bool = False, known: Iterable[Mark] = ()) -> int:
    """Go on with a copy as `Store.become_another` says; returns how many pupils who were erased stood in it, and are gone again.

    `known` are marks of erasures that somebody knows of beside this laptop, as from a newer backup.
    """
    store.become_another(is_passed_on=is_passed_on)
    return erasing.again(store, known)


def _keep_erased(store: Store) -> None:
    """Who was erased stays so, also where an older database lies in the folder."""
    try:
        count = erasing.again(store)
    except Refused as refused:
        store.notices.append(
            f"Somebody who was erased stands in this older copy and could not be erased again. {refused}"
        )
        return
    if elsewhere := erasing.erased_elsewhere(store):
        store.notices.append(
            f"In another copy of this school {elsewhere} {'pupil was' if elsewhere == 1 else 'pupils were'} erased who "
            f"{'stands' if elsewhere == 1 else 'stand'} here still, so nothing was changed. Erase them here too, if they are to "
            "go: School, Leavers."
        )
    if count:
        store.notices.append(
            f"This is an older copy: {count} {'pupil' if count == 1 else 'pupils'} who had been erased stood in it, and "
            f"{'was' if count == 1 else 'were'} erased again."
        )


def is_its_passphrase(store: Store, passphrase: str) -> bool:
    """Whether a passphrase is the one of a file that is open; takes as long as opening it does."""
    return store.vault.is_opened_by(passphrase)


def try_passphrase(folder: Path, passphrase: str) -> Store | str:
    """Open a school's file, or say that the passphrase is wrong; every other reason not to is a `Refused`."""
    try:
        return open_school(folder, passphrase)
    except WrongPassphrase as wrong:
        return str(wrong)
