"""What is asked of every file is asked once of an empty one in memory, and nothing of that is in any file."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from gradesk.services.pupils import register
from gradesk.services.school import opening
from gradesk.services.today import due, rehearsing
from gradesk.store import cipher
from tests.conftest import PASSPHRASE, Asked


def test_what_was_rehearsed_is_known_of_every_file_and_leads_to_the_file_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "_rehearsed", {})
    monkeypatch.setattr(cipher, "Asked", Asked)
    before = sorted(path.name for path in folder.iterdir())
    rehearsing.rehearse()
    assert sorted(path.name for path in folder.iterdir()) == before
    anew: list[bool] = []
    store = opening.open_school(folder, PASSPHRASE)
    try:
        event.listen(
            store.vault.engine,
            "before_cursor_execute",
            lambda _conn, _cursor, _said, _given, context, _many: anew.append(context.cache_hit.name == "CACHE_MISS"),
        )
        assert due.due(store) == []  # nobody of the rehearsal is there
        due.due(store, only_first=40)
        assert len(anew) > 40 and not any(anew)
        assert store.vault.engine.pool.checkedin() == 1  # each further one would read the whole schema again
    finally:
        store.close()


def test_what_one_file_was_asked_goes_with_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "_rehearsed", {})
    monkeypatch.setattr(cipher, "Asked", Asked)
    rehearsing.rehearse()
    known = len(cipher._rehearsed)
    store = opening.open_school(folder, PASSPHRASE)
    asked = store.vault.engine.get_execution_options()["compiled_cache"]
    register.count(store, register.Criteria(search="Ava"))
    store.close()
    assert len(asked) > 0 and len(cipher._rehearsed) == known
