"""Folders in which a school's live file would be lost or given away: synced, on a network, or on a stick.

Known by what a service leaves behind, by its name, by what the system says of the drive. Windows and macOS are asked in
`_drive`; only Linux could be tried there, so each is handed in by tests.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePath, PureWindowsPath

from gradesk.system.files import write_whole
from gradesk.system.paths import config_folder
from gradesk.system.refusal import Refused

SYNCED, NETWORK, STICK = "synced", "network", "stick"

# What services leave in the folder they sync, or above it.
_MARKS = {
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".sync": "Resilio Sync", ".stfolder": "Syncthing",
    ".owncloudsync.log": "ownCloud", ".nextcloudsync.log": "Nextcloud", ".tmp.driveupload": "Google Drive",
    ".tmp.drivedownload": "Google Drive", ".sync_.db": "Nextcloud", ".pcloud": "pCloud", ".megasync": "MEGA",
}  # fmt: skip
# How the folders are called; some are followed by a blank or dash and a name (“OneDrive - Fernhill Primary”).
_NAMES = {
    "onedrive": "OneDrive", "dropbox": "Dropbox", "google drive": "Google Drive", "googledrive": "Google Drive",
    "my drive": "Google Drive", "icloud drive": "iCloud", "iclouddrive": "iCloud", "com~apple~clouddocs": "iCloud",
    "mobile documents": "iCloud", "cloudstorage": "a cloud service", "box sync": "Box", "box": "Box", "nextcloud": "Nextcloud",
    "owncloud": "ownCloud", "pclouddrive": "pCloud", "mega": "MEGA", "megasync": "MEGA", "sharepoint": "SharePoint",
    "syncthing": "Syncthing", "creative cloud files": "Creative Cloud",
}  # fmt: skip
_WITH_A_NAME = ("onedrive", "dropbox", "google drive", "sharepoint", "nextcloud", "owncloud")
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORKS = ("nfs", "cifs", "smb", "afp", "webdav", "davfs", "sshfs", "9p", "ncpfs", "glusterfs", "ceph", "rclone")
_REMOVABLE = ("/media/", "/run/media/", "/Volumes/")
_DRIVES = {2: STICK, 4: NETWORK}  # DRIVE_REMOVABLE, DRIVE_REMOTE of GetDriveTypeW


def risk(folder: Path, environment: Mapping[str, str] = os.environ, mounts: str | None = None) -> tuple[str, str]:
    """What kind of risk a folder is, and the service or drive it is known by; two empty texts where it is none.

    `mounts` is the table of mounted drives as Linux writes it.
    """
    found = _synced(folder, environment)
    if found:
        return SYNCED, found
    return _drive(folder, _mounts() if mounts is None else mounts)


def words(folder: Path) -> str:
    """The same as a sentence for whoever would put a school's file there; empty where it is no risk."""
    kind, known_by = risk(folder)
    if not kind:  # a link may lead there
        kind, known_by = risk(Path(os.path.realpath(folder)))
    if kind == SYNCED:
        return (
            f"{known_by} copies this folder elsewhere. A file that is written while it is being copied can be lost or doubled: let "
            "the file lie on the laptop itself, and let finished backups go there."
        )
    if kind == NETWORK:
        return (
            "This folder is on a network drive. When the network drops out in the middle of a word, the file can be damaged: let "
            "it lie on the laptop itself, and let backups go there."
        )
    if kind == STICK:
        return (
            "This folder is on a stick or another drive that can be pulled out. It can be lost, and damaged when it is pulled "
            "out: let the file lie on the laptop itself, and let backups go there."
        )
    return ""


def accept(folder: Path) -> None:
    """Remember on this laptop that somebody wants the file there all the same."""
    with suppress(Refused):
        write_whole(_memory(), json.dumps(sorted({*_accepted(), _named(folder)})).encode())


def is_accepted(folder: Path) -> bool:
    """Whether somebody said so of this very folder."""
    return _named(folder) in _accepted()


def _accepted() -> set[str]:
    try:
        return {one for one in json.loads(_memory().read_text("utf-8")) if isinstance(one, str)}
    except (OSError, ValueError, TypeError, RecursionError):
        return set()


def _named(folder: Path) -> str:
    return os.fsencode(os.path.realpath(folder)).hex()


def _memory() -> Path:
    return config_folder() / "accepted-places.json"


def _synced(folder: Path, environment: Mapping[str, str]) -> str:
    for variable in _VARIABLES:
        root = environment.get(variable, "")
        if root and _is_within(folder, root):
            return "OneDrive"
    for place in (folder, *folder.parents):
        for mark, service in _MARKS.items():
            if (place / mark).exists():
                return service
    return next(filter(None, (_service(part) for part in folder.parts)), "")


def _service(part: str) -> str:
    plain = part.casefold()
    for name, service in _NAMES.items():
        if plain == name or (name in _WITH_A_NAME and plain.startswith((f"{name} ", f"{name}-", f"{name}_"))):
            return service
    return ""


def _is_within(folder: PurePath, root: str) -> bool:
    kind = PureWindowsPath if isinstance(folder, PureWindowsPath) or "\\" in root else PurePath
    return kind(str(folder)).is_relative_to(kind(root))


def _drive(folder: Path, mounts: str) -> tuple[str, str]:
    text = str(folder)
    if text.startswith(("\\\\", "//")):
        return NETWORK, text[2:].split("\\", 1)[0].split("/", 1)[0]
    if sys.platform == "win32":
        kind = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)
        return (_DRIVES[kind], folder.anchor) if kind in _DRIVES else ("", "")
    point, system = _mounted(text, mounts.splitlines())
    if system.removeprefix("fuse.").startswith(_NETWORKS) and point != "/":
        return NETWORK, point
    if f"{point}/".startswith(_REMOVABLE) and point != "/":
        return STICK, point
    return "", ""


def _mounted(text: str, lines: Iterable[str]) -> tuple[str, str]:
    """Where the drive of a path is mounted, and its kind of file system."""
    found = ("/", "")
    for line in lines:
        _, point, system, *_ = [*line.split(" "), "", "", ""]
        point = point.replace("\\040", " ")
        if (text == point or text.startswith(f"{point.rstrip('/')}/")) and len(point) >= len(found[0]):
            found = (point, system)
    if found[0] == "/" and text.startswith("/Volumes/"):  # macOS has no such table
        return "/".join(text.split("/")[:3]), ""
    return found


def _mounts() -> str:
    try:
        return Path("/proc/self/mounts").read_text("utf-8", "replace")
    except OSError:
        return ""
