"""What is asked of every file is asked once of an empty one in memory, and nothing of that is in any file."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import event

from gradesk.services.school import opening
from gradesk.services.today import due, rehearsing
from gradesk.store import cipher
from tests.conftest import PASSPHRASE


def test_a_rehearsed_engine_knows_every_question_of_opening_and_leads_to_the_file_alone(folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    rehearsing.rehearse()
    assert sorted(path.name for path in folder.iterdir()) == before
    engine, _door = cipher._rehearsed[-1]
    anew: list[bool] = []
    store = opening.open_school(folder, PASSPHRASE)
    try:
        assert store.vault.engine is engine and not cipher._rehearsed
        event.listen(
            engine,
            "before_cursor_execute",
            lambda _conn, _cursor, _said, _given, context, _many: anew.append(context.cache_hit.name == "CACHE_MISS"),
        )
        assert due.due(store) == []  # nobody of the rehearsal is there
        due.due(store, only_first=40)
        assert len(anew) > 40 and not any(anew)
        assert store.vault.engine.pool.checkedin() == 1  # each further one would read the whole schema again
    finally:
        store.close()
