"""Bits that flip in the file, its log, its keys and its backups: it is said, or it does no harm; never a wrong word shown."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import deeds
from shim import Shim
from support import PASSPHRASE, Part, in_fork, settled_in

from gradesk.services.custody import soundness
from gradesk.services.safekeeping import restoring
from gradesk.services.school import opening
from gradesk.store import vault
from gradesk.store.backups import backup
from gradesk.store.names import DATABASE, KEYS
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused

AT_ONCE = 40  # flips in one fork
LOG = f"{DATABASE}-wal"
WAYS = ("bit", "bit", "bit", "bit", "bit", "bit", "bit", "some bytes", "a page of zeros", "cut short")


def run(part: Part) -> None:
    """Flip until the time is over."""
    Shim().watch(part.home)
    made = deeds.prepare(part.home)
    deeds.warm_up(made)
    digest = _with_log(made)
    source = _backed_up(made)
    part.begin()
    chance = random.Random(part.seed)
    harmless = 0
    while part.more():
        flips = [_choose(chance, made, source) for _ in range(AT_ONCE)]

        def work(tell: Callable[[Any], None], flips: Sequence[tuple[Path, str, int]] = flips) -> None:
            for flip in flips:
                tell(_tried(made, source, digest, flip))

        told, code = in_fork(work, 120)
        part.tried += len(told)
        harmless += sum(one == "harmless" for one in told)
        for number, words in enumerate(told):
            if words not in ("harmless", "told"):
                part.failed(f"{_named(flips[number])}: {words}", _broken(made, source, flips[number]))
        if code != 0 and len(told) < len(flips):
            part.tried += 1
            part.failed(f"{_named(flips[len(told)])}: it ended with {code}", _broken(made, source, flips[len(told)]))
    part.figures["harmless"] = harmless


def _with_log(made: Path) -> str:
    """Leave a school behind as a Gradesk that was killed leaves it, with changes in its log; a digest of what it holds."""
    home = deeds.copied(made)
    chance = random.Random(3)
    left_open: list[Store] = []  # with the last connection the log would go

    def work(tell: Callable[[Any], None]) -> None:
        with settled_in(home), deeds.named_in_turn(3):
            vault._LONG_LOG = 1 << 30
            store = opening.open_school(home / deeds.SCHOOL, PASSPHRASE, fixed_clock(deeds.TODAY))
            left_open.append(store)
            run = deeds.Run(home, chance, store)
            for deed in (*deeds.OFTEN, deeds.SELDOM[0]):
                deed(run)
            tell({"digest": deeds.digest_of(store)})

    told, _ = in_fork(work)
    shutil.rmtree(made)
    home.rename(made)
    return str(told[0]["digest"])


def _backed_up(made: Path) -> Path:
    home = deeds.copied(made)
    with settled_in(home):
        store = opening.open_school(home / deeds.SCHOOL, PASSPHRASE, fixed_clock(deeds.TODAY))

        path = backup.make(store.vault, made.parent / "sound")
        store.close()
    return path


def _choose(chance: random.Random, made: Path, source: Path) -> tuple[Path, str, int]:
    school = made / deeds.SCHOOL
    path = chance.choice((school / DATABASE, school / DATABASE, school / LOG, school / KEYS, source))
    return path, chance.choice(WAYS), chance.randrange(path.stat().st_size * 8)


def _named(flip: tuple[Path, str, int]) -> str:
    path, way, place = flip
    return f"{path.name}, {way} at byte {place // 8:,}, bit {place % 8}"


def _damage(path: Path, way: str, place: int) -> None:
    raw, at = bytearray(path.read_bytes()), place // 8
    if way == "bit":
        raw[at] ^= 1 << place % 8
    elif way == "some bytes":
        chance = random.Random(place)
        raw[at : at + 8] = chance.randbytes(len(raw[at : at + 8]))
    elif way == "a page of zeros":
        start = at // 4096 * 4096
        raw[start : start + 4096] = bytes(len(raw[start : start + 4096]))
    else:
        raw = raw[:at]
    path.write_bytes(raw)


def _broken(made: Path, source: Path, flip: tuple[Path, str, int]) -> Path:
    path, way, place = flip
    if path == source:
        hurt = source.with_name(f"hurt-{source.name}")
        shutil.copyfile(source, hurt)
        _damage(hurt, way, place)
        return hurt
    home = deeds.copied(made)
    _damage(home / deeds.SCHOOL / path.name, way, place)
    return home


def _tried(made: Path, source: Path, digest: str, flip: tuple[Path, str, int]) -> str:
    """What came of it: told, harmless, or what is wrong."""
    hurt = _broken(made, source, flip)
    home = hurt if flip[0] != source else deeds.copied(made)
    with settled_in(home):
        try:
            if flip[0] == source:
                return _restored(hurt, home, digest)
            store = opening.open_school(home / deeds.SCHOOL, PASSPHRASE, fixed_clock(deeds.TODAY))
        except Refused as refused:
            return _told(str(refused))
        except Exception as error:
            return f"a fault of the program at opening: {type(error).__name__}: {error}"[:300]
        try:
            found = soundness.examine(store)
            if found.digest == digest and found.is_sound and not store.notices:
                return "harmless"
            if found.is_sound and not store.notices and store.copy.doubt is None:
                return "it shows something else than what was kept, and says nothing"
            return "told"
        except Exception as error:
            return f"a fault of the program: {type(error).__name__}: {error}"[:300]
        finally:
            store.close()


def _restored(hurt: Path, home: Path, digest: str) -> str:
    found = restoring.restore(hurt, home / "back", PASSPHRASE)
    try:
        now = deeds.digest_of(found.store)
        return "harmless" if now == digest else "a damaged backup was put back as if it were whole"
    finally:
        found.store.close()


def _told(words: str) -> str:
    return "told" if words.strip() else "it was refused without a word"
