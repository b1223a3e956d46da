"""Who can open the school's file: the SENCO, a second holder, whoever may only read, and the recovery sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gradesk.services.safekeeping import backups
from gradesk.services.school import before
from gradesk.store import rekeying
from gradesk.store.keys import recovery_code
from gradesk.store.keys.key_file import KeyFile, WrongPassphrase
from gradesk.store.keys.slots import READER, SECOND, SENCO, SHEET
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

ASKED_AGAIN = timedelta(days=365)  # after which it is asked whether the sheet is still where it was
TYPED_BACK = (3, 7)  # the groups of a code that are typed back, counted from one

NAMES: Mapping[str, str] = {
    SENCO: "SENCO",
    SECOND: "Second holder",
    READER: "Reading only",
    SHEET: "Recovery sheet",
}


@dataclass(frozen=True)
class Way:
    """One way of opening the file: whose, and since when; None while there is none."""

    holder: str
    since: date | None

    @property
    def name(self) -> str:
        """What people call it."""
        return NAMES[self.holder]


def ways(store: Store) -> list[Way]:
    """All ways there can be, in their order."""
    assert store.vault.keys is not None
    known = store.vault.keys.holders
    return [Way(holder, known.get(holder)) for holder in NAMES]


def change_passphrase(store: Store, holder: str, passphrase: str, again: str) -> None:
    """Give a holder a passphrase, or another one; the records stay as they are, so it takes a moment only.

    Raises:
        Refused: it is weak, typed differently, or somebody else's already.
    """
    _refuse_reading(store)
    found = before.strength(passphrase)
    if not found.good:
        raise Refused(f"The passphrase is {found.words.removeprefix('Strength: ')} Nothing was changed.")
    if passphrase != again:
        raise Refused("The two passphrases are not the same, so nothing was changed. Type the second one again.")
    if (other := _holder_of(store, passphrase)) not in (None, holder):
        raise Refused(
            f"This passphrase is in use already ({NAMES[str(other)]}), so nothing was changed. Choose another."
        )
    today = store.clock.today()
    _rewrap(store, holder, lambda keys, key: keys.with_passphrase(key, holder, passphrase, today))


def take_away(store: Store, holder: str) -> None:
    """From now on this way opens the file no more. Backups that were made before still know it."""
    _refuse_reading(store)
    if holder == SENCO:
        raise Refused("The SENCO’s own passphrase cannot be taken away, only changed; nothing was changed.")
    _rewrap(store, holder, lambda keys, _key: keys.without(holder))


def new_code() -> str:
    """A code for a recovery sheet; it opens nothing before it is typed back."""
    return recovery_code.make()


def groups(code: str) -> tuple[str, ...]:
    """The groups of a code, as they stand on the sheet."""
    return recovery_code.groups(code)


def use_code(store: Store, code: str, typed: str) -> None:
    """Let a code open the file from now on; the sheet before opens nothing any more.

    Raises:
        Refused: the groups typed back are not those of the code.
    """
    _refuse_reading(store)
    _refuse_other_groups(code, typed)
    today = store.clock.today()
    _rewrap(store, SHEET, lambda keys, key: keys.with_code(key, code, today))


def check_sheet(store: Store, typed: str) -> None:
    """Find out whether a sheet is the one that opens this file; once a year is asked for it.

    Raises:
        Refused: it is not, or was typed wrongly.
    """
    assert store.vault.keys is not None
    if store.vault.keys.unwrap_code(typed) is None:
        raise WrongPassphrase(
            "That is the code of another recovery sheet, or of an older one; nothing was changed. Look for the newest "
            "sheet, or make a new one."
        )


def replace_key(store: Store, passphrase: str, code: str, typed: str) -> None:
    """Write the file anew under a new key, opened by this passphrase and a new sheet, and end this store; see `rekeying`."""
    _refuse_reading(store)
    _refuse_other_groups(code, typed)
    backups.want_anew(store)
    store.end(lambda: rekeying.replace_key(store.vault, passphrase, code, store.clock.today()))


def _rewrap(store: Store, holder: str, change: Callable[[KeyFile, bytes], KeyFile]) -> None:
    store.vault.rewrap(change)
    store.note("ways", what=holder)
    backups.want_anew(store)


def _refuse_other_groups(code: str, typed: str) -> None:
    wanted = "".join(groups(code)[place - 1] for place in TYPED_BACK)
    if recovery_code.plain(typed) != wanted:
        first, second = TYPED_BACK
        raise Refused(
            f"Groups {first} and {second} of the sheet are not what was typed, so nothing was changed. Look at the printed "
            "sheet and type them again."
        )


def _holder_of(store: Store, passphrase: str) -> str | None:
    assert store.vault.keys is not None
    try:
        return store.vault.keys.unwrap(passphrase).holder
    except Refused:
        return None


def _refuse_reading(store: Store) -> None:
    if store.vault.is_reading:
        raise Refused("Who may only read changes no passphrase; nothing was changed. Open it with the SENCO’s.")
