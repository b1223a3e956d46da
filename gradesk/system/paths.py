"""Where things lie: the program's own resources and the folder of a person's data."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from platformdirs import user_config_path, user_data_path


def resource(*parts: str) -> Path:
    """The path of a file shipped with Gradesk, in a checkout, an installed wheel or a frozen bundle."""
    package = Path(__file__).resolve().parent.parent
    bundled = getattr(sys, "_MEIPASS", None)
    roots = [Path(bundled) / "resources"] if bundled else []
    roots += [package / "resources", package.parent / "resources"]
    for root in roots:
        if root.is_dir():
            return root.joinpath(*parts)
    raise FileNotFoundError("resources")


def default_data_folder() -> Path:
    """The per-user folder for the school's file; on Windows the local one, which does not roam to a server."""
    return Path(user_data_path("Gradesk", appauthor=False, roaming=False))


def config_folder() -> Path:
    """The folder of this laptop's own settings; never holds a person's data."""
    return Path(user_config_path("Gradesk", appauthor=False, roaming=False))


def make_private_folder(folder: Path) -> None:
    """Make the folder and close it to other users of the laptop.

    Windows has no mode bits: there the per-user folder's inherited access list does the same work.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)


def make_private_file(path: Path) -> None:
    """Close an existing file to other users of the laptop (POSIX; see `make_private_folder` for Windows)."""
    if os.name == "posix" and path.exists():
        path.chmod(0o600)
