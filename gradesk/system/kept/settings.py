"""This laptop's own settings: how the window looks and where the school's file lies. Never anything about a person."""

from __future__ import annotations

import os
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gradesk.system.lazy import lazily
from gradesk.system.paths import config_folder, make_private_file, make_private_folder

if TYPE_CHECKING:
    import tomli_w
else:
    tomli_w = lazily("tomli_w")


@dataclass
class Settings:
    """The device's settings; the school's own lie in its encrypted file."""

    theme: str = ""  # empty: as the system has it
    scale: int = 0  # size of text in per cent; 0: as the system has it
    columns: str = ""  # of the register, by key; empty: the usual ones
    oldest_first: bool = False  # the order of a story's list
    tour: int = 0  # how far the tour was taken
    by_pupil: bool = False  # the order of Today
    paper: str = ""  # what was last chosen at the print desk, as JSON
    covers_after: int = 5  # minutes without key and mouse until everything is covered; 0: never
    hides_from_pictures: bool = True  # of the screen, and from shared screens, where the system can
    window: str = ""  # where the window was and how large, as Qt writes it, in Base64
    data_folder: str = ""  # empty: the per-user folder


def load(folder: Path | None = None) -> Settings:
    """The settings of this laptop; a missing or broken file gives the usual ones."""
    path = (folder or config_folder()) / "settings.toml"
    try:
        raw = tomllib.loads(path.read_text("utf-8-sig"))  # Windows' Editor used to put a byte order mark in front
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return Settings()
    usual = asdict(Settings())
    known = {name: raw[name] for name, value in usual.items() if type(raw.get(name)) is type(value)}
    if "data_folder" in known:
        known["data_folder"] = _from_kept(known["data_folder"])
    return Settings(**known)


def save(settings: Settings, folder: Path | None = None) -> None:
    """Keep the settings; a folder that cannot be written only means that they are asked for again."""
    place = folder or config_folder()
    values = asdict(settings)
    values["data_folder"] = _to_kept(settings.data_folder)
    try:
        make_private_folder(place)
        making = place / "settings.toml.making"
        making.write_text(tomli_w.dumps(values), "utf-8")
        make_private_file(making)
        making.replace(place / "settings.toml")
    except OSError:
        return


_RAW = "raw:"  # before the bytes of a folder whose name is no text


def _to_kept(folder: str) -> str:
    """A folder's name as text that TOML can hold; a name of bytes that are no text is kept as those bytes."""
    try:
        folder.encode("utf-8")
    except UnicodeEncodeError:
        return _RAW + os.fsencode(folder).hex()
    return folder


def _from_kept(kept: str) -> str:
    if not kept.startswith(_RAW):
        return kept
    try:
        return os.fsdecode(bytes.fromhex(kept.removeprefix(_RAW)))
    except ValueError:
        return ""
