"""Unmistakable words in every kind of record: after a whole day they lie in no file but the vault, and in no memory when locked."""

from __future__ import annotations

import base64
import json
import os
import random
import signal
import string
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import journey
from support import Part

HERE = Path(__file__).resolve().parent
_CHUNK = 16 * 1024 * 1024


def run(part: Part) -> None:
    """One whole day, then one that is only looked at, and again until the time is over."""
    number = 0
    while part.more() or not number:
        number += 1
        _day(part, part.home / f"day-{number}", random.Random(part.seed * 100 + number))
        _memory(part, part.home / f"memory-{number}", random.Random(part.seed * 100 + 50 + number))


def _words(chance: random.Random) -> dict[str, str]:
    return {name: "Qx" + "".join(chance.choices(string.ascii_lowercase, k=11)) for name in journey.FIELDS}


def _environment(home: Path) -> dict[str, str]:
    names = ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
    for name in names:
        (home / name.lower()).mkdir(parents=True, mode=0o700)
    return {**os.environ, **{name: str(home / name.lower()) for name in names}, "PYTHONDONTWRITEBYTECODE": "1"}


def _start(home: Path, what: str, *more: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(HERE / "journey.py"), what, str(home / "home" / "school"), *map(str, more)]
    return subprocess.Popen(
        command, env=_environment_of[home], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


_environment_of: dict[Path, dict[str, str]] = {}


def _day(part: Part, home: Path, chance: random.Random) -> None:
    words = _words(chance)
    _environment_of[home] = _environment(home)
    outside = part.home / f"outside-{home.name}"  # where a person saves pages and backups, on purpose
    outside.mkdir()
    said = b""
    for what in ("fill", "day"):
        with _start(home, what, outside) as child:
            out, err = child.communicate(json.dumps(words).encode() + b"\n", timeout=300)
        said += err
        if child.returncode:
            part.failed(f"the {what} ended with {child.returncode}: {err.decode('utf-8', 'replace')[-200:]}")
            return
    for fault in json.loads(out.splitlines()[-1])["faults"]:
        part.failed(fault)
    files = [path for path in home.rglob("*") if path.is_file()]
    files += [path for path in Path("/dev/shm").glob("*") if path.is_file()]
    files += [path for path in (outside / "stick").rglob("*") if path.is_file()]  # backups are as encrypted as the file
    for path in files:
        part.tried += len(words)
        for name in _in(path.read_bytes(), words):
            part.failed(
                f"the words of “{name}” lie in {path.relative_to(part.home) if home in path.parents else path}", path
            )
    for path in home.rglob("*"):
        for name in _in(os.fsencode(path.name), words):
            part.failed(f"the words of “{name}” are in the name of a file")
    part.tried += len(words)
    for name in _in(said, words):
        part.failed(f"the words of “{name}” were written to the terminal")
    part.figures["files"] = part.figures.get("files", 0) + len(files)


def _in(raw: bytes, words: Mapping[str, str]) -> Iterator[str]:
    for name, word in words.items():
        forms = (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be"), word.lower().encode())
        # Base64 has three ways to begin; what stands in the middle of each is the same whatever stands around it.
        coded = [base64.b64encode(bytes(start) + word.encode())[4:-4] for start in range(3)]
        if any(form in raw for form in (*forms, *coded, urllib.parse.quote(word.encode().hex()).encode())):
            yield name


def _memory(part: Part, home: Path, chance: random.Random) -> None:
    """In a process that was never told the words but by the vault."""
    words = _words(chance)
    _environment_of[home] = _environment(home)
    with _start(home, "fill") as child:
        child.communicate(json.dumps(words).encode() + b"\n", timeout=120)
    with _start(home, "look") as child:
        assert child.stdin is not None and child.stdout is not None
        found = {}
        if child.stdout.readline().strip() != b"open":
            child.kill()
            part.failed(f"the day that is looked at fell: {child.communicate()[1].decode('utf-8', 'replace')[-200:]}")
            return
        try:
            found["open"] = _seen(child.pid, words)
        except OSError as error:
            child.kill()
            child.communicate()
            part.not_tried(f"words in memory: another process cannot be looked into here ({error.strerror})")
            return
        child.stdin.write(b"\n")
        child.stdin.flush()
        # The next process has the same outputs, so that nobody waits for their end here.
        how, _, number = child.stdout.readline().decode().strip().partition(" ")
        if how != "locked" or not number.isdigit() or not int(number):
            child.kill()
            part.failed(f"it did not begin anew when it was locked: {how or 'it fell'}")
            return
        child.wait(timeout=60)
        # The process that had the school open has ended; the one that waits for the passphrase is another.
        found["locked"] = _of_the_next(int(number), words)
    part.tried += len(words)
    part.figures |= {"words in memory": len(found["open"]), "and locked": len(found["locked"])}
    if not found["open"]:
        part.failed("no word was in memory while the school was open: the search finds nothing")
    if found["locked"]:
        part.failed(
            f"{len(found['locked'])} of {len(words)} words are still in memory when it is locked, {sum(found['locked'].values())} "
            f"times in all (open: {sum(found['open'].values())})"
        )


def _of_the_next(process: int, words: Mapping[str, str]) -> dict[str, int]:
    """What the next process has in memory once its window is there; it is ended then."""
    deadline = time.monotonic() + 30
    try:
        while "libQt6Widgets" not in Path(f"/proc/{process}/maps").read_text() and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(2)
        return _seen(process, words)
    finally:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def _seen(process: int, words: Mapping[str, str]) -> dict[str, int]:
    """How often each word is in the memory of a process."""
    forms = {name: (word.encode(), word.encode("utf-16-le")) for name, word in words.items()}
    found: dict[str, int] = {}
    with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{process}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            place, end = (int(one, 16) for one in span.split("-"))
            while place < end:
                try:
                    memory.seek(place)
                    raw = memory.read(min(_CHUNK, end - place))
                except OSError:
                    break
                for name, both in forms.items():
                    if times := sum(raw.count(form) for form in both):
                        found[name] = found.get(name, 0) + times
                if not raw:
                    break
                place += len(raw)
    return found
