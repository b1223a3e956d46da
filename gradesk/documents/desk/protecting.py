"""Protected copies: a PDF that opens with a password only, and a password that can be said on the telephone.

AES-256 as ISO 32000-2 has it (V 5, R 6), over words, pictures, title and metadata alike. Every permission is given:
readers are free to ignore them, so a copy is either opened or it is not.
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from gradesk.system.lazy import lazily
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

SHORTEST = 12  # characters; a file can be guessed at without end, so shorter than any log-in's
LONGEST = 127  # bytes in UTF-8, all that revision 6 looks at
_UNTYPED = (
    "Cc",
    "Cf",
    "Cn",
    "Co",
    "Cs",
)  # readers leave these out, or the marks after a picture, or refuse them (SASLprep)
SUGGESTED_WORDS = 6


def protect(pdf: bytes, password: str) -> bytes:
    """The same PDF, opened by the password alone; refuses a password that is empty, short, or too long to count.

    Spaces around it do not count, and letters are composed (NFKC, close to the SASLprep that readers apply), so that
    the same word opens it from every keyboard.
    """

    word = checked(password)
    kept = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        everything = pikepdf.Permissions(**dict.fromkeys(pikepdf.Permissions._fields, True))
        # The owner's password is the same: an empty one would open the file for anybody.
        lock = pikepdf.Encryption(owner=word, user=word, R=6, aes=True, metadata=True, allow=everything)
        opened.save(kept, encryption=lock, fix_metadata_version=False)
    return kept.getvalue()


def checked(password: str) -> str:
    """The password as the file takes it, or a refusal."""
    word = unicodedata.normalize("NFKC", password).strip()
    if not word:
        raise Refused("A protected copy needs a password; nothing was saved. Type one, or take the suggested words.")
    if any(unicodedata.category(letter) in _UNTYPED or "\ufe00" <= letter <= "\ufe0f" for letter in word):
        raise Refused("This password has a character that nobody sees or types; nothing was saved. Type it anew.")
    if len(word) < SHORTEST:
        raise Refused(
            f"A password of {len(word)} characters is soon guessed; nothing was saved. "
            f"Type at least {SHORTEST}, or take the suggested words."
        )
    if len(word.encode("utf-8")) > LONGEST:
        raise Refused("This password is longer than a PDF can hold; nothing was saved. Choose a shorter one.")
    return word


def suggested_password() -> str:
    """Six plain words with hyphens, drawn anew every time: about 58 bits, and easy to say and type."""
    return "-".join(secrets.choice(plain_words()) for _ in range(SUGGESTED_WORDS))


@cache
def plain_words() -> tuple[str, ...]:
    """The words that passwords are drawn from: known to children, told apart by ear, spelt one way only."""
    return tuple(resource("passwords", "words.txt").read_text("utf-8").split())
