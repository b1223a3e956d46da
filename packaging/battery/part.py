"""One part of the battery, in a process of its own; it answers with one line of JSON."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

from support import Part


def main() -> None:
    """Run the part that is named until its time is over."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", default="")
    parser.add_argument("--aim", type=int, default=0)
    given = parser.parse_args()
    # What the program writes to the terminal of its own accord goes there; the answer alone comes back.
    answering = os.dup(1)
    os.dup2(2, 1)
    part = Part(given.name, given.home, given.keep, given.seconds, given.seed, given.broken, aim=given.aim)
    part.begin()
    import_module(given.name).run(part)
    os.write(answering, part.told().encode() + b"\n")


if __name__ == "__main__":
    main()
    sys.stdout.flush()
