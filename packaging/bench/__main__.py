"""Gradesk against floors measured in the same run: `python3 packaging/dev.py bench`.

`--quick` takes small schools and few turns, to see that everything still runs; its figures mean nothing.
`--only start,use,cover,river,paper,bundle,import,support,week,keep` measures some of it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import bundling
import importing
import itc
import keeping
import paper
import schools
import support
import weekly
import weeks
from measuring import Line, child, median, table

PARTS = ("start", "use", "cover", "river", "paper", "bundle", "import", "support", "week", "keep")
FOOTNOTE = """
Times are medians, in turn with their floors, in fresh processes where a window is measured; drawn offscreen.
The measured schools have a passphrase that costs next to nothing to check. A real one is meant to cost about 0.7 s
and up to 512 MB for a moment at every start, so that guessing is slow; that is left out of start and memory here.
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small schools, few turns")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}")
    chosen = parser.parse_args()
    parts = set(chosen.only.split(","))
    sizes = (4, 12, 20) if chosen.quick else (60, 1_500, 20_000)
    times = 1 if chosen.quick else 5
    years = 1 if chosen.quick else 10
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # A window remembers its settings; none of it may land in those of whoever measures.
    with tempfile.TemporaryDirectory(prefix="gradesk-bench-") as folder:
        home = Path(folder)
        # Where the children look, too: they open what is built here as the laptop that built it.
        os.environ["XDG_CONFIG_HOME"] = str(home)
        lines: list[Line] = []
        if parts & {"start", "use", "cover", "paper", "keep"}:
            print(f"Making schools of {', '.join(f'{size:,}' for size in sizes)} pupils ...", flush=True)
            # The middle school is for typing and printing only.
            veterans = {
                size: schools.build(home / f"school-{size}", size, 0 if size == sizes[1] else 2, years)
                for size in sizes
            }
        if "start" in parts:
            lines += _start(home, sizes, times)
        if "use" in parts:
            lines += _use(home, sizes, veterans, max(1, times - 2), turns=1 if chosen.quick else 10)
        if "cover" in parts:
            lines += _cover(home, sizes, times)
        if "river" in parts:
            lines += _river(home, times)
        if "paper" in parts:
            print("Laying out passports ...", flush=True)
            printed = home / f"school-{sizes[1]}"
            lines += paper.measure(printed, min(400, sizes[1]), times)
            lines += paper.grown(printed, *((4, 12) if chosen.quick else (100, 1_000)), home, max(1, times - 2))
        if "bundle" in parts:
            print("Putting bundles together ...", flush=True)
            lines += bundling.measure(home, max(1, times - 2), quick=chosen.quick)
        if "import" in parts:
            lines += importing.measure(home, sizes[-1], max(1, times - 2))
        if "support" in parts:
            print("Marking registers ...", flush=True)
            lines += support.measure(home, max(1, times - 2), quick=chosen.quick)
        if "week" in parts:
            print("Placing weeks ...", flush=True)
            lines += weeks.measure(home, quick=chosen.quick)
            lines += itc.measure(quick=chosen.quick)
            lines += weekly.measure(home, max(1, times - 2), quick=chosen.quick)
        if "keep" in parts:
            print("Making backups ...", flush=True)
            lines += keeping.measure(home / f"school-{sizes[-1]}", home, max(1, times - 2), quick=chosen.quick)
        print(f"\n{table(lines)}\n{FOOTNOTE}")


def _start(home: Path, sizes: Sequence[int], times: int) -> list[Line]:
    few, many = sizes[0], sizes[-1]
    print("Starting windows ...", flush=True)
    shown: dict[object, list[float]] = {}
    for _ in range(times + 2 if times > 1 else 1):
        for size in (few, many):
            shown.setdefault(("bare", size), []).append(child("bare.py", size, home=home)["shown"])
            real = child("real.py", home / f"school-{size}", "start", home=home)
            assert real["rows"] == size, "the register does not show everybody"
            shown.setdefault(size, []).append(real["shown"])
            shown.setdefault(("listed", size), []).append(real["listed"])
    took = {key: median(values[1:] or values) for key, values in shown.items()}
    floor = "bare PySide6 window, as many rows"
    return [
        *_gate(home, sizes, times),
        Line(f"start to Today, {few:,} pupils", took[few], took["bare", few], floor, 4),
        Line(f"start to Today, {many:,} pupils", took[many], took["bare", many], floor, 4),
        Line(f"start to its lines, {few:,} pupils", took["listed", few], took["bare", few], floor, 5),
        Line(f"start, {many:,} pupils", took[many], took[few], f"the same with {few:,} pupils", 1.2),
    ]


def _gate(home: Path, sizes: Sequence[int], times: int) -> list[Line]:
    few, many = sizes[0], sizes[-1]
    print("Typing the passphrase ...", flush=True)
    runs: dict[object, list[dict[str, float]]] = {}
    for _ in range(times + 1 if times > 1 else 1):
        runs.setdefault("field", []).append(child("field.py", home=home))
        for size in (few, many):
            runs.setdefault(size, []).append(child("entering.py", home / f"school-{size}", home=home))
            assert not runs[size][-1]["unasked"], "the store was loaded before the field was ready"

    def of(whose: object, name: str) -> float:
        return median([run[name] for run in runs[whose][1:] or runs[whose]])

    floor = "a bare window with one field"
    return [
        Line("start to the passphrase’s field", of(few, "ready"), of("field", "ready"), floor, 1.5),
        Line("its slowest key while the rest is loaded", of(few, "worst"), of("field", "worst"), floor, at_most=33),
        *(
            Line(
                f"Enter to Today’s lines but for the key, {size:,} pupils",
                of(size, "entered"),
                of("field", "ready"),
                f"{floor}, started",
                at_most=150,
            )
            for size in (few, many)
        ),
    ]


def _use(home: Path, sizes: Sequence[int], veterans: dict[int, list[str]], times: int, turns: int) -> list[Line]:
    print("Pressing keys and opening pupils ...", flush=True)
    real: dict[int, list[dict[str, float]]] = {size: [] for size in sizes}
    bare: dict[int, list[dict[str, float]]] = {size: [] for size in sizes}
    for _ in range(times):
        for size in sizes:
            real[size].append(child("real.py", home / f"school-{size}", "use", turns, *veterans[size], home=home))
            bare[size].append(child("bare.py", size, home=home))
    few, middle, many = sizes

    def of(runs: dict[int, list[dict[str, float]]], size: int, name: str) -> float:
        return median([run[name] for run in runs[size]])

    keys = [
        Line(f"key press to list, {size:,} pupils", of(real, size, "key"), of(bare, size, "key"), floor)
        for size in (middle, many)
        for floor in ("a Python list filtered in a bare table",)
    ]
    pages = [
        Line(f"{name}, {many:,} pupils", of(real, many, key), of(real, few, key), f"the same with {few:,} pupils", 1.2)
        for name, key in (("pupil of ten years opened", "passport"), ("the same on the timeline", "timeline"))
    ]
    memory = [
        Line(
            f"peak memory, {many:,} pupils, {when}",
            of(real, many, key),
            of(bare, many, key),
            "bare PySide6 window, as many rows",
            3,
            "MB",
        )
        for when, key in (("Today shown", "peak"), ("after use", "peak_after"))
    ]
    return [*keys, *pages, *memory]


def _cover(home: Path, sizes: Sequence[int], times: int) -> list[Line]:
    print("Covering ...", flush=True)
    most = sizes[-1]
    took = child("covering.py", home / f"school-{most}", 10 if times > 1 else 1, home=home)
    floor = "a bare modal window with one field"
    return [
        Line(f"F12 to the cover painted, {most:,} pupils", took["covered"], took["bare"], floor, at_most=100),
        Line("the slowest of them", took["worst"], took["bare"], floor, at_most=100),
    ]


def _river(home: Path, times: int) -> list[Line]:
    print("Panning and zooming ...", flush=True)
    turns, events, lanes = (40, 2_000, 400) if times > 1 else (4, 200, 40)
    took = child("river.py", turns, events, lanes, home=home)
    floor = f"{events:,} plain rectangles"
    steps = [
        Line(f"river of {events:,} events, {name}", took[f"river {name}"], took["river rectangles"], floor, 5)
        for name in ("pan, ten years", "pan, a year", "pan, a month", "zoom")
    ]
    return [
        *steps,
        Line(
            f"a month, {events * 9:,} more events out of view",
            took["river crowded"],
            took["river calm"],
            "without them",
            1.2,
        ),
        Line(
            f"{lanes:,} lanes, pan",
            took["lanes pan"],
            took["lanes rectangles"],
            "as many plain rectangles as shapes drawn",
            5,
        ),
        Line(f"{lanes:,} lanes, scroll", took["lanes scroll"], took["lanes rectangles"], "the same", 5),
        Line(f"{lanes * 10:,} lanes, pan", took["lanes many"], took["lanes pan"], f"{lanes:,} lanes", 1.2),
    ]


if __name__ == "__main__":
    main()
