"""The note that lies beside a practice school's file, so that people and the command line know its passphrase."""

from __future__ import annotations

from pathlib import Path

PASSPHRASE = "practice school"
NOTE = "practice.txt"
_WORDS = (
    "This folder holds Gradesk's practice school. Every person in it is invented.\n"
    f"Its passphrase is: {PASSPHRASE}\n"
    "Never type anything about a real child into it.\n"
)


def is_practice(folder: Path) -> bool:
    """Whether the note lies in the folder."""
    return (folder / NOTE).is_file()


def put(folder: Path) -> None:
    """Lay the note beside the file."""
    (folder / NOTE).write_text(_WORDS, "utf-8")
