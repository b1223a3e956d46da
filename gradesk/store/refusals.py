"""Why the school's file cannot be used, as sentences for a person; told apart by code, never by words.

A disk that fails is no damaged file: a backup put back over it would help nobody, and could take the newest records away.
"""

from __future__ import annotations

import errno
from json import JSONDecodeError
from pathlib import Path

from gradesk.model.columns import Unreadable
from gradesk.system.refusal import Refused

# SQLite's result codes, of which the lowest byte is the kind (sqlite.org/rescode.html).
_PERM, _BUSY, _LOCKED, _NOMEM, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _CONSTRAINT, _NOTADB = (
    3, 5, 6, 7, 8, 10, 11, 13, 14, 19, 26,
)  # fmt: skip
_DISK = frozenset((_PERM, _NOMEM, _READONLY, _IOERR, _FULL, _CANTOPEN))
_READING = ("sqlalchemy.", "gradesk.model.columns")  # where values of the file become Python's
_FULL_ERRNOS = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG)) if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_NO_MEMORY = frozenset((errno.ENOMEM, errno.EMFILE, errno.ENFILE))


class AlreadyOpen(Refused):
    """Another Gradesk has this file open."""


class OtherSchema(Refused):
    """The file was made by another Gradesk, whose tables are not those of this one."""


class Damaged(Refused):
    """The file cannot be read although the passphrase is right."""


class Clash(Refused):
    """A rule over several records would be broken; the file keeps none of the change."""


class ChangedOutside(Refused):
    """Somebody else wrote to the file, or put another in its place, while it was open."""


def kind_of(error: BaseException | None) -> int:
    """The kind of an error of the file, 0 for any other."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else 0


def is_disk(error: BaseException | None) -> bool:
    """Whether the disk is at fault and not what stands on it."""
    return kind_of(error) in _DISK


def is_of_connection(error: BaseException | None) -> bool:
    """Whether it may be over on another connection: this one fell out with the disk, or was given the file for reading only."""
    return kind_of(error) in (_IOERR, _READONLY, _CANTOPEN) or is_damage(error) or isinstance(error, MemoryError)


def is_damage(error: BaseException | None) -> bool:
    """Whether what was read cannot have been written so."""
    # The driver gives bytes that are no text an error of its own, without a code.
    return kind_of(error) in (_CORRUPT, _NOTADB) or "decode to UTF-8" in str(error)


def damaged_whole() -> Damaged:
    """The file as a whole cannot be read."""
    return Damaged("The school’s file is damaged and was left as it is. Put it back from your newest backup.")


def damaged_part() -> Damaged:
    """A part of the file cannot be read."""
    return Damaged("A part of the school’s file is damaged; nothing more was written. Put back your newest backup.")


def folder_gone(folder: Path) -> Refused:
    """The stick was pulled out, the share went, or somebody moved the folder, while its file was open."""
    return Refused(
        f"The folder {folder} is not there just now; what was kept before is in it, and nothing more is kept until it is "
        "back. Leave Gradesk open, put the stick or the folder back, and go on."
    )


def at_opening(folder: Path, error: BaseException) -> Refused:
    """Why a file cannot be opened or made in a folder, when the disk or the system is at fault."""
    number = error.errno if isinstance(error, OSError) else None
    kind = kind_of(error)
    if kind == _FULL or number in _FULL_ERRNOS:
        return Refused(f"The disk of {folder} is full; nothing was changed. Free some space and try again.")
    if kind == _IOERR or number == errno.EIO:
        return Refused(
            f"The disk of {folder} is full or does not answer; nothing was changed. Free some space and try again, or ask "
            "who looks after the laptop."
        )
    if kind == _NOMEM or number in _NO_MEMORY or isinstance(error, MemoryError):
        return Refused(
            "The laptop has no room left to open the file; nothing was changed. Close some programs, try again."
        )
    return Refused(
        f"Gradesk cannot write in {folder}; nothing was changed. Choose another folder, or ask who looks after the laptop."
    )


def while_open(error: BaseException | None) -> Refused | None:
    """The trouble of a file that is open, as a sentence; None when the program is at fault."""
    kind = kind_of(error)
    if is_damage(error):
        return damaged_part()
    if kind in (_FULL, _IOERR, _CANTOPEN):
        return Refused(
            "The disk is full or does not answer; what was kept before is safe and this change was not kept. "
            "Free some space and try again."
        )
    if kind in (_READONLY, _PERM):
        return Refused(
            "The school’s file can only be read here; this change was not kept. Ask who looks after the laptop."
        )
    if kind in (_BUSY, _LOCKED):
        return Refused("Another task is still writing; this change was not kept. Try again in a moment.")
    if kind == _NOMEM or isinstance(error, MemoryError):  # as which the driver tells it
        return Refused("The laptop has no memory left; this change was not kept. Close some programs and try again.")
    return None


def is_clash(error: BaseException | None) -> bool:
    """Whether a rule over several records was broken."""
    return kind_of(error) == _CONSTRAINT


def is_unreadable(error: BaseException) -> bool:
    """Whether a value came out of the file that cannot have been put in, rather than a fault of our own code.

    What the file gives is turned into days, instants and lists in few places; an error that arose there is damage.
    """
    if isinstance(error, Unreadable | JSONDecodeError):
        return True
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return frame is not None and str(frame.tb_frame.f_globals.get("__name__", "")).startswith(_READING)
