"""The log: what went wrong and where in the code, never the words of a person."""

from __future__ import annotations

import logging
import sys
import traceback
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from gradesk.system.paths import make_private_file, make_private_folder

_LOG = logging.getLogger("gradesk")


class _PrivateLog(RotatingFileHandler):
    """A log that this person alone can read, the next of its files too."""

    def _open(self) -> TextIOWrapper:
        opened = super()._open()
        make_private_file(Path(self.baseFilename))
        return opened


def start(folder: Path) -> None:
    """Log into a folder; 200 kB in two files at most."""
    try:
        make_private_folder(folder)
        handler = _PrivateLog(folder / "gradesk.log", maxBytes=100_000, backupCount=1, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False


def fault(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Log a fault of the program by its kind and place only; messages can quote what people typed. Returns the place."""
    frames = traceback.extract_tb(trace)
    place = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:]))
    _LOG.error("%s at %s", kind.__name__, place)
    if not _LOG.handlers:
        sys.stderr.write(f"{kind.__name__} at {place}\n")
    return place
