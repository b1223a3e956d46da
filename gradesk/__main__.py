"""Starts Gradesk: a verb goes to the command line, anything else opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from gradesk.cli import demo, verbs
from gradesk.cli.access import data_folder
from gradesk.cli.arguments import parser
from gradesk.practice.marker import PASSPHRASE


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code. Wrong usage ends the process with 2."""
    options = parser().parse_args(argv)
    if options.verb is None:
        return open_window(data_folder(options), None)
    code = verbs.carry_out(options)
    if code != verbs.DONE or options.verb != "demo" or options.no_window:
        return code
    if not demo.has_display():
        print("There is no display here, so no window was opened.")
        return verbs.DONE
    return open_window(demo.practice_folder(options), PASSPHRASE)


def open_window(folder: Path, passphrase: str | None) -> int:
    """Open the window on the file in a folder."""
    from gradesk.app import run  # noqa: PLC0415 (Qt: the verbs must do without it)

    return run(folder, passphrase)


if __name__ == "__main__":
    sys.exit(main())
