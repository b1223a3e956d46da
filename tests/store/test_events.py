"""Who opened the file, looked and printed: written down whole, in order, also for a reader, and no line is altered unseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gradesk.services.custody import watching
from gradesk.services.pupils import pupils
from gradesk.services.safekeeping import ways
from gradesk.services.school import opening
from gradesk.store import cipher
from gradesk.store.keys import tries
from gradesk.store.keys.key_file import KeyFile, WrongPassphrase
from gradesk.store.keys.slots import READER
from gradesk.store.names import DATABASE, KEYS, TRIES
from gradesk.store.work import Store
from tests.conftest import PASSPHRASE


def _kinds(store: Store) -> list[str]:
    return [one.kind for one in reversed(watching.lines(store))]


def test_opening_wrong_passphrases_and_looks_are_told_in_order(store: Store, ava: str) -> None:
    folder = store.vault.folder
    store.close()
    for _ in range(3):
        with pytest.raises(WrongPassphrase):
            opening.open_school(folder, "not the one at all")
    assert (folder / TRIES).exists()
    store = opening.open_school(folder, PASSPHRASE)
    try:
        watching.viewed(store, ava)
        watching.viewed(store, ava)
        watching.left(store, "printed", "passport", (ava,))
        assert _kinds(store)[-6:] == ["wrong", "wrong", "wrong", "opened", "viewed", "printed"]
        newest, looked = watching.lines(store, limit=2)
        assert newest.words.startswith("Printed: passport of Ava ") and looked.words.startswith("Looked at Ava ")
        assert not (folder / TRIES).exists() and store.broken_seals() == 0
        assert [one.kind for one in watching.lines(store, kind="wrong")] == ["wrong"] * 3
        assert {one.kind for one in watching.lines(store, pupil_id=ava)} == {"viewed", "printed"}
    finally:
        store.close()


def test_what_is_looked_at_again_after_a_while_is_told_again(store: Store, ava: str) -> None:
    start = store.clock.now()
    for minutes in (0, 3, 9, 11, 12):
        store.note("viewed", ava, at=start + timedelta(minutes=minutes), once=True)
    assert _kinds(store).count("viewed") == 2


def test_a_reader_leaves_traces_although_they_can_change_nothing(store: Store, ava: str) -> None:
    folder = store.vault.folder
    ways.change_passphrase(store, READER, "reading is not writing at all", "reading is not writing at all")
    store.close()
    store = opening.open_school(folder, "reading is not writing at all")
    try:
        watching.viewed(store, ava)
        opened, looked = watching.lines(store, limit=2)[::-1]
        assert opened.words == "Opened the file with the passphrase for reading only" and looked.kind == "viewed"
    finally:
        store.close()


def test_what_happens_while_something_is_written_waits_for_it(store: Store, ava: str) -> None:
    with store.work("Change something"):
        watching.viewed(store, ava)
        pupils.change_pupil(store, ava, {"preferred_forename": "Avie"})
        assert "viewed" not in _kinds(store)
    assert _kinds(store)[-1] == "viewed" and store.broken_seals() == 0


def take_out(connection: Any) -> None:
    connection.execute("DELETE FROM journal_event WHERE id = 2")


def alter(connection: Any) -> None:
    connection.execute("UPDATE journal_event SET kind = 'locked' WHERE kind = 'viewed'")


def put_in(connection: Any) -> None:
    connection.execute(
        "INSERT INTO journal_event (kind, what, actor, at, run, device, seq, mac) "
        "SELECT kind, what, actor, at, run, device, seq + 1, mac FROM journal_event ORDER BY id DESC LIMIT 1"
    )


def cut_off(connection: Any) -> None:
    connection.execute("DELETE FROM journal_event WHERE seq >= 2")


def past(folder: Path, meddle: Callable[[Any], None]) -> None:
    """Change the file with the passphrase in hand, past Gradesk."""
    keys = KeyFile.best(folder / KEYS, (folder / DATABASE).read_bytes()[:16].hex())
    engine = cipher.engine(folder / DATABASE, bytearray(keys.unwrap(PASSPHRASE).key))
    raw = engine.raw_connection()
    for verb in ("update", "delete"):
        raw.driver_connection.execute(f"DROP TRIGGER journal_event_no_{verb}")
    meddle(raw.driver_connection)
    raw.commit()
    raw.close()
    engine.dispose()


@pytest.mark.parametrize("meddle", [take_out, alter, put_in, cut_off])
def test_an_event_altered_past_gradesk_shows(store: Store, ava: str, meddle: Callable[[Any], None]) -> None:
    folder = store.vault.folder
    for kind in ("viewed", "printed", "saved"):
        store.note(kind, ava, "passport")
    pupils.change_pupil(store, ava, {"preferred_forename": "Avie"})  # whose seal knows how far the events had come
    store.close()
    past(folder, meddle)
    store = opening.open_school(folder, PASSPHRASE)
    assert store.broken_seals() > 0
    store.close()


def test_that_the_newest_events_are_gone_is_told_at_opening_and_stays_found(store: Store, ava: str) -> None:
    folder = store.vault.folder
    for kind in ("viewed", "printed", "saved"):
        store.note(kind, ava, "passport")
    pupils.change_pupil(store, ava, {"preferred_forename": "Avie"})
    store.close()
    past(folder, cut_off)
    store = opening.open_school(folder, PASSPHRASE)
    assert any("newest lines of the history" in words for words in store.notices)
    pupils.change_pupil(store, ava, {"preferred_forename": "Ava"})  # which is sealed over what is left
    assert store.broken_seals() > 0
    store.close()


def test_the_note_of_wrong_passphrases_is_read_whatever_stands_in_it(store: Store, tmp_path: Any) -> None:
    for content in (b"", b"{", b'[1, null, "x"]', b"[" * 100_000, b'["2026-01-01T00:00:00"]'):
        (tmp_path / TRIES).write_bytes(content)
        assert len(tries.take(tmp_path)) <= 1 and not (tmp_path / TRIES).exists()
    for _ in range(tries.MOST + 5):
        tries.note(tmp_path, store.clock.now())
    assert len(tries.take(tmp_path)) == tries.MOST


@pytest.mark.parametrize(
    "lies_there",
    [
        "[" * 60_000,
        '["0001-01-01T00:00:00+14:00"]',
        '["9999-12-31T23:59:59-14:00"]',
        '{"a": 1}',
        '[5, "never"]',
        "\xff" * 70_000,
    ],
)
def test_whatever_lies_where_wrong_passphrases_are_noted_the_school_opens(store: Store, lies_there: str) -> None:
    folder = store.vault.folder
    store.close()
    (folder / TRIES).write_text(lies_there, "latin-1")
    with pytest.raises(WrongPassphrase):
        opening.open_school(folder, "not the one at all")
    (folder / TRIES).write_text(lies_there, "latin-1")
    store = opening.open_school(folder, PASSPHRASE)
    try:
        assert _kinds(store)[-1] == "opened" and not (folder / TRIES).exists()
    finally:
        store.close()
