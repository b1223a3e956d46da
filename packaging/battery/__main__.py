"""The battery: everything that must not happen to a school's file is tried, and what was tried is counted.

`python3 packaging/dev.py battery [--minutes N] [--only NAME[,NAME]] [--short] [--release]`. The parts run in processes of
their own, two at a time, without a network; each prints how much it tried and how much of that failed. What failed is kept
in a folder whose path stands at the end. The exit code is 0 only when nothing failed, and the battery failed where it must.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import shim
from starting import KINDS, Kind, Outcome, start

AT_ONCE = 2
LEAST = 5.0  # seconds of a part
LONGEST = 12 * 3600.0  # seconds of one that goes on until it has tried enough


def main() -> int:
    """Run the parts and print what they found; the exit code."""
    parser = argparse.ArgumentParser(prog="battery", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="for all parts together (default 30)")
    parser.add_argument("--short", action="store_true", help="a little of everything, in less than three minutes")
    parser.add_argument("--release", action="store_true", help="until each part has tried what a release asks of it")
    parser.add_argument("--only", default="", help=f"some of {', '.join(kind.name for kind in KINDS)}")
    parser.add_argument("--keep", type=Path, help="where what failed is kept")
    parser.add_argument("--seed", type=int, default=1, help="another number tries other things")
    given = parser.parse_args()
    names = [name for name in given.only.split(",") if name]
    if unknown := set(names) - {kind.name for kind in KINDS}:
        parser.error(f"there is no part called {', '.join(sorted(unknown))}")
    chosen = [kind for kind in KINDS if not names or kind.name in names]
    keep = given.keep or Path(tempfile.gettempdir()) / f"gradesk-battery-{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="gradesk-battery-home-") as folder:
        home = Path(folder)
        made = shim.build(home)
        print(f"{'part':<9}{'tried':>10}{'failed':>9}{'time':>11}", flush=True)
        seconds = _seconds(chosen, given.minutes, short=given.short, release=given.release)
        outcomes = _run(chosen, seconds, home, keep.resolve(), given.seed, made, release=given.release)
    return _conclude(outcomes, keep, release=given.release)


def _seconds(chosen: list[Kind], minutes: float, *, short: bool, release: bool) -> dict[str, float]:
    if release:
        return {kind.name: LONGEST if kind.aim else kind.release * 60 for kind in chosen}
    if short:
        return {kind.name: kind.short for kind in chosen}
    whole = sum(kind.share for kind in chosen)
    at_once = min(AT_ONCE, len(chosen))
    return {kind.name: max(LEAST, minutes * 60 * at_once * kind.share / whole) for kind in chosen}


def _run(
    chosen: list[Kind],
    seconds: dict[str, float],
    home: Path,
    keep: Path,
    seed: int,
    made: Path | None,
    *,
    release: bool,
) -> list[Outcome]:
    outcomes = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        # The longest first, so that the last one is short.
        order = sorted(chosen, key=lambda kind: -seconds[kind.name] - kind.sets_up)
        begun = [
            pool.submit(_start, kind, seconds[kind.name], home, keep, seed, made, release=release) for kind in order
        ]
        for future in as_completed(begun):
            outcomes.append(future.result())
            print(outcomes[-1].line, flush=True)
            for words in outcomes[-1].words[:5]:
                print(f"    FAILED {words}", flush=True)
            for words in outcomes[-1].missing:
                print(f"    not tried: {words}", flush=True)
    return outcomes


def _start(
    kind: Kind, seconds: float, home: Path, keep: Path, seed: int, made: Path | None, *, release: bool
) -> Outcome:
    outcome = start(kind, seconds, home, keep, seed, made, aim=kind.aim if release else 0)
    if release and outcome.tried < kind.aim and kind.name != "fuzz":  # which says of each reader what it tried
        outcome.missing.append(f"{kind.aim - outcome.tried:,} of the {kind.aim:,} that a release asks of it")
    return outcome


def _conclude(outcomes: list[Outcome], keep: Path, *, release: bool) -> int:
    failed = sum(outcome.failed for outcome in outcomes)
    missing = sum(len(outcome.missing) for outcome in outcomes)
    print(f"\nTried {sum(outcome.tried for outcome in outcomes):,}, failed {failed:,}, not tried {missing:,}.")
    if failed and keep.exists():
        print(f"What failed is kept in {keep}")
    return 1 if failed or (release and missing) else 0


if __name__ == "__main__":
    raise SystemExit(main())
