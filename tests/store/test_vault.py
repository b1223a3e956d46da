"""The school's file opens for the right passphrase and for nothing else, and is never harmed by trying."""

from __future__ import annotations

import hashlib
import json
import signal
import sqlite3
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from gradesk.store import cipher, names, places
from gradesk.store.keys.key_file import FLOOR, KeyFile, WrongPassphrase, calibrated_cost
from gradesk.store.names import DATABASE, KEYS
from gradesk.store.refusals import AlreadyOpen, Damaged
from gradesk.store.vault import Vault
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import AS_SHIPPED, CHEAP, PASSPHRASE


def digest(folder: Path) -> dict[str, str]:
    """A digest of the database and the key file."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (DATABASE, KEYS)}


def test_the_file_is_encrypted_from_its_first_byte(folder: Path) -> None:
    raw = (folder / DATABASE).read_bytes()
    assert not raw.startswith(b"SQLite format 3")
    assert b"Fernhill" not in raw
    assert len(set(raw[:4096])) > 200


def test_no_name_reaches_the_disk_in_the_clear(store: Store, folder: Path, ava: str) -> None:
    for path in folder.iterdir():
        raw = path.read_bytes()
        for word in ("Núñez", "4 Oak", "L867200126001"):
            assert word.encode() not in raw
            assert word.encode("utf-16le") not in raw


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access lists instead of mode bits")
def test_nobody_else_on_the_laptop_may_read_the_folder(folder: Path, tmp_path: Path) -> None:
    Vault.create(tmp_path / "own", PASSPHRASE, CHEAP).close()
    own = tmp_path / "own"
    assert stat.S_IMODE(own.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in own.iterdir()} == {0o600}


def test_a_wrong_passphrase_is_a_sentence_and_changes_nothing(folder: Path) -> None:
    before = digest(folder)
    with pytest.raises(WrongPassphrase, match="does not open this file; nothing was changed"):
        Vault.open(folder, "some other words")
    assert digest(folder) == before


def test_the_same_passphrase_typed_on_another_keyboard_opens_the_file(tmp_path: Path) -> None:
    Vault.create(tmp_path / "x", "café à la crème", CHEAP).close()
    Vault.open(tmp_path / "x", "cafe\u0301 a\u0300 la cre\u0300me").close()


def test_a_second_gradesk_is_told_where_the_first_one_runs(store: Store, folder: Path) -> None:
    with pytest.raises(AlreadyOpen, match="already has this file open"):
        Vault.open(folder, PASSPHRASE)


def test_closing_lets_the_next_one_in(folder: Path) -> None:
    Vault.open(folder, PASSPHRASE).close()
    Vault.open(folder, PASSPHRASE).close()


def _plain(folder: Path) -> None:
    (folder / DATABASE).unlink()
    with closing(sqlite3.connect(folder / DATABASE)) as plain:
        plain.execute("CREATE TABLE x (y)")


def _cut(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"")


def _scrambled(folder: Path) -> None:
    raw = bytearray((folder / DATABASE).read_bytes())
    raw[100:2000] = bytes(1900)
    (folder / DATABASE).write_bytes(raw)


def _no_keys(folder: Path) -> None:
    for path in names.key_files(folder):
        path.unlink()


def _broken_keys(folder: Path) -> None:
    for path in names.key_files(folder):
        path.write_text("{}", "utf-8")


def _hostile_keys(folder: Path) -> None:
    put_keys(folder, memory=1 << 40)


def put_keys(folder: Path, **parts: object) -> None:
    """Both generations of the key file with other parts, and a checksum that fits them: damage by design."""
    keys = KeyFile.read(folder / KEYS)
    slot = {**keys.slots[0], "kdf": dict(keys.slots[0]["kdf"])}
    for name, value in parts.items():
        (slot["kdf"] if name in slot["kdf"] else slot)[name] = value
    for _ in names.key_files(folder):
        replace(keys, slots=(slot,)).write(folder / KEYS)


def _newer_keys(folder: Path) -> None:
    keys = json.loads((folder / KEYS).read_text("utf-8"))
    keys |= {"format": 99, "checksum": "of another kind"}
    (folder / KEYS).write_text(json.dumps(keys), "utf-8")


def _others_keys(folder: Path) -> None:
    Vault.create(folder / "other", PASSPHRASE, CHEAP).close()
    (folder / "other" / KEYS).replace(folder / KEYS)


def _no_database(folder: Path) -> None:
    (folder / DATABASE).unlink()


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (_plain, "plain, unencrypted database"),
        (_cut, "empty or cut short"),
        (_scrambled, "is damaged"),
        (_no_keys, "key file .* is missing"),
        (_broken_keys, "damaged or not Gradesk"),
        (_hostile_keys, "damaged or not Gradesk"),
        (_newer_keys, "newer Gradesk"),
        (_others_keys, "belongs to another school"),
        (_no_database, "is missing"),
    ],
)
def test_a_file_that_cannot_be_opened_says_why_and_is_left_alone(
    folder: Path, harm: Callable[[Path], None], sentence: str
) -> None:
    harm(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    with pytest.raises(Refused, match=sentence) as refusal:
        Vault.open(folder, PASSPHRASE)
    assert any(kept in str(refusal.value) for kept in ("nothing was changed", "left as it is", "left as it was"))
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name in before}
    assert after == before


def test_a_file_of_a_newer_gradesk_is_refused_unharmed(folder: Path) -> None:
    vault = Vault.open(folder, PASSPHRASE)
    with vault.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA user_version=99")
        connection.commit()
    vault.close()
    before = digest(folder)
    with pytest.raises(Refused, match="newer Gradesk and was left as it is"):
        Vault.open(folder, PASSPHRASE)
    assert digest(folder) == before


def test_a_file_with_other_tables_is_refused_unharmed(folder: Path) -> None:
    vault = Vault.open(folder, PASSPHRASE)
    with vault.engine.connect() as connection:
        connection.exec_driver_sql("ALTER TABLE closure_day ADD COLUMN weather TEXT")
        connection.commit()
    vault.close()
    before = digest(folder)
    with pytest.raises(Refused, match="another trial version of Gradesk and was left as it is"):
        Vault.open(folder, PASSPHRASE)
    assert digest(folder) == before


def test_setting_up_never_touches_a_file_that_is_there(folder: Path) -> None:
    before = digest(folder)
    with pytest.raises(Refused, match="lies in this folder already"):
        Vault.create(folder, "another passphrase", CHEAP)
    assert digest(folder) == before


def test_a_set_up_that_was_broken_off_does_not_stand_in_the_way(tmp_path: Path) -> None:
    own = tmp_path / "x"
    own.mkdir()
    (own / (DATABASE + ".making")).write_bytes(b"half a file")
    Vault.create(own, PASSPHRASE, CHEAP).close()
    Vault.open(own, PASSPHRASE).close()


def test_a_place_where_no_folder_can_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(Refused, match="cannot write in"):
        Vault.create(tmp_path / "file" / "school", PASSPHRASE, CHEAP)


def test_verify_finds_nothing_in_a_sound_file_and_a_changed_byte_in_another(folder: Path) -> None:
    vault = Vault.open(folder, PASSPHRASE)
    assert vault.check_pages() == []
    vault.close()
    raw = bytearray((folder / DATABASE).read_bytes())
    raw[-2000] ^= 0xFF
    (folder / DATABASE).write_bytes(raw)
    try:
        harmed = Vault.open(folder, PASSPHRASE)
    except Damaged:
        return
    assert harmed.check_pages()
    harmed.close()


def test_the_cost_of_a_guess_never_falls_below_the_floor() -> None:
    cost = calibrated_cost(seconds=0.01)
    assert cost.memory >= FLOOR.memory
    assert cost.rounds >= FLOOR.rounds


def test_the_key_never_appears_in_a_statement(folder: Path) -> None:
    key = KeyFile.read(folder / KEYS).unwrap(PASSPHRASE).key.hex()
    vault = Vault.open(folder, PASSPHRASE)
    seen: list[str] = []
    with vault.engine.connect() as connection:
        connection.connection.driver_connection.set_trace_callback(seen.append)
        connection.exec_driver_sql("SELECT count(*) FROM pupil")
    vault.close()
    assert seen
    assert not any(key in statement.lower() for statement in seen)


def test_every_connection_is_durable_and_keeps_references(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "SETTINGS", AS_SHIPPED)
    vault = Vault.open(folder, PASSPHRASE)
    with vault.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
    }
    vault.close()


@pytest.mark.parametrize(
    ("part", "value"),
    [("memory", 1), ("memory", 65536.5), ("rounds", "3"), ("salt", ""), ("nonce", ""), ("wrap", ""), ("lanes", True)],
)
def test_a_key_file_with_an_absurd_part_is_refused_with_a_sentence(folder: Path, part: str, value: object) -> None:
    put_keys(folder, **{part: value})
    with pytest.raises(Refused, match="damaged or not Gradesk’s"):
        Vault.open(folder, PASSPHRASE)


def test_a_key_file_nested_without_end_is_refused_with_a_sentence(folder: Path) -> None:
    for path in names.key_files(folder):
        path.write_text("[" * 100_000, "utf-8")
    with pytest.raises(Refused, match="damaged or not Gradesk’s"):
        Vault.open(folder, PASSPHRASE)


def test_a_disk_that_fills_while_the_file_is_made_is_said_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count=2")
        connection.exec_driver_sql("CREATE TABLE one (a)")
        connection.exec_driver_sql("CREATE TABLE two (a)")

    monkeypatch.setattr("gradesk.store.schema.migrate.create", full)
    with pytest.raises(Refused, match="is full"):
        Vault.create(tmp_path / "school", PASSPHRASE, CHEAP)
    assert not places.exists(tmp_path / "school")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of this kind")
def test_a_full_disk_is_never_called_a_damaged_file(folder: Path) -> None:
    """SQLite says "disk I/O error" when its index of the log finds no room; a backup put back would not help."""
    import resource  # noqa: PLC0415 (not on Windows)

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before, ours = digest(folder), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(Refused, match=r"disk of .* is full or does not answer; nothing was changed") as refusal:
            Vault.open(folder, PASSPHRASE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ours)
    assert not isinstance(refusal.value, Damaged)
    assert digest(folder) == before


def test_a_file_that_was_locked_is_not_taken_for_a_damaged_one(store: Store) -> None:
    engine, folder = store.vault.engine, store.vault.folder
    store.close()
    with pytest.raises(Refused, match="Gradesk is locked"):
        engine.connect()
    assert places.exists(folder)
