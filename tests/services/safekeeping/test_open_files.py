"""All of a school leaves as open files, and an equal school is built of them; nothing else is taken for one."""

from __future__ import annotations

import csv
import errno
import json
import os
import re
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.model.entities import ENTITIES
from gradesk.services.custody import history, soundness, watching
from gradesk.services.evidence import attachments
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.meetings import meetings
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.safekeeping import exporting, rebuilding
from gradesk.services.school import opening
from gradesk.services.school.school import card
from gradesk.store import content
from gradesk.store.keys.slots import READER
from gradesk.store.vault import Vault
from gradesk.store.work import Store
from gradesk.system import files
from gradesk.system.progress import Cancelled
from gradesk.system.refusal import Refused
from tests.conftest import CHEAP, PASSPHRASE

ANEW = "four quite other words"
LETTER = TakenIn("letter.pdf", "application/pdf", b"%PDF-1.4 letter")
ODD = "=1+1 \u202eאבג \U0001f9d1\u200d\U0001f9bd a\u2028b\x85c\r\nd\te \\n \"' </script> {{x}}"


def digest(store: Store) -> str:
    with store.read() as session:
        return content.digest(session.connection())


def rebuilt(source: Path, to: Path) -> Store:
    made = rebuilding.rebuild(source, to, ANEW, ANEW, cost=CHEAP)
    store = opening.open_school(to, ANEW)
    assert digest(store) == made.digest
    return store


@pytest.fixture
def exported(store: Store, ava: str, tmp_path: Path) -> Path:
    """The open files of a school with Ava, a passport, a letter and a deleted pupil in it."""
    passports.change(store, ava, {"helps": ODD})
    attachments.add(store, ava, LETTER)
    meetings.log(store, ava, {"summary": "=cmd|' /C calc'!A0"})
    gone = pupils.add_pupil(store, {"legal_forename": "Bo"})
    pupils.delete_pupil(store, gone)
    exporting.export(store, tmp_path / "out")
    return tmp_path / "out"


def test_a_school_and_the_one_built_of_its_open_files_are_equal(store: Store, exported: Path, tmp_path: Path) -> None:
    anew = rebuilt(exported, tmp_path / "anew")
    try:
        assert digest(anew) == digest(store) and card(anew).name == "Fernhill Primary"
        assert soundness.examine(anew).is_sound and anew.broken_seals() == 0 and anew.copy.doubt is None
        assert pupils.add_pupil(anew, {"legal_forename": "Cy"})
        assert history.undoable(anew) is not None
        history.undo(anew)
        assert history.undoable(anew) is None, "the making of a school is never undone"
    finally:
        anew.close()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(min_size=1, max_size=60), other=st.text(st.characters(), max_size=200), data=st.binary(max_size=50)
)
def test_any_words_come_back_equal(
    store: Store, ava: str, tmp_path_factory: pytest.TempPathFactory, words: str, other: str, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("round")
    pupils.change_pupil(store, ava, {"house": words, "medical": other, "diagnosis": f"={words}\ud800{other}\x00"})
    meetings.log(store, ava, {"summary": other or "-", "with_whom": words})
    attachments.add(store, ava, TakenIn("note.txt", "text/plain", b"-" + data))
    exporting.export(store, folder / "out")
    anew = rebuilt(folder / "out", folder / "anew")
    try:
        assert digest(anew) == digest(store)
        with anew.read() as one, store.read() as two:
            assert content.records(one.connection()) == content.records(two.connection())
    finally:
        anew.close()


def test_every_kind_has_json_a_table_and_a_schema_that_fits_it(exported: Path) -> None:
    names = {entity.__tablename__ for entity in ENTITIES} | {"stored_file"}
    assert {path.stem for path in exported.glob("*.json")} == names | {"export"}
    for folder, ending in (("tables", "csv"), ("schema", "json")):
        assert {path.name for path in (exported / folder).iterdir()} == {f"{name}.{ending}" for name in names}
    types: dict[str, tuple[type, ...]] = {
        "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "null": (type(None),),
    }  # fmt: skip
    for name in names:
        item = json.loads((exported / "schema" / f"{name}.json").read_text("utf-8"))["items"]
        for record in json.loads((exported / f"{name}.json").read_text("utf-8")):
            assert set(record) == set(item["properties"]) == set(item["required"])
            for field, value in record.items():
                wanted = item["properties"][field]["type"]
                allowed = [one for kind in ([wanted] if isinstance(wanted, str) else wanted) for one in types[kind]]
                assert type(value) in allowed, (name, field, value)


def test_words_stay_words_in_a_spreadsheet(exported: Path) -> None:
    with (exported / "tables" / "meeting.csv").open(encoding="utf-8-sig", newline="") as raw:
        (line,) = csv.DictReader(raw)
    assert line["summary"] == "'=cmd|' /C calc'!A0"
    for path in (exported / "tables").iterdir():
        with path.open(encoding="utf-8-sig", newline="") as raw:
            assert not [cell for row in csv.reader(raw) for cell in row if re.match(r"[=+@\t\r]", cell)], path.name


def test_that_everything_left_as_open_files_is_among_the_events(store: Store, exported: Path) -> None:
    assert exported.is_dir() and watching.lines(store)[0].words == "Saved as a file: everything as open files"


def test_it_says_that_nothing_is_encrypted_and_the_history_is_there_to_read(exported: Path) -> None:
    assert "NOTHING HERE IS ENCRYPTED" in (exported / "READ ME.txt").read_text("utf-8")
    labels = [unit["label"] for unit in json.loads((exported / "history" / "journal_unit.json").read_text("utf-8"))]
    assert labels[0] == "Set up the school" and len(labels) > 4
    assert [path.read_bytes() for path in (exported / "files").iterdir()] == [LETTER.content]
    assert all(path.stat().st_mode & 0o077 == 0 for path in exported.rglob("*") if path.is_file()) or os.name != "posix"


def _edit(folder: Path) -> None:
    path = folder / "passport.json"
    path.write_text(path.read_text("utf-8").replace("=1+1", "=1+2"), "utf-8")


def _cut(folder: Path) -> None:
    path = folder / "layer.json"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _no_text(folder: Path) -> None:
    path = folder / "pupil.json"
    raw = bytearray(path.read_bytes())
    raw[10] = 0xFF
    path.write_bytes(raw)


def _bytes(folder: Path) -> None:
    (path,) = (folder / "files").iterdir()
    path.write_bytes(b"other")


def _gone(folder: Path) -> None:
    (folder / "plan.json").unlink()


def _broken_off(folder: Path) -> None:
    (folder / "export.json").unlink()


def _no_manifest(folder: Path) -> None:
    (folder / "export.json").write_text("[]", "utf-8")


def _newer(folder: Path) -> None:
    body = json.loads((folder / "export.json").read_text("utf-8"))
    (folder / "export.json").write_text(json.dumps({**body, "format": 9}), "utf-8")


def _outside(folder: Path) -> None:
    body = json.loads((folder / "export.json").read_text("utf-8"))
    body["checks"]["../secret"] = {"sha256": "", "lines": []}
    (folder / "export.json").write_text(json.dumps(body), "utf-8")


def _another_digest(folder: Path) -> None:
    body = json.loads((folder / "export.json").read_text("utf-8"))
    (folder / "export.json").write_text(json.dumps({**body, "digest": "0" * 64}), "utf-8")


HARMS: list[tuple[Callable[[Path], None], str]] = [
    (_edit, r"passport\.json, line 2, is not as it was exported"),
    (_cut, r"layer\.json, line \d+, is not as it was exported"),
    (_no_text, r"pupil\.json, line 2, is not as it was exported"),
    (_bytes, r"\.pdf is not as it was exported"),
    (_gone, r"plan\.json is missing"),
    (_broken_off, r"no export\.json .* broken off"),
    (_no_manifest, r"was not written by this Gradesk or was changed"),
    (_newer, r"newer Gradesk"),
    (_outside, r"outside of its folder"),
    (_another_digest, r"tells of another school"),
]


@pytest.mark.parametrize(("harm", "words"), HARMS, ids=lambda one: getattr(one, "__name__", ""))
def test_what_is_not_whole_or_was_changed_is_named_and_makes_no_school(
    exported: Path, tmp_path: Path, harm: Callable[[Path], None], words: str
) -> None:
    harm(exported)
    with pytest.raises(Refused, match=words) as refused:
        rebuilding.rebuild(exported, tmp_path / "anew", ANEW, ANEW, cost=CHEAP)
    assert "no school was made" in str(refused.value) and not (tmp_path / "anew").exists()


def forged(folder: Path, name: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the last record of a kind, and its sums with it, as somebody who knows the format would."""
    path = folder / f"{name}.json"
    records = json.loads(path.read_text("utf-8"))
    change(records[-1])
    table = next(table for table, _ in exporting.tables() if table.name == name)
    written = exporting.open_files.write_records(path, table, records)
    body = json.loads((folder / "export.json").read_text("utf-8"))
    body["checks"][f"{name}.json"] = {"sha256": written.sha256, "lines": written.lines}
    (folder / "export.json").write_text(json.dumps(body), "utf-8")


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("meeting", lambda record: record.update(pupil_id="nobody"), "refers to a pupil that is not in the export"),
        ("meeting", lambda record: record.update(minutes="long"), "another kind in “minutes”"),
        ("meeting", lambda record: record.update(happened_on="0001-01-01"), "breaks a rule"),
        ("meeting", lambda record: record.update(smuggled=1), "other fields"),
        ("stored_file", lambda record: record.update(file="../../etc/passwd"), "not in the export"),
    ],
)
def test_what_somebody_forged_is_named_by_its_line(
    exported: Path, tmp_path: Path, name: str, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    forged(exported, name, change)
    with pytest.raises(Refused, match=rf"{name}\.json, line 2, .*{words}"):
        rebuilding.rebuild(exported, tmp_path / "anew", ANEW, ANEW, cost=CHEAP)
    assert not (tmp_path / "anew").exists()


def test_nothing_is_written_over_what_is_there(store: Store, exported: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not empty"):
        exporting.export(store, exported)
    with pytest.raises(Refused, match="not empty"):
        rebuilding.rebuild(exported, exported, ANEW, ANEW, cost=CHEAP)
    with pytest.raises(Refused, match=r"lies in .* already"):
        rebuilding.rebuild(exported, store.vault.folder, ANEW, ANEW, cost=CHEAP)
    with pytest.raises(Refused, match="weak"):
        rebuilding.rebuild(exported, tmp_path / "anew", "school", "school", cost=CHEAP)
    with pytest.raises(Refused, match="not the same"):
        rebuilding.rebuild(exported, tmp_path / "anew", ANEW, PASSPHRASE, cost=CHEAP)
    assert not (tmp_path / "anew").exists()


def test_a_full_disk_leaves_nothing_behind(
    store: Store, ava: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    with monkeypatch.context() as patch:
        patch.setattr(exporting.shutil, "disk_usage", lambda _path: usage(1, 1, 1))
        with pytest.raises(Refused, match="has less free"):
            exporting.export(store, tmp_path / "out")
    writes = iter(range(100_000))
    as_it_is = files._on_disk

    def full(folder: Path, data: bytes) -> Path:
        if next(writes) > 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return as_it_is(folder, data)

    monkeypatch.setattr(files, "_on_disk", full)
    with pytest.raises(Refused, match="No space left"):
        exporting.export(store, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_export_that_is_stopped_leaves_nothing_behind(store: Store, ava: str, tmp_path: Path) -> None:
    def stop(done: int, _of: int) -> None:
        if done > 5:
            raise Cancelled

    (tmp_path / "out").mkdir()
    with pytest.raises(Cancelled):
        exporting.export(store, tmp_path / "out", stop)
    assert list((tmp_path / "out").iterdir()) == []


def test_who_may_only_read_takes_nothing_away(store: Store, ava: str, tmp_path: Path) -> None:
    store.vault.rewrap(lambda keys, key: keys.with_passphrase(key, READER, ANEW, store.clock.today()))
    folder = store.vault.folder
    store.close()
    reading = Store(Vault.open(folder, ANEW))
    try:
        with pytest.raises(Refused, match="passphrase for reading"):
            exporting.export(reading, tmp_path / "out")
    finally:
        reading.close()
    assert not (tmp_path / "out").exists()
