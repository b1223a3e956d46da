"""Damage, a failing disk and somebody else's hand are told apart, and none of them passes without a word."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.stored_file import StoredFile
from gradesk.services.custody import history, soundness, unfinished
from gradesk.services.evidence import attachments
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store.keys.key_file import KeyFile, WrongPassphrase, earlier
from gradesk.store.names import DATABASE, KEYS
from gradesk.store.refusals import ChangedOutside, Damaged
from gradesk.store.vault import Vault
from gradesk.store.work import Store
from gradesk.system import watching
from gradesk.system.clock import Clock
from gradesk.system.refusal import Refused
from tests.conftest import PASSPHRASE

PAGE = 4096
LETTER = b"%PDF-1.4\n" + bytes(range(1, 256)) * 200


def flip(path: Path, place: int) -> None:
    """Change one bit."""
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)


def test_a_kept_document_with_a_damaged_page_is_never_given_out(
    store: Store, ava: str, folder: Path, clock: Clock, tmp_path: Path
) -> None:
    """SQLCipher blanks a page that fails its check and tells only at the next one: the last of a document has none."""
    before = (folder / DATABASE).stat().st_size // PAGE
    uuid = attachments.add(store, ava, TakenIn("letter.pdf", "application/pdf", LETTER))
    store.close()
    whole = (folder / DATABASE).read_bytes()
    refused = 0
    for page in range(before, len(whole) // PAGE):
        (folder / DATABASE).write_bytes(whole)
        flip(folder / DATABASE, page * PAGE + 2000)
        try:
            damaged = opening.open_school(folder, PASSPHRASE, clock)
        except Damaged:
            continue
        assert not soundness.examine(damaged).is_sound
        out = tmp_path / "out.pdf"
        try:
            attachments.save_copy(damaged, uuid, out)
            assert out.read_bytes() == LETTER
        except Damaged as said:
            refused += 1
            assert "damaged; nothing more was written" in str(said)
        damaged.close()
    assert refused >= len(LETTER) // PAGE


def scribble(store: Store, statement: str) -> None:
    """Put into the file what no Gradesk would, past its journal: what is left of a page that was blanked."""
    with store.vault.engine.begin() as connection:
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(statement)
    store.vault.watch.note()


@pytest.mark.parametrize(
    "column, value",
    [
        ("written_at", "char(0,0,0)"),
        ("date_of_birth", "char(0,0,0)"),
        ("medical", "'half of it' || char(0,0)"),
        ("happened_on", "'2026-11-99'"),
        ("legal_surname", "CAST(x'c328' AS TEXT)"),
    ],
)
def test_a_value_that_cannot_be_is_damage_and_no_mistake_of_the_program(
    store: Store, ava: str, column: str, value: str
) -> None:
    scribble(store, f"UPDATE pupil SET {column} = {value}")
    with pytest.raises(Damaged, match="Put back your newest backup"):
        pupils.page(store, ava)
    with pytest.raises(Damaged), store.work("Change"):
        pupils.page(store, ava)


def test_a_list_that_is_none_any_more_is_damage(store: Store, ava: str) -> None:
    passports.change(store, ava, {"good_at": "drawing"})
    scribble(store, """UPDATE journal_change SET after = '{"half' WHERE kind = 'passport'""")
    with pytest.raises(Damaged):
        history.undo(store)
    with pytest.raises(Damaged):
        history.entries(store, ava)


def test_a_mistake_of_the_program_is_not_called_damage(store: Store) -> None:
    with pytest.raises(ValueError, match="invalid literal"), store.read():
        int("ours")
    with pytest.raises(ValueError, match="invalid literal"), store.work("Ours"):
        int("ours")


def test_verify_finds_a_document_with_other_bytes(store: Store, ava: str) -> None:
    attachments.add(store, ava, TakenIn("letter.pdf", "application/pdf", LETTER))
    assert soundness.examine(store).is_sound
    scribble(store, "UPDATE stored_file SET content = substr(content, 1, 40) || zeroblob(4000)")
    assert "1 kept documents or pictures are not as they were taken in" in " ".join(soundness.examine(store).problems)
    with pytest.raises(Damaged), store.read() as session:
        session.scalars(select(StoredFile)).all()


def test_damage_that_nobody_has_read_yet_is_said_from_the_quiet_hour(store: Store, ava: str, folder: Path) -> None:
    heard: list[str] = []
    store.heed(heard.append)
    store.look_over()
    assert heard == []
    store.vault.fold()
    flip(folder / DATABASE, 5 * PAGE + 100)
    store.look_over()
    assert [words.startswith("1 pages of the school’s file are damaged") for words in heard] == [True]


def test_nobody_waits_while_the_pages_are_looked_over(store: Store, ava: str, folder: Path) -> None:
    with store.vault._folding:
        for number in range(20):
            passports.change(store, ava, {"good_at": f"{number} " + "words " * 3_000})
        longest = (folder / f"{DATABASE}-wal").stat().st_size
    assert longest > 1024 * 1024
    passports.change(store, ava, {"good_at": "drawing"})
    assert (folder / f"{DATABASE}-wal").stat().st_size < longest


# --- keys ---------------------------------------------------------------------------------------------------------


def test_every_damage_of_the_key_file_is_mended_from_the_one_beside_it(folder: Path) -> None:
    good = (folder / KEYS).read_bytes()
    for place in range(0, len(good), 23):
        flip(folder / KEYS, place)
        vault = Vault.open(folder, PASSPHRASE)
        assert vault.had_damaged_keys or (folder / KEYS).read_bytes() == good
        vault.close()
        assert (folder / KEYS).read_bytes() == good


def test_damage_of_both_key_files_is_never_called_a_wrong_passphrase(folder: Path) -> None:
    good = (folder / KEYS).read_bytes()
    for place in range(0, len(good), 31):
        for path in (folder / KEYS, earlier(folder / KEYS)):
            path.write_bytes(good)
            flip(path, place)
        try:
            Vault.open(folder, PASSPHRASE).close()
        except WrongPassphrase:  # pragma: no cover (what must not be)
            pytest.fail(f"a damage at {place} was called a wrong passphrase")
        except Refused:
            continue
        assert KeyFile.read(folder / KEYS).uuid


def test_a_mended_key_file_is_told_and_verify_names_it(store: Store, folder: Path, clock: Clock) -> None:
    store.close()
    flip(folder / KEYS, 100)
    again = opening.open_school(folder, PASSPHRASE, clock)
    heard: list[str] = []
    again.heed(heard.append)
    assert ["key file was damaged" in words for words in heard] == [True]
    assert not soundness.examine(again).is_sound
    again.close()
    again = opening.open_school(folder, PASSPHRASE, clock)
    assert soundness.examine(again).is_sound and not again.notices
    again.close()


# --- the disk -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [errno.ENOMEM, errno.EMFILE, errno.EIO, errno.EACCES, errno.ENOSPC])
@pytest.mark.parametrize("place", [DATABASE, KEYS, "lock"])
def test_every_error_of_the_system_at_opening_is_a_sentence_and_no_damage(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, place: str
) -> None:
    real = Path.open

    def failing(path: Path, *arguments: Any, **named: Any) -> Any:
        if path.name == place:
            raise OSError(number, os.strerror(number))
        return real(path, *arguments, **named)

    def no_lock(*_arguments: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number))

    if place == "lock":
        monkeypatch.setattr(FileLock, "acquire", no_lock)
    else:
        monkeypatch.setattr(Path, "open", failing)
        monkeypatch.setattr(Path, "read_text", lambda path, *_a: failing(path).read())
    with pytest.raises(Refused, match="nothing was changed") as refusal:
        Vault.open(folder, PASSPHRASE)
    assert type(refusal.value) is Refused
    assert "damaged" not in str(refusal.value) and "backup" not in str(refusal.value)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access lists instead of mode bits")
def test_a_folder_found_open_to_all_is_closed_at_the_next_start(folder: Path) -> None:
    folder.chmod(0o777)
    before = os.umask(0)
    try:
        Vault.open(folder, PASSPHRASE).close()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    finally:
        os.umask(before)


# --- somebody else's hand -----------------------------------------------------------------------------------------


def _older_in_its_place(folder: Path, older: Path) -> None:
    shutil.copy(older / DATABASE, folder / "incoming")
    (folder / "incoming").replace(folder / DATABASE)


def _bytes_written_over(folder: Path, _older: Path) -> None:
    with (folder / DATABASE).open("r+b") as file:
        file.seek(5 * PAGE)
        file.write(b"scribble")


def _deleted(folder: Path, _older: Path) -> None:
    (folder / DATABASE).unlink()


def _log_deleted(folder: Path, _older: Path) -> None:
    (folder / f"{DATABASE}-wal").unlink()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody replace a file that is open")
@pytest.mark.parametrize("harm", [_older_in_its_place, _bytes_written_over, _deleted, _log_deleted])
def test_a_file_changed_from_outside_is_noticed_before_the_next_saved(
    store: Store, folder: Path, clock: Clock, tmp_path: Path, harm: Callable[[Path, Path], None]
) -> None:
    store.close()
    older = Path(shutil.copytree(folder, tmp_path / "older"))
    store = opening.open_school(folder, PASSPHRASE, clock)
    pupils.add_pupil(store, {"legal_forename": "Ava"})
    harm(folder, older)
    outside = (folder / DATABASE).read_bytes() if (folder / DATABASE).exists() else None
    for _ in range(2):
        with pytest.raises(ChangedOutside, match=r"changed from outside .* change was not kept") as refusal:
            pupils.add_pupil(store, {"legal_forename": "Bo"})
    can_be_whole = harm is not _bytes_written_over
    assert ("had kept lies in kept-" in str(refusal.value)) == can_be_whole
    assert not soundness.examine(store).is_sound
    store.close()
    [theirs] = folder.glob("outside-*")
    assert outside == ((theirs / DATABASE).read_bytes() if (theirs / DATABASE).exists() else None)
    if not can_be_whole:
        assert not list(folder.glob("kept-*"))
        return
    [kept] = folder.glob("kept-*")
    rescued = opening.open_school(kept, PASSPHRASE, clock)
    with rescued.read() as session:
        assert session.scalars(select(Pupil.legal_forename)).all() == ["Ava"]
    assert soundness.examine(rescued).is_sound
    rescued.close()


def test_a_change_larger_than_the_memory_for_pages_is_our_own_hand(store: Store, ava: str) -> None:
    """Long before it is kept, such a change is written into the log."""
    for _ in range(2):
        attachments.add(store, ava, TakenIn("letter.pdf", "application/pdf", LETTER * 300))
    assert len(attachments.attachments(store, ava)) == 2


def test_words_half_typed_are_no_hand_from_outside(store: Store, ava: str, folder: Path) -> None:
    for number in range(3):
        assert unfinished.keep(store, "here", {"form": {"words": f"half {number}"}}, {})
        pupils.change_pupil(store, ava, {"house": f"Red {number}"})
    (folder / DATABASE).touch()
    with pytest.raises(ChangedOutside):
        unfinished.keep(store, "here", {"form": {"words": "half"}}, {})


def test_where_times_say_nothing_another_file_is_still_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "TIMES_COUNT", False)
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    watch = watching.Watch((path,))
    os.utime(path, (1, 1))
    assert not watch.is_changed()
    (tmp_path / "other").write_bytes(b"54321")
    (tmp_path / "other").replace(path)
    assert watch.is_changed()


def test_nothing_can_be_attached_to_the_file(store: Store, tmp_path: Path) -> None:
    """ATTACH with an empty key would write a plain file beside the encrypted one."""
    with store.vault.engine.connect() as connection, pytest.raises(Exception, match="not authorized"):
        connection.exec_driver_sql(f"ATTACH '{tmp_path / 'plain.db'}' AS plain KEY ''")
    assert not (tmp_path / "plain.db").exists()


def test_a_disk_that_is_full_while_the_log_is_folded_in_keeps_nobody_from_going_on(
    store: Store, ava: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(Exception):
        sqlite_errorcode = 13  # SQLITE_FULL

    def no_room(_engine: object) -> None:
        raise OperationalError("PRAGMA wal_checkpoint(TRUNCATE)", None, Full())

    monkeypatch.setattr("gradesk.store.vault._LONG_LOG", 0)
    monkeypatch.setattr("gradesk.store.cipher.fold", no_room)
    for name in ("Oak", "Elm"):
        pupils.change_pupil(store, ava, {"class_name": name})
    assert pupils.page(store, ava).pupil.class_name == "Elm"
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of this kind")
def test_a_change_for_which_the_disk_had_no_room_is_not_taken_for_somebody_elses_hand(
    store: Store, ava: str, folder: Path
) -> None:
    import resource  # noqa: PLC0415 (not on Windows)

    log = folder / f"{DATABASE}-wal"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ours = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    pupils.change_pupil(store, ava, {"class_name": "Ash"})
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + PAGE, hard))
    try:
        for name in ("Oak", "Elm"):
            with pytest.raises(Refused, match="disk is full or does not answer"):
                pupils.change_pupil(store, ava, {"class_name": name})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ours)
    pupils.change_pupil(store, ava, {"class_name": "Fir"})
    assert pupils.page(store, ava).pupil.class_name == "Fir"


def test_a_long_change_that_is_refused_half_way_is_not_taken_for_somebody_elses_hand(store: Store, ava: str) -> None:
    with pytest.raises(Refused, match="half way"), store.work("Bring many in") as session:
        for _ in range(400):  # more than is held in memory
            session.add(StoredFile(content=os.urandom(90_000)))
        session.flush()
        raise Refused("Refused half way; nothing was changed.")
    pupils.change_pupil(store, ava, {"class_name": "Fir"})
    assert pupils.page(store, ava).pupil.class_name == "Fir"


def test_a_page_that_could_not_be_read_for_a_moment_is_read_again(
    store: Store, ava: str, folder: Path, clock: Clock
) -> None:
    """On a connection that met an error SQLCipher gives nothing more: the whole school would seem damaged from then on."""
    before = (folder / DATABASE).stat().st_size
    letter = attachments.add(store, ava, TakenIn("letter.pdf", "application/pdf", LETTER))
    store.close()
    store = opening.open_school(folder, PASSPHRASE, clock)
    pupils.change_pupil(store, ava, {"class_name": "Elm"})
    database, log = folder / DATABASE, (folder / f"{DATABASE}-wal").stat()
    whole, shape = database.read_bytes(), database.stat()
    database.write_bytes(whole[:before] + bytes(len(whole) - before))
    with pytest.raises(Damaged):
        attachments.save_copy(store, letter, folder / "copy.pdf")
    database.write_bytes(whole)
    os.utime(database, ns=(shape.st_atime_ns, shape.st_mtime_ns))
    attachments.save_copy(store, letter, folder / "copy.pdf")
    assert (folder / "copy.pdf").read_bytes() == LETTER
    pupils.change_pupil(store, ava, {"class_name": "Ash"})
    assert (folder / f"{DATABASE}-wal").stat().st_ino == log.st_ino
    store.close()


def test_a_file_that_cannot_be_folded_in_when_it_is_closed_is_let_go_of_all_the_same(
    store: Store, ava: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(_engine: object) -> None:
        raise MemoryError

    pupils.change_pupil(store, ava, {"class_name": "Elm"})
    monkeypatch.setattr("gradesk.store.cipher.fold", none_left)
    store.close()
    monkeypatch.undo()
    Vault.open(folder, PASSPHRASE).close()


def test_what_the_driver_calls_a_lack_of_memory_is_a_sentence(store: Store, ava: str) -> None:
    with pytest.raises(Refused, match="no memory left; this change was not kept"), store.work("Change"):
        raise MemoryError
    with pytest.raises(Refused, match="no memory left"), store.read():
        raise MemoryError


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no folder in which a file is open")
def test_a_folder_that_goes_and_comes_back_is_said_and_takes_changes_again(
    store: Store, ava: str, folder: Path, tmp_path: Path
) -> None:
    folder.rename(tmp_path / "pulled out")
    for name in ("Oak", "Elm"):
        with pytest.raises(Refused, match=r"is not there just now; .* put the stick or the folder back"):
            pupils.change_pupil(store, ava, {"class_name": name})
    assert not folder.exists()
    (tmp_path / "pulled out").rename(folder)
    pupils.change_pupil(store, ava, {"class_name": "Fir"})
    assert pupils.page(store, ava).pupil.class_name == "Fir"
