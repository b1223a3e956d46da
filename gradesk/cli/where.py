"""Where the school's file lies; the window asks, too, and must not wait for more than this."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from gradesk.system.kept import settings
from gradesk.system.paths import default_data_folder


def data_folder(options: Namespace) -> Path:
    """The folder that was named, else the one this laptop uses."""
    named: Path | None = getattr(options, "data", None)
    if named is not None:
        return named.expanduser().absolute()
    chosen = settings.load().data_folder
    return Path(chosen) if chosen else default_data_folder()
