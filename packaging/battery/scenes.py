"""What makes or remakes a whole file: setting a school up, putting a backup back, a new key, an upgrade, an erasure.

Each may be broken off anywhere.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import deeds
import older
from support import CHEAP, PASSPHRASE, settled_in

from gradesk.services.custody import erasing
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.safekeeping import restoring
from gradesk.services.school import opening
from gradesk.store import places, rekeying
from gradesk.store.backups import backup
from gradesk.store.keys import recovery_code
from gradesk.store.keys.key_file import WrongPassphrase
from gradesk.store.names import BEFORE, DATABASE, UPGRADING
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused

ERASED_WORD = "Zzyzxwort"


@dataclass(frozen=True)
class Scene:
    """One of them: how it is set, what is done, and what is wrong with what lies there afterwards."""

    name: str
    set_up: Callable[[Path], Path]
    act: Callable[[Path], None]
    wrong: Callable[[Path, Path, bool], list[str]]  # the home, how it was set, whether the end was told


def made_anew(made: Path) -> Path:
    """An empty folder."""
    home = made.with_name(deeds.RUN)
    shutil.rmtree(home, ignore_errors=True)
    (home / deeds.SCHOOL).mkdir(parents=True)
    return home


def set_a_school_up(home: Path) -> None:
    """As the window does."""
    with settled_in(home), deeds.named_in_turn(0):
        store = opening.make_school(
            home / deeds.SCHOOL, "Fernhill", PASSPHRASE, fixed_clock(deeds.TODAY), practice=True, cost=CHEAP
        )
        store.close()


def not_set_up(home: Path, _made: Path, told: bool) -> list[str]:
    """It is whole, or counts for nothing and is made anew."""
    folder = home / deeds.SCHOOL
    if not places.exists(folder):
        if told:
            return ["a school that was told as made is not there"]
        try:
            set_a_school_up(home)
        except Refused as refused:
            return [f"after it was broken off no school can be made there: {refused}"]
    return _wrong_with(home, folder, None, PASSPHRASE)


def with_a_school(made: Path) -> Path:
    """A school with pupils."""
    return deeds.copied(made)


def give_a_new_key(home: Path) -> None:
    """All of it written under another key."""
    with settled_in(home):
        store = opening.open_school(home / deeds.SCHOOL, PASSPHRASE, fixed_clock(deeds.TODAY))
        rekeying.replace_key(store.vault, PASSPHRASE, _code(), deeds.TODAY, CHEAP)
        store.vault.close()


def not_rekeyed(home: Path, made: Path, _told: bool) -> list[str]:
    """The file of before or the one under the new key, with the keys that open it."""
    return _wrong_with(home, home / deeds.SCHOOL, _digest(made), PASSPHRASE)


def with_a_backup(made: Path) -> Path:
    """A school and a backup of it."""
    home = deeds.copied(made)
    source = made.parent / "source"
    if not source.exists():
        with settled_in(home):
            store = opening.open_school(home / deeds.SCHOOL, PASSPHRASE, fixed_clock(deeds.TODAY))
            backup.make(store.vault, source)
            store.close()
        home = deeds.copied(made)
    shutil.copytree(source, home / deeds.BACKUPS)
    return home


def put_it_back(home: Path) -> None:
    """Into a new folder."""
    with settled_in(home), deeds.named_in_turn(77):  # no other copy has the name of this one
        restoring.restore(home / deeds.BACKUPS, home / "back", PASSPHRASE).store.close()


def not_put_back(home: Path, made: Path, told: bool) -> list[str]:
    """It lies there whole, or it can be put into another folder; the backup and the school are as they were."""
    found = _wrong_with(home, home / deeds.SCHOOL, _digest(made), PASSPHRASE)
    back, wanted = home / "back", _digest(made)
    if places.exists(back):
        return found + _wrong_with(home, back, wanted, PASSPHRASE, is_copy=True)
    if told:
        found.append("a backup that was told as put back is not there")
    with settled_in(home):
        try:
            store = restoring.restore(home / deeds.BACKUPS, home / "elsewhere", PASSPHRASE).store
        except Refused as refused:
            return [*found, f"it cannot be put back any more: {refused}"]
        if deeds.digest_of(store) != wanted:
            found.append("what was put back is not what was backed up")
        store.close()
    return found


def with_an_older_file(made: Path) -> Path:
    """A school whose file an older Gradesk has made."""
    home = deeds.copied(made)
    with settled_in(home):
        older.make_older(home / deeds.SCHOOL, PASSPHRASE)
    return home


def bring_it_up(home: Path) -> None:
    """By opening it with the newer one."""
    with settled_in(home), older.newer_gradesk(home.parent):
        _open(home / deeds.SCHOOL, PASSPHRASE).close()


def not_brought_up(home: Path, made: Path, _told: bool) -> list[str]:
    """The newer Gradesk opens it, and it holds what it held."""
    with older.newer_gradesk(home.parent):
        found = _wrong_with(home, home / deeds.SCHOOL, _digest(made), PASSPHRASE)
    return found + [f"{path.name} was left" for path in (home / deeds.SCHOOL).glob(f"{UPGRADING}*")]


def with_somebody_to_erase(made: Path) -> Path:
    """A school in which much is known of somebody who is to be erased, and a backup of before."""
    home = deeds.copied(made)
    source = made.parent / "to-erase"
    if not source.exists():
        with settled_in(home), deeds.named_in_turn(5):
            store = _open(home / deeds.SCHOOL, PASSPHRASE)
            one = deeds.everybody(store)[0]
            pupils.change_pupil(store, one, {"medical": f"{ERASED_WORD} and wasps", "house": ERASED_WORD})
            # As it would lie there a few days after an upgrade.
            shutil.copyfile(home / deeds.SCHOOL / DATABASE, home / deeds.SCHOOL / f"{BEFORE}2")
            passports.change(store, one, {"good_at": f"drawing {ERASED_WORD}"})
            store.close()
        shutil.copytree(home, source)
    shutil.rmtree(home)
    shutil.copytree(source, home)
    return home


def erase_somebody(home: Path) -> None:
    """All about one pupil, for good."""
    with settled_in(home), deeds.named_in_turn(6):
        store = _open(home / deeds.SCHOOL, PASSPHRASE)
        erasing.erase(store, deeds.everybody(store)[0], "retention")
        store.close()


def not_erased(home: Path, made: Path, told: bool) -> list[str]:
    """All of the pupil is there or nothing; once it was told, nothing, and the journal is whole either way."""
    del made
    found = _wrong_with(home, home / deeds.SCHOOL, None, PASSPHRASE)
    with settled_in(home):
        store = _open(home / deeds.SCHOOL, PASSPHRASE)
        try:
            there = len(deeds.everybody(store))
            if there not in (2, 3) or (told and there == 3):
                found.append(f"{there} pupils of 3 are there")
            if store.broken_seals():
                found.append("seals of the journal are broken")
            if there == 2 and ERASED_WORD in _all_words(store):
                found.append("words about who was erased are still there")
            if told and list((home / deeds.SCHOOL).glob(f"{BEFORE}*")):
                found.append("the file of before an upgrade still holds who was erased")
        finally:
            store.close()
    return found


def _all_words(store: Store) -> str:
    with store.read() as session:
        connection = session.connection()
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").scalars().all()
        return repr([connection.exec_driver_sql(f'SELECT * FROM "{table}"').fetchall() for table in tables])


SCENES = (
    Scene("setting a school up", made_anew, set_a_school_up, not_set_up),
    Scene("a new key", with_a_school, give_a_new_key, not_rekeyed),
    Scene("putting a backup back", with_a_backup, put_it_back, not_put_back),
    Scene("an upgrade", with_an_older_file, bring_it_up, not_brought_up),
    Scene("erasing somebody", with_somebody_to_erase, erase_somebody, not_erased),
)
_digests: dict[Path, str] = {}


def _digest(made: Path) -> str:
    if made not in _digests:
        before = made.with_name(deeds.RUN)
        aside = made.with_name("aside")
        shutil.rmtree(aside, ignore_errors=True)
        before.rename(aside)
        home = deeds.copied(made)
        with settled_in(home):
            store = _open(home / deeds.SCHOOL, PASSPHRASE)
            _digests[made] = deeds.digest_of(store)
            store.close()
        shutil.rmtree(home)
        aside.rename(before)
    return _digests[made]


def _wrong_with(home: Path, folder: Path, digest: str | None, passphrase: str, *, is_copy: bool = False) -> list[str]:
    with settled_in(home):
        try:
            store = _open(folder, passphrase)
        except WrongPassphrase:
            return ["the passphrase that opened it opens it no more"]
        except Refused as refused:
            return [f"it does not open: {refused}"]
        try:
            found = [f"its pages: {one}" for one in store.check_pages()]
            if digest is not None and deeds.digest_of(store) != digest:
                found.append("it does not hold what it held")
            if store.copy.doubt is not None and not is_copy:
                found.append(f"the laptop does not know its own file: {store.copy.doubt.words}")
            if list(folder.glob("*.rekeyed")) or list(folder.glob("backup.scratch-*")):
                found.append("what was broken off was not cleared away")
            return found
        finally:
            store.close()


def _open(folder: Path, passphrase: str) -> Store:
    return opening.open_school(folder, passphrase, fixed_clock(deeds.TODAY))


def _code() -> str:

    return recovery_code.make()
