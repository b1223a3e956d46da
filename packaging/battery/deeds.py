"""What a SENCO does in a short while, by chance from a seed: every run of one seed does the same, to the last uuid.

So each state of the file has a name: how many units of work are in it. Whatever happens to a run, what is found on the disk
afterwards has to be the state after one of its units, and none before the last that somebody was told of.
"""

from __future__ import annotations

import gc
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from shim import Shim
from sqlalchemy import func, select
from support import CHEAP, PASSPHRASE, settled_in

from gradesk.interchange.receive import make_plan, open_table
from gradesk.model import base
from gradesk.model.journal import JournalUnit
from gradesk.model.pupils.pupil import Pupil
from gradesk.services.admission.admitting import apply_plan
from gradesk.services.admission.known_register import import_memory, known_pupils
from gradesk.services.custody import history, unfinished, watching
from gradesk.services.evidence import attachments
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.safekeeping import ways
from gradesk.services.school import opening
from gradesk.store import cipher, content, vault
from gradesk.store.backups import backup
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.laptop.starting import THRESHOLDS

TODAY = date(2026, 11, 23)
PASSPHRASES = (PASSPHRASE, "heron lantern orchard gravel", "copper thistle window march")
BACKUPS = "backups"
SCHOOL = "school"
RUN = "run"
_PLACE = "contacts"
_EARLY = 96 * 1024  # bytes of the log; it is folded in far more often than at work


@dataclass
class Known:
    """What somebody was told is kept."""

    units: int = 0
    passphrase: int = 0
    words: str = ""
    backups: int = 0


@dataclass
class Run:
    """One school in use, below one folder: its file, what its laptop remembers, and its backups."""

    home: Path
    chance: random.Random
    store: Store
    known: Known = field(default_factory=Known)

    def pupil(self) -> str:
        """Somebody of the school."""
        return self.chance.choice(everybody(self.store))

    def sentence(self) -> str:
        """A few words, some of them not English."""
        words = ["quiet", "corner", "before", "lessons", "José’s", "plan", "łatwiej", "한", "<b>bold</b>", "&", "calm"]
        return " ".join(self.chance.choice(words) for _ in range(self.chance.randint(3, 30)))


def _add(run: Run) -> None:
    name = f"Ava {run.chance.randrange(1_000)}"
    pupils.add_pupil(run.store, {"legal_forename": name, "medical": run.sentence()})


def _change(run: Run) -> None:
    pupils.change_pupil(run.store, run.pupil(), {"medical": run.sentence(), "house": run.sentence()[:20]})


def _needs(run: Run) -> None:
    pupils.set_needs(run.store, run.pupil(), run.chance.sample(("SLCN", "SEMH", "ASD", "MLD"), 2), TODAY)


def _passport(run: Run) -> None:
    passports.change(run.store, run.pupil(), {"good_at": run.sentence(), "helps": run.sentence()})


def _new_version(run: Run) -> None:
    one = run.pupil()
    held = passports.passport(run.store, one)
    if held is not None and held.good_at.strip():
        passports.issue(run.store, one)
    else:  # each deed is one unit of work, kept whole or refused
        passports.change(run.store, one, {"good_at": run.sentence()})


def _print(run: Run) -> None:
    watching.viewed(run.store, run.pupil())
    watching.left(run.store, "printed", "passport", (run.pupil(),))


def _half_typed(run: Run) -> None:
    run.known.words = run.sentence()
    assert unfinished.keep(run.store, _PLACE, {"form": {"summary": run.known.words}}, {})


def _attach(run: Run) -> None:
    letter = b"%PDF-1.4\n" + run.chance.randbytes(run.chance.randint(2_000, 90_000))
    attachments.add(run.store, run.pupil(), TakenIn("letter.pdf", "application/pdf", letter))


def _undo(run: Run) -> None:
    if history.undoable(run.store) is not None:
        history.undo(run.store)


def _redo(run: Run) -> None:
    if history.redoable(run.store) is not None:
        history.redo(run.store)


def _delete_and_restore(run: Run) -> None:
    one = run.pupil()
    pupils.delete_pupil(run.store, one)
    pupils.restore_pupil(run.store, one)


def _bring_in(run: Run) -> None:
    path = run.home.parent / "register.csv"
    lines = [f"Nyx{number},Okoro,0{1 + number % 9}/03/2017,Year 4" for number in range(run.chance.randint(2, 12))]
    path.write_text("\n".join(["Legal Forename,Legal Surname,DOB,Year Group", *lines]), "utf-8")
    memory = import_memory(run.store)
    preview = open_table(path, memory)
    apply_plan(run.store, make_plan(preview, known_pupils(run.store), memory, today=TODAY))


def _back_up(run: Run) -> None:
    backup.make(run.store.vault, run.home / BACKUPS)
    run.known.backups += 1


def _other_passphrase(run: Run) -> None:
    number = (run.known.passphrase + 1) % len(PASSPHRASES)
    ways.change_passphrase(run.store, "senco", PASSPHRASES[number], PASSPHRASES[number])
    run.known.passphrase = number


def _close_and_open(run: Run) -> None:
    started = run.store.run
    run.store.close()
    run.store = opening.open_school(run.home / SCHOOL, PASSPHRASES[run.known.passphrase], fixed_clock(TODAY))
    run.store.run = started


OFTEN: tuple[Callable[[Run], None], ...] = (
    _change, _change, _change, _needs, _passport, _half_typed, _undo, _redo, _add, _delete_and_restore, _print,
)  # fmt: skip
SELDOM: tuple[Callable[[Run], None], ...] = (
    _attach, _bring_in, _back_up, _other_passphrase, _close_and_open, _new_version,
)  # fmt: skip


def prepare(folder: Path) -> Path:
    """A school with some pupils, to be copied and never written; its laptop remembers it where each run of it will lie."""
    home, made = folder / RUN, folder / "made"
    with settled_in(home), named_in_turn(0):
        store = opening.make_school(
            home / SCHOOL, "Fernhill Primary", PASSPHRASE, fixed_clock(TODAY), practice=True, cost=CHEAP
        )
        for name in ("Ava", "Bo", "Cy"):
            pupils.add_pupil(store, {"legal_forename": name, "legal_surname": "Núñez"})
        store.close()
    return home.rename(made)


def warm_up(made: Path) -> None:
    """Load and work out here, once, what every fork of this process would have to load and work out for itself."""
    compiled: dict[Any, Any] = {}
    cipher.Asked = lambda: compiled
    home = copied(made)
    go_through(home, 0, 0, lambda _told: None)
    with settled_in(home), named_in_turn(0):
        store = opening.open_school(home / SCHOOL, PASSPHRASE, fixed_clock(TODAY))
        run = Run(home, random.Random(0), store)
        for deed in (*OFTEN, *SELDOM):
            deed(run)
        run.store.close()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def settled(home: Path) -> tuple[Shim, Path]:
    """What stands between Gradesk and the system, with nothing below a folder waiting for the disk; and a school to be copied."""
    shim = Shim()
    shim.watch(home)
    made = prepare(home)
    warm_up(made)
    return shim, made


def copied(made: Path) -> Path:
    """The same school in the place of the last run."""
    home = made.with_name(RUN)
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(made, home)
    return home


def go_through(
    home: Path, seed: int, count: int, ack: Callable[[dict[str, Any]], None], *, listen: bool = False
) -> None:
    """Do so many deeds in the school below a folder; after each is told what is kept, once somebody would be told.

    With `listen` each unit of work is told too, with a digest of what is in the file then.
    """
    chance = random.Random(seed)
    with settled_in(home), named_in_turn(seed):
        vault._LONG_LOG = _EARLY
        store = opening.open_school(home / SCHOOL, PASSPHRASE, fixed_clock(TODAY))
        run = Run(home, chance, store, Known(units_in(store)))
        if listen:
            ack({"unit": run.known.units, "digest": digest_of(store)})
        before = 0
        for _ in range(count):
            deed = chance.choice(SELDOM if chance.random() < 0.3 else OFTEN)
            if listen and run.store.vault is not before:
                before = run.store.vault
                run.store.listen(lambda changed: ack({"unit": changed.unit_id, "digest": digest_of(run.store)}))
            deed(run)
            run.known.units = units_in(run.store)
            ack({"deed": deed.__name__.strip("_"), **asdict(run.known)})
        run.store.close()


def units_in(store: Store) -> int:
    """The number of the newest unit of work."""
    with store.read() as session:
        return int(session.scalar(select(func.max(JournalUnit.id))) or 0)


def digest_of(store: Store) -> str:
    """A digest of all records there are."""
    with store.read() as session:
        return content.digest(session.connection())


def words_in(store: Store) -> str:
    """What stands half typed."""
    found = [one for one in unfinished.kept(store) if one.place == _PLACE]
    return str(found[0].words["form"]["summary"]) if found else ""


def everybody(store: Store) -> list[str]:
    """The pupils there are, always in one order."""
    with store.read() as session:
        return sorted(session.scalars(select(Pupil.uuid).where(Pupil.deleted_at.is_(None))))


@contextmanager
def named_in_turn(seed: int) -> Iterator[None]:
    """New records get names that are the same in every run of a seed."""
    chance = random.Random(f"uuids {seed}")
    before = base.uuid4
    base.uuid4 = lambda: UUID(int=chance.getrandbits(128), version=4)
    try:
        yield
    finally:
        base.uuid4 = before
