"""Every reader of files from outside with harmed files: a table or a sentence, never a fault, a hang or half a register."""

from __future__ import annotations

import hashlib
import random
import re
import resource
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import deeds
import readers
from readers import READERS, Reader
from support import PASSPHRASE, Part, in_fork, settled_in

from gradesk.interchange.receive import make_plan, open_table
from gradesk.services.admission.admitting import apply_plan
from gradesk.services.admission.known_register import import_memory, known_pupils
from gradesk.services.custody import soundness
from gradesk.services.school import opening
from gradesk.system.clock import fixed_clock
from gradesk.system.laptop.child import ChildFailed
from gradesk.system.refusal import Refused

HANG = 20  # seconds
ROOM = 2 * 1024**3  # bytes a reader may have here; its child has less
CORPUS = "gradesk-battery-corpus"
MOST_KEPT = 400  # inputs of one reader that are worth beginning from
ADMITTED = 25  # batches, after which a harmed register is really brought in


class Hung(Exception):
    """A reader took too long."""


def run(part: Part) -> None:
    """Harm files until the time is over."""
    readers.prepare()
    made = deeds.prepare(part.home)
    deeds.warm_up(made)
    chance = random.Random(part.seed)
    corpora = {reader.name: _corpus(reader, part.home, part.keep.parent / CORPUS) for reader in READERS}
    part.begin()
    spent = {reader.name: 0.0 for reader in READERS}
    counts: dict[str, int] = {}
    batches = 0
    while part.more():
        left = [one for one in READERS if not part.aim or counts.get(one.name, 0) < one.release]
        if not left:
            break
        reader = min(left, key=lambda one: spent[one.name] / one.share)
        began = time.monotonic()
        counts[reader.name] = counts.get(reader.name, 0) + _batch(part, reader, corpora[reader.name], chance)
        spent[reader.name] += time.monotonic() - began
        batches += 1
        if batches % ADMITTED == 0:
            _admit(part, made, corpora["csv"], chance)
    part.figures |= counts
    if part.aim:
        for one in READERS:
            if (short := one.release - counts.get(one.name, 0)) > 0:
                part.not_tried(f"{short:,} of the {one.release:,} inputs of {one.name} that a release asks for")
    part.figures["corpus"] = sum(len(corpus.inputs) for corpus in corpora.values())


class _Corpus:
    """Inputs of one reader that each led to something else; kept from one run to the next."""

    def __init__(self, folder: Path, inputs: list[bytes]) -> None:
        self.folder = folder
        self.inputs = inputs
        self.seen: set[str] = set()

    def learn(self, raw: bytes, outcome: str) -> None:
        if outcome in self.seen or len(self.inputs) >= MOST_KEPT or len(raw) > 100_000:
            return
        self.seen.add(outcome)
        self.inputs.append(raw)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / hashlib.sha256(raw).hexdigest()[:20]).write_bytes(raw)


def _corpus(reader: Reader, home: Path, corpora: Path) -> _Corpus:
    folder = corpora / reader.name
    kept = sorted(folder.glob("*")) if folder.exists() else []
    return _Corpus(folder, [*reader.seeds(home), *(path.read_bytes() for path in kept[:MOST_KEPT])])


def _batch(part: Part, reader: Reader, corpus: _Corpus, chance: random.Random) -> int:
    seeds = [chance.getrandbits(60) for _ in range(reader.at_once)]
    path = part.home / f"harmed.{reader.ending}"

    def input_of(seed: int) -> bytes:
        own = random.Random(seed)
        return reader.mutate(own.choice(corpus.inputs), own, corpus.inputs)

    def work(tell: Callable[[Any], None]) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
        signal.signal(signal.SIGALRM, _hung)
        for seed in seeds:
            path.write_bytes(input_of(seed))
            tell(_read(reader, path))

    told, code = in_fork(work, HANG * 4)
    for seed, (kind, words) in zip(seeds, told, strict=False):
        raw = input_of(seed)
        if kind == "failed":
            _keep(part, reader, raw, words)
        elif kind == "contained":
            part.figures["contained"] = part.figures.get("contained", 0) + 1
        corpus.learn(raw, f"{kind} {words}")
    count = len(told)
    if code != 0 and count < len(seeds):
        count += 1
        if reader.has_child and code is not None:
            part.figures["contained"] = part.figures.get("contained", 0) + 1
        else:
            _keep(part, reader, input_of(seeds[len(told)]), f"ended with {code}")
    part.tried += count
    return count


def _read(reader: Reader, path: Path) -> tuple[str, str]:
    signal.setitimer(signal.ITIMER_REAL, HANG)
    try:
        return "read", repr(reader.read(path))[:80]
    except Refused as refused:
        return "refused", re.sub(r"\d+|“[^”]*”", "#", str(refused))[:80]
    except (ChildFailed, Hung, MemoryError) as error:
        return ("contained" if reader.has_child else "failed"), type(error).__name__
    except Exception as error:
        return ("contained" if reader.has_child else "failed"), f"{type(error).__name__}: {error}"[:120]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _hung(*_given: object) -> NoReturn:
    raise Hung


def _keep(part: Part, reader: Reader, raw: bytes, words: str) -> None:
    path = part.home / f"{reader.name}.{reader.ending}"
    path.write_bytes(raw)
    part.failed(f"{reader.name}: {words}", path)


def _admit(part: Part, made: Path, corpus: _Corpus, chance: random.Random) -> None:
    """A harmed register that can be read is brought in: all of it is kept, or nothing."""
    home = deeds.copied(made)
    path = part.home / "admitted.csv"
    path.write_bytes(READERS[0].mutate(chance.choice(corpus.inputs), chance, corpus.inputs))
    part.tried += 1
    with settled_in(home):
        store = opening.open_school(home / deeds.SCHOOL, PASSPHRASE, fixed_clock(deeds.TODAY))
        before, units = deeds.digest_of(store), deeds.units_in(store)
        try:
            memory = import_memory(store)
            plan = make_plan(open_table(path, memory), known_pupils(store), memory, today=deeds.TODAY)
            apply_plan(store, plan)
        except Refused:
            if (deeds.digest_of(store), deeds.units_in(store)) != (before, units):
                part.failed("csv: a register that was refused has changed something", path)
        except Exception as error:
            part.failed(f"csv, brought in: {type(error).__name__}: {error}"[:200], path)
        if deeds.units_in(store) > units + 1:
            part.failed("csv: one register was brought in as several units of work", path)
        if problems := soundness.examine(store).problems:
            part.failed(f"csv, brought in: {problems[0]}", path)
        store.close()
    shutil.rmtree(home)
