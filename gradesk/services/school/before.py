"""What can be said of a school before its file is opened: whether it is there, lies well, and whether a passphrase is good."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gradesk.store import places
from gradesk.system import risky_places

SHORTEST = 14  # characters; or four words
# What people really choose; lengthening one of them does not make it good.
_COMMON = ("password", "passphrase", "qwerty", "letmein", "welcome", "12345", "school", "senco", "gradesk", "teacher")


@dataclass(frozen=True)
class Strength:
    """How good a passphrase is, in words."""

    good: bool
    words: str


def strength(passphrase: str) -> Strength:
    """Judge a passphrase: four words or 14 characters, and not a usual one made longer."""
    bare = "".join(passphrase.casefold().split())
    if not bare:
        return Strength(False, "Strength: nothing typed yet.")
    words = [word for word in passphrase.split() if len(word) > 2]
    rest = bare
    for common in _COMMON:
        rest = rest.replace(common, "")
    if len(set(rest)) < 6:
        return Strength(False, "Strength: weak. Too easy to guess; add some unrelated words.")
    if len(words) >= 4 or len(rest) >= SHORTEST + 6:
        return Strength(True, "Strength: strong.")
    if len(rest) >= SHORTEST:
        return Strength(True, "Strength: fair. Another word makes it strong.")
    return Strength(False, f"Strength: weak. Use four words or at least {SHORTEST} characters.")


def problem_with(name: str, first: str, second: str, folder: str) -> str:
    """What keeps a set-up from going on, as a sentence; empty when nothing does."""
    if not name.strip():
        return "Type your school’s name first."
    if not folder.strip():
        return "Choose the folder in which the file shall lie."
    if "\x00" in folder or not place(folder).is_absolute():
        return "Type the whole path of the folder, or choose it from the list."
    found = strength(first)
    if not found.good:
        words = found.words.removeprefix("Strength: ")
        return f"The passphrase is {words}"
    if first != second:
        return "The two passphrases are not the same; type the second one again."
    return ""


def place(folder: str) -> Path:
    """The folder that a person typed; `~` is their own."""
    try:
        return Path(folder.strip()).expanduser()
    except RuntimeError:
        return Path(folder.strip())


def is_set_up(folder: Path) -> bool:
    """Whether a school's file lies in the folder."""
    return places.exists(folder)


def risk(folder: Path) -> str:
    """Why a live file should not lie in a folder, as a sentence; empty where it may, or where somebody wants it all the same."""
    return "" if risky_places.is_accepted(folder) else risky_places.words(folder)


def accept_risk(folder: Path) -> None:
    """Somebody wants the file there all the same; it is remembered."""
    risky_places.accept(folder)
