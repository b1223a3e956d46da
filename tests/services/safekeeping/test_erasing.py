"""Who is erased is gone: from records, journal, pictures, free pages and later backups; the chain holds, and nobody returns."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError

from gradesk.model.base import fields_of
from gradesk.model.entities import ENTITIES
from gradesk.model.journal import JournalChange, JournalUnit
from gradesk.model.meetings.meeting import Meeting, MeetingPupil
from gradesk.model.meetings.minutes import MeetingLine
from gradesk.model.pupils.leaving import Erasure, LegalHold
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.school.agenda import CapturedLine
from gradesk.model.term.provision import Provision
from gradesk.practice import making, marker
from gradesk.services import editing
from gradesk.services.custody import belonging, history, soundness, unfinished, watching
from gradesk.services.custody import erasing as deed
from gradesk.services.evidence import attachments
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.meetings import booking, meetings
from gradesk.services.plans import passports
from gradesk.services.pupils import contacts, pupils
from gradesk.services.safekeeping import backups, erasing, restoring, ways
from gradesk.services.school import opening
from gradesk.services.term import provisions
from gradesk.store import cipher, content
from gradesk.store.backups import backup, backup_names
from gradesk.store.journal import marks
from gradesk.store.keys.key_file import KeyFile
from gradesk.store.keys.slots import READER, SENCO
from gradesk.store.names import DATABASE, KEYS
from gradesk.store.vault import Vault
from gradesk.store.work import Store
from gradesk.system.kept import backup_places, erasures
from gradesk.system.paths import config_folder
from gradesk.system.refusal import Refused
from tests import copying
from tests.conftest import PASSPHRASE
from tests.store.test_content import raw

PAGE, RESERVED = 4096, 80  # bytes of a page, and of its vector and check at the end
CANARY = "Xylocopa"  # stands in every word about the pupil who goes, and nowhere else


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    yield
    for folder in (erasures.FOLDER, backup_places.FOLDER):
        shutil.rmtree(config_folder() / folder, ignore_errors=True)


def pages(folder: Path) -> bytes:
    """Every decrypted byte of a closed file, as a forensic tool would see it: free pages and free room in pages, too."""
    keys = KeyFile.read(folder / KEYS)
    key, found = keys.unwrap(PASSPHRASE).key, bytearray()
    raw = (folder / DATABASE).read_bytes()
    assert raw[:16].hex() == keys.database_salt and len(raw) % PAGE == 0
    for start in range(0, len(raw), PAGE):
        page = raw[start : start + PAGE]
        vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        found += decryptor.update(page[0 if start else 16 : PAGE - RESERVED])
    assert b"CREATE TABLE pupil" in found
    return bytes(found)


def leftovers(folder: Path) -> set[str]:
    """Files in the folder that a log of the file may have left words in."""
    return {path.name for path in folder.iterdir() if path.name.endswith(("-wal", "-shm", "-journal"))}


def planted(store: Store, pupil_id: str) -> None:
    """Put the canary into every word of a pupil's that somebody can type, and so into the journal, too."""
    with store.work("Plant") as session:
        connection = session.connection()
        own = belonging.of(connection, pupil_id).own
        for entity in ENTITIES:
            table = entity.metadata.tables[entity.__tablename__]
            typed = {info.name for info in fields_of(entity) if info.python_type is str and info.choices is None}
            names = [
                column.name for column in belonging.texts(table) if column.name in typed and column.name not in CODES
            ]
            for uuid in own.get(table.name, ()) if names else ():
                words = {name: table.c[name] + f" {CANARY}" for name in names}
                connection.execute(update(table).where(table.c.uuid == uuid).values(words))


CODES = (
    "measure",
    "layer",
    "file_id",
    "document",
    "origin_id",
    "about_id",
    "upn",
    "starts_at",
    "kind",
    "step",
    "content",
)


def richest(store: Store) -> str:
    """The pupil of whom most is kept."""
    with store.read() as session:
        query = select(JournalChange.pupil_id, func.count()).where(JournalChange.pupil_id.is_not(None))
        return str(session.execute(query.group_by(JournalChange.pupil_id).order_by(func.count().desc())).first()[0])


def left(store: Store, pupil_id: str) -> None:
    """The pupil left last summer."""
    pupils.change_pupil(store, pupil_id, {"left_on": date(2026, 7, 20)})


def erased(store: Store, pupil_id: str) -> int:
    return erasing.erase(store, pupil_id, "mistake", although_on_roll=True)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed practice school, of one's own."""
    return copying.built_once(
        tmp_path_factory, "practice to erase in", lambda folder: making.open_or_make(folder, 16, 1).store
    )


def test_no_word_of_the_richest_pupil_of_the_practice_school_is_left_in_any_page(
    practice: Path, tmp_path: Path
) -> None:
    folder = copying.copied(practice, tmp_path / "school")
    store = opening.open_school(folder, marker.PASSPHRASE)
    ways.change_passphrase(store, SENCO, PASSPHRASE, PASSPHRASE)
    uuid = richest(store)
    pupils.change_pupil(store, uuid, {"legal_surname": CANARY, "preferred_surname": CANARY, "preferred_forename": ""})
    planted(store, uuid)
    attachments.remove(
        store, attachments.add(store, uuid, TakenIn(f"{CANARY}.txt", "text/plain", CANARY.encode() * 900))
    )
    with store.read() as session:
        name = session.get_one(Pupil, uuid).name
        others = {one.uuid for one in session.scalars(select(Pupil)) if one.uuid != uuid}
    editing.add(store, CapturedLine, {"words": f"ring the home of {name.upper()}"}, "Catch a line")
    unfinished.keep(store, "a page", {"a line": {"words": f"{name} wants"}}, {})
    store.close()
    assert CANARY.encode() in pages(folder) and CANARY.upper().encode() in pages(folder)
    store = opening.open_school(folder, PASSPHRASE)
    watching.viewed(store, uuid)
    watching.left(store, "printed", "passport", (uuid,))
    will = erasing.foresee(store, uuid)
    assert will.records["pupil"] == 1 and sum(will.records.values()) > 100 and will.lines > 100 and will.naming >= 1
    assert erased(store, uuid) == 1
    assert store.broken_seals() == 0 and soundness.examine(store).is_sound
    with store.read() as session:
        assert {one.uuid for one in session.scalars(select(Pupil))} == others
        assert session.scalar(select(func.count()).where(JournalChange.pupil_id == uuid)) == 0
        certificate = session.scalars(select(Erasure)).one()
        assert certificate.records == sum(will.records.values()) and certificate.files == will.files > 0
    store.close()
    found = pages(folder).lower()
    for word in (CANARY.lower().encode(), uuid.encode()):
        assert [found[at.start() - 200 : at.end() + 50] for at in re.finditer(word, found)] == []
    assert leftovers(folder) == set()
    again = opening.open_school(folder, PASSPHRASE)
    assert again.notices == [] and again.copy.doubt is None
    again.close()


@pytest.mark.parametrize("place", range(6))
def test_every_pupil_of_the_practice_school_can_be_erased_and_the_file_stays_sound(
    practice: Path, tmp_path: Path, place: int
) -> None:
    folder = copying.copied(practice, tmp_path / "school")
    store = opening.open_school(folder, marker.PASSPHRASE)
    with store.read() as session:
        uuids = sorted(session.scalars(select(Pupil.uuid)))
    for uuid in uuids[place::6]:
        will = erasing.foresee(store, uuid)
        before = held(store)
        erased(store, uuid)
        after = held(store)
        assert sum(before.values()) - sum(after.values()) == sum(will.records.values()) - 1, "and the certificate came"
    assert store.check_pages() == [] and store.broken_seals() == 0
    store.close()


def held(store: Store) -> Counter[str]:
    """How many records of each kind, deleted ones too; but who else was at a meeting, which may be handed over."""
    with store.read() as session:
        tables = [table for table in belonging.TABLES if table.name != "meeting_pupil"]
        counts = Counter({one.name: session.scalar(select(func.count()).select_from(one)) or 0 for one in tables})
        also = belonging.TABLES[[one.name for one in belonging.TABLES].index("meeting_pupil")]
        counts["meeting_pupil"] = session.scalar(select(func.count()).select_from(also)) or 0
        return counts


def test_the_digest_is_that_of_a_school_that_never_had_the_pupil(store: Store) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Abbot"})
    passports.change(store, bo, {"helps": "a card"})
    before = kinds(store)
    cy = pupils.add_pupil(store, {"legal_forename": "Cy", "legal_surname": "Brook"})
    passports.change(store, cy, {"helps": "a seat"})
    meetings.log(store, cy, {"summary": "phoned"})
    erased(store, cy)
    assert {**kinds(store), "erasure": 0} == before


def kinds(store: Store) -> dict[str, int]:
    with store.read() as session:
        return content.records(session.connection())


def test_a_meeting_about_several_stays_with_the_others_without_what_was_said_of_the_erased(
    store: Store, ava: str
) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Abbot", "date_of_birth": date(2017, 1, 1)})
    mother = contacts.add_person(store, ava, {"name": "Ines Núñez"})
    uuid = booking.book(store, [ava, bo], {"kind": "tac", "happened_on": date(2026, 12, 1), "title": "Ava and Bo"})
    booking.add_person(store, uuid, {"name": "Ines Núñez"})
    with store.work("Say") as session:
        for words in ("Ava likes the new seat", "Both will read together", "Bo likes drums"):
            session.add(MeetingLine(meeting_id=uuid, pupil_id=ava, step="welcome", words=words))
    erased(store, ava)
    with store.read() as session:
        meeting = session.get_one(Meeting, uuid)
        assert (meeting.pupil_id, meeting.title) == (bo, "[…] and Bo")
        lines = session.scalars(select(MeetingLine)).all()
        assert {line.words for line in lines} == {"Both will read together", "Bo likes drums"}
        assert {line.pupil_id for line in lines} == {bo}
        assert session.scalars(select(MeetingPupil)).all() == []
        assert mother not in {one.contact_id for one in booking.people(store, uuid)}
    assert store.check_pages() == []


def test_support_of_one_goes_and_that_of_a_group_stays_with_the_others(store: Store, ava: str) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Abbot"})
    alone = provisions.add(store, [ava], {"name": "Reading"})
    group = provisions.add(store, [ava, bo], {"name": "Ava’s and Bo’s talk group"})
    erased(store, ava)
    with store.read() as session:
        assert session.get(Provision, alone) is None
        assert session.get_one(Provision, group).name == "[…]’s and Bo’s talk group"
        assert [one.pupil_id for one in session.scalars(provisions.members_of(group))] == [bo]


def test_who_has_a_namesake_is_not_taken_out_of_others_words(store: Store, ava: str) -> None:
    pupils.add_pupil(store, {"legal_forename": "Ava", "legal_surname": "Núñez"})
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Abbot"})
    passports.change(store, bo, {"helps": "sits with Ava Núñez"})
    assert erasing.foresee(store, ava).has_namesake
    erased(store, ava)
    assert passports.passport(store, bo).helps == "sits with Ava Núñez"


def test_undo_brings_nobody_back_and_says_so(store: Store, ava: str) -> None:
    passports.change(store, ava, {"helps": "a card"})
    with store.read() as session:
        unit = session.scalars(select(JournalUnit).order_by(JournalUnit.id.desc())).first().id
    erased(store, ava)
    for wanted in (None, unit):
        with pytest.raises(Refused, match="gone for good"):
            history.undo(store, wanted)
    bo = pupils.add_pupil(store, {"legal_forename": "Bo"})
    history.undo(store)
    with store.read() as session:
        assert session.get(Pupil, bo) is None and session.get(Pupil, ava) is None
    with pytest.raises(Refused, match="gone for good"):
        history.undo(store)


def test_the_certificate_names_nobody_and_tells_who_when_why_and_how_much(store: Store, ava: str) -> None:
    left(store, ava)
    erasing.erase(store, ava, "passed_on", "confirmed by the next school")
    (line,) = erasing.certificates(store)
    assert line.words.startswith("No. 1 · 23/11/2026 · SENCO · The whole file went to the next school (confirmed by")
    assert "Ava" not in line.words and "Núñez" not in line.words
    bo = pupils.add_pupil(store, {"legal_forename": "Bo"})
    assert erased(store, bo) == 2


def test_what_stands_against_it_is_said_and_nothing_goes(store: Store, ava: str) -> None:
    with pytest.raises(Refused, match="has not left"):
        erasing.erase(store, ava, "mistake")
    left(store, ava)
    with pytest.raises(Refused, match="name nobody"):
        erasing.erase(store, ava, "mistake", "Ava moved away")
    with pytest.raises(Refused, match="A reason is needed"):
        erasing.erase(store, ava, "again")
    editing.add(store, LegalHold, {"pupil_id": ava, "reason": "appeal"}, "Hold")
    with pytest.raises(Refused, match=r"legal hold since 23/11/2026: appeal\. End the hold first\. Nothing was erased"):
        erasing.erase(store, ava, "mistake", although_on_roll=True)
    assert pupils.page(store, ava).pupil.legal_forename == "Ava"


def test_who_may_only_read_erases_nobody(store: Store, ava: str) -> None:
    words = "four quite other words"
    store.vault.rewrap(lambda keys, key: keys.with_passphrase(key, READER, words, store.clock.today()))
    folder = store.vault.folder
    store.close()
    reading = Store(Vault.open(folder, words))
    try:
        with pytest.raises(Refused, match="only read erases nobody"):
            erasing.erase(reading, ava, "mistake", although_on_roll=True)
    finally:
        reading.close()


def test_a_backup_made_later_does_not_hold_the_child_and_older_ones_are_told_and_made_anew(
    store: Store, ava: str, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    backups.add_place(store, stick)
    for place in backups.places(store):
        if place.path != stick:
            backups.take_place(store, place.path)
    backups.make(store)
    assert erasing.older_backups(store) == []
    erased(store, ava)
    (old,) = erasing.older_backups(store)
    assert erasing.places_of([old]) == [stick] and backups.is_due(store)
    done = erasing.renew_backups(store)
    assert (done.made, done.taken_away, done.troubles) == (1, 1, ())
    assert not old.path.exists() and erasing.older_backups(store) == []
    (newest,) = backup_names.kept_in(stick)
    back = restoring.restore(newest.path, tmp_path / "back", PASSPHRASE)
    back.store.close()
    assert "Núñez".encode() not in pages(tmp_path / "back") and back.erased == 0


def test_older_backups_stay_where_no_new_one_could_be_made(
    store: Store, ava: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup_places.save(store.vault.uuid, [backup_places.place_of(tmp_path / "stick")])
    backups.make(store)
    erased(store, ava)

    def refuse(*_words: object, **_more: object) -> None:
        raise Refused("The stick is full.")

    monkeypatch.setattr(backup, "make", refuse)
    done = erasing.renew_backups(store)
    assert (done.made, done.taken_away, done.troubles) == (0, 0, ("The stick is full.",))
    assert len(erasing.older_backups(store)) == 1


def older_and_newer(store: Store, ava: str, tmp_path: Path) -> tuple[Path, Path]:
    """A backup from before an erasure, and one from after it."""
    (old,) = backups.make(store, tmp_path / "stick")
    erased(store, ava)
    (new,) = backups.make(store, tmp_path / "stick")
    assert old.path is not None and new.path is not None
    return old.path, new.path


def gone_again(folder: Path, found: restoring.Restored, ava: str) -> None:
    assert found.erased == 1 and found.store.broken_seals() == 0
    with found.store.read() as session:
        assert session.get(Pupil, ava) is None
        assert session.scalars(select(Erasure)).one().reason == "again"
    found.store.close()
    assert "Núñez".encode() not in pages(folder)


def test_the_erased_stay_erased_when_an_older_backup_is_put_back_on_this_laptop(
    store: Store, ava: str, tmp_path: Path
) -> None:
    old, new = older_and_newer(store, ava, tmp_path)
    new.unlink()
    gone_again(tmp_path / "back", restoring.restore(old, tmp_path / "back", PASSPHRASE), ava)


def test_the_erased_stay_erased_on_another_laptop_where_a_newer_backup_lies_beside(
    store: Store, ava: str, tmp_path: Path
) -> None:
    old, _new = older_and_newer(store, ava, tmp_path)
    shutil.rmtree(config_folder() / erasures.FOLDER)
    gone_again(tmp_path / "back", restoring.restore(old, tmp_path / "back", PASSPHRASE), ava)


def test_the_erased_stay_erased_when_an_older_database_is_put_into_the_folder(
    store: Store, ava: str, tmp_path: Path
) -> None:
    folder = store.vault.folder
    store.vault.fold()
    older = shutil.copy(folder / DATABASE, tmp_path / DATABASE)
    erased(store, ava)
    store.close()
    shutil.rmtree(config_folder() / erasures.FOLDER)
    shutil.copy(older, folder / DATABASE)
    again = opening.open_school(folder, PASSPHRASE)
    assert again.copy.doubt is not None and again.copy.doubt.is_behind
    assert opening.go_on(again) == 1
    with again.read() as session:
        assert session.get(Pupil, ava) is None
    again.close()
    assert "Núñez".encode() not in pages(folder)


def test_an_erasure_that_is_broken_off_before_the_file_was_written_anew_has_erased_all_the_same(
    store: Store, ava: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Store, "rewrite", lambda _store: (_ for _ in ()).throw(Refused("The disk is full.")))
        with pytest.raises(Refused, match=r"^All was erased and stays so"):
            erased(store, ava)
    with store.read() as session:
        assert session.get(Pupil, ava) is None
    assert store.broken_seals() == 0 and len(erasing.certificates(store)) == 1


def test_words_put_back_into_an_erased_line_break_its_seal(store: Store, ava: str) -> None:
    watching.viewed(store, ava)
    erased(store, ava)
    assert store.broken_seals() == 0
    (looked,) = watching.lines(store, kind="viewed")
    assert (looked.words, looked.pupil_id) == ("Looked at a pupil who was erased", "")
    with store.read() as session:
        line = session.scalars(select(JournalChange).where(JournalChange.erased.is_not(None))).first()
        unit = session.scalars(select(JournalUnit).where(JournalUnit.erased.is_not(None))).first()
    assert line is not None and unit is not None
    for change in (
        "UPDATE journal_event SET what = 'plan' WHERE erased IS NOT NULL",
        f"UPDATE journal_change SET after = '{{}}' WHERE id = {line.id}",
        f"UPDATE journal_change SET after = NULL, kind = 'plan' WHERE id = {line.id}",
        f"UPDATE journal_change SET kind = '{line.kind}', erased = x'00' WHERE id = {line.id}",
        f"UPDATE journal_unit SET label = 'Something' WHERE id = {unit.id}",
    ):
        raw(store, lambda one, change=change: one.exec_driver_sql(change))
        assert store.broken_seals() >= 1, change


def test_the_journal_gives_its_words_up_and_takes_none(store: Store, ava: str) -> None:
    del ava
    with store.read() as session:
        line, unit = session.scalars(select(JournalChange)).first(), session.scalars(select(JournalUnit)).first()
    assert line is not None and unit is not None
    for change in (
        f"UPDATE journal_change SET after = '{{}}' WHERE id = {line.id}",
        f"UPDATE journal_change SET row_uuid = '', before = NULL, after = NULL, kind = 'x' WHERE id = {line.id}",
        f"UPDATE journal_unit SET label = 'Other' WHERE id = {unit.id}",
        f"UPDATE journal_unit SET label = 'Erased', actor = 'Nobody' WHERE id = {unit.id}",
    ):
        with pytest.raises(DatabaseError), store.vault.engine.begin() as connection:
            connection.exec_driver_sql(change)


def test_what_is_remembered_outside_of_the_file_names_nobody_and_survives_rubbish(store: Store, ava: str) -> None:
    erased(store, ava)
    beside = store.vault.folder / erasures.BESIDE
    assert ava not in beside.read_text("utf-8") and len(json.loads(beside.read_text("utf-8"))) == 1
    beside.write_text('{"not": "ours"}', "utf-8")
    (config_folder() / erasures.FOLDER / f"{store.vault.uuid}.json").write_bytes(b"\xff")
    assert erasures.load(store.vault.uuid, store.vault.folder) == []
    assert deed.again(store) == 0
    assert len(erasures.load(store.vault.uuid, store.vault.folder)) == 1


@pytest.mark.parametrize(
    "lies_there",
    [
        "[" * 60_000,
        '[[1e400, "2026-01-01", "aa", "bb"]]',
        f'[[1, "2026-01-01", "{"ab" * 70}", "bb"]]',  # a salt longer than any
        '[[1, "2026-01-01", "", "bb"]]',
    ],
)
def test_the_school_opens_whatever_lies_where_erasures_are_remembered(store: Store, ava: str, lies_there: str) -> None:
    for path in (
        store.vault.folder / erasures.BESIDE,
        config_folder() / erasures.FOLDER / f"{store.vault.uuid}.json",
        config_folder() / backup_places.FOLDER / f"{store.vault.uuid}.json",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(lies_there, "utf-8")
    assert deed.again(store) == 0 and deed.erased_among(store, [ava]) == set()
    assert not backup_places.load(store.vault.uuid)


@pytest.mark.parametrize("salt", ["no salt", "ab" * 70])
def test_a_backup_whose_open_marks_were_spoiled_is_put_back_all_the_same(
    store: Store, ava: str, tmp_path: Path, salt: str
) -> None:
    (made,) = backups.make(store, tmp_path / "stick")
    assert made.path is not None
    with zipfile.ZipFile(made.path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(parts[backup.MANIFEST])
    parts[backup.MANIFEST] = json.dumps(told | {"erased": [[1, "2026-01-01", salt, "bb"]]}).encode()
    with zipfile.ZipFile(made.path, "w") as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    back = restoring.restore(tmp_path / "stick", tmp_path / "back", PASSPHRASE)
    with back.store.read() as session:
        assert session.get(Pupil, ava) is not None
    back.store.close()


def test_the_digest_of_a_restored_backup_of_after_is_equal(store: Store, ava: str, tmp_path: Path) -> None:
    erased(store, ava)
    with store.read() as session:
        before = content.digest(session.connection())
    backups.make(store, tmp_path / "stick")
    back = restoring.restore(tmp_path / "stick", tmp_path / "back", PASSPHRASE)
    with back.store.read() as session:
        assert content.digest(session.connection()) == before
    back.store.close()


def test_a_file_that_somebody_reads_meanwhile_is_erased_from_and_says_what_is_left(
    store: Store, ava: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = store.vault.folder
    store.close()
    hasty = tuple("busy_timeout=1" if one.startswith("busy_timeout") else one for one in cipher.SETTINGS)
    monkeypatch.setattr(cipher, "SETTINGS", hasty)
    again = opening.open_school(folder, PASSPHRASE)
    with again.vault.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM pupil").scalar()
        with pytest.raises(Refused, match="All was erased and stays so"):
            erased(again, ava)
    assert len(erasing.certificates(again)) == 1
    again.rewrite()
    again.close()
    assert "Núñez".encode() not in pages(folder)


def test_who_is_erased_in_a_copy_that_went_its_own_way_stays_in_the_others_until_it_is_said(
    store: Store, ava: str, tmp_path: Path
) -> None:
    """A school tried something out in a copy: the real file is not behind it, and loses nobody unasked."""
    (made,) = backups.make(store, tmp_path / "stick")
    assert made.path is not None
    folder = store.vault.folder
    trial = restoring.restore(made.path, tmp_path / "trial", PASSPHRASE).store
    erased(trial, ava)
    trial.close()
    store.close()
    real = opening.open_school(folder, PASSPHRASE)
    try:
        assert pupils.page(real, ava).pupil.name
        assert any("another copy of this school 1 pupil was erased" in words for words in real.notices)
        assert deed.erased_elsewhere(real) == 1
    finally:
        real.close()


def test_a_mark_that_somebody_put_beside_the_file_erases_nobody(store: Store, ava: str) -> None:
    forged = marks.make(1, "2026-11-23", ava)
    folder, unit = store.vault.folder, replace(forged, device=store.copy.device, seq=10_000_000, proof="00" * 32)
    erasures.save(store.vault.uuid, folder, [forged, unit])
    store.close()
    real = opening.open_school(folder, PASSPHRASE)
    try:
        assert pupils.page(real, ava).pupil.name and real.notices == []
    finally:
        real.close()


def test_nobody_is_erased_as_kept_long_enough_before_the_rules_say_so(store: Store, ava: str) -> None:
    left(store, ava)
    assert "are kept until" in erasing.too_early(store, ava)
    with pytest.raises(Refused, match="Choose another reason, or change the rule"):
        erasing.erase(store, ava, "retention")
    assert pupils.page(store, ava).pupil.name
    assert erasing.erase(store, ava, "mistake") == 1
