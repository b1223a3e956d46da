"""Starts Gradesk: a verb goes to the command line, anything else opens the window."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gradesk.system.laptop.guarding import guard_process
from gradesk.system.laptop.starting import no_collecting
from gradesk.system.lazy import lazily, load

# The window needs no verb, and a verb must do without Qt.
if TYPE_CHECKING:
    from gradesk.app import run
    from gradesk.cli import demo, verbs
    from gradesk.cli.arguments import parser
    from gradesk.cli.where import data_folder
    from gradesk.practice import marker
    from gradesk.system.laptop.child import be_the_child_if_one
else:
    run = lazily("gradesk.app:run")
    demo = lazily("gradesk.cli.demo")
    parser = lazily("gradesk.cli.arguments:parser")
    verbs = lazily("gradesk.cli.verbs")
    data_folder = lazily("gradesk.cli.where:data_folder")
    marker = lazily("gradesk.practice.marker")
    be_the_child_if_one = lazily("gradesk.system.laptop.child:be_the_child_if_one")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code. Wrong usage ends the process with 2."""
    if getattr(sys, "frozen", False):
        be_the_child_if_one()
    guard_process()
    given = sys.argv[1:] if argv is None else argv
    options = parser().parse_args(given) if given else Namespace(verb=None)
    with no_collecting():
        load(data_folder)
    if options.verb is None:
        return open_window(data_folder(options), None)
    code = verbs.carry_out(options)
    if code != verbs.DONE or options.verb != "demo" or options.no_window:
        return code
    if not demo.has_display():
        print("There is no display here, so no window was opened.")
        return verbs.DONE
    return open_window(demo.practice_folder(options), marker.PASSPHRASE)


def open_window(folder: Path, passphrase: str | None) -> int:
    """Open the window on the file in a folder."""
    with no_collecting():
        load(run)
    return run(folder, passphrase)


if __name__ == "__main__":
    sys.exit(main())
