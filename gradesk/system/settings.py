"""This laptop's own settings: how the window looks and where the school's file lies. Never anything about a person."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from gradesk.system.paths import config_folder, make_private_file, make_private_folder


@dataclass
class Settings:
    """The device's settings; the school's own lie in its encrypted file."""

    theme: str = "light"
    scale: int = 100  # size of text in per cent
    columns: str = ""  # of the register, by key; empty: the usual ones
    oldest_first: bool = False  # the order of a story's list
    paper: str = ""  # what was last chosen at the print desk, as JSON
    data_folder: str = ""  # empty: the per-user folder


def load(folder: Path | None = None) -> Settings:
    """The settings of this laptop; a missing or broken file gives the usual ones."""
    path = (folder or config_folder()) / "settings.toml"
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return Settings()
    usual = asdict(Settings())
    known = {name: raw[name] for name, value in usual.items() if isinstance(raw.get(name), type(value))}
    return Settings(**known)


def save(settings: Settings, folder: Path | None = None) -> None:
    """Keep the settings; a folder that cannot be written only means that they are asked for again."""
    place = folder or config_folder()
    lines = [f"{field.name} = {json.dumps(getattr(settings, field.name))}" for field in fields(settings)]
    try:
        make_private_folder(place)
        making = place / "settings.toml.making"
        making.write_text("\n".join(lines) + "\n", "utf-8")
        make_private_file(making)
        making.replace(place / "settings.toml")
    except OSError:
        return
