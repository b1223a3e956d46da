"""Starts Gradesk: a verb goes to the command line, anything else opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from gradesk.cli.arguments import parser
from gradesk.system.guarding import guard_process
from gradesk.system.starting import no_collecting


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code. Wrong usage ends the process with 2."""
    guard_process()
    options = parser().parse_args(argv)
    with no_collecting():
        from gradesk.cli.access import data_folder  # noqa: PLC0415 (start-up time)
    if options.verb is None:
        return open_window(data_folder(options), None)
    from gradesk.cli import demo, verbs  # noqa: PLC0415 (start-up time: the window needs none of them)
    from gradesk.practice.marker import PASSPHRASE  # noqa: PLC0415 (the same)

    code = verbs.carry_out(options)
    if code != verbs.DONE or options.verb != "demo" or options.no_window:
        return code
    if not demo.has_display():
        print("There is no display here, so no window was opened.")
        return verbs.DONE
    return open_window(demo.practice_folder(options), PASSPHRASE)


def open_window(folder: Path, passphrase: str | None) -> int:
    """Open the window on the file in a folder."""
    with no_collecting():
        from gradesk.app import run  # noqa: PLC0415 (Qt: the verbs must do without it)

    return run(folder, passphrase)


if __name__ == "__main__":
    sys.exit(main())
