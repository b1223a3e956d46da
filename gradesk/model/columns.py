"""How values are kept in the file, and how one that a damaged page has changed is known when it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import LargeBinary, String, Text, TypeDecorator
from sqlalchemy.engine import Dialect

DIGEST_SIZE = hashlib.sha256().digest_size  # bytes


class Unreadable(ValueError):
    """What stands in the file cannot be what was written there: a page of it is damaged."""


class KeptText(Text):
    """Text as it was written. No text of ours holds a NUL; a damaged page that could not be decrypted is all NULs."""

    def bind_processor(self, _dialect: Dialect) -> Callable[[str | None], str | None]:
        """Write no NUL and no half of a surrogate pair, whoever pasted one."""
        return _writable

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[str | None], str | None]:
        """Refuse what a damaged page left of a text."""
        return _without_nul


def _writable(value: str | None) -> str | None:
    if value is None or (value.isascii() and "\x00" not in value):
        return value
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _without_nul(value: str | None) -> str | None:
    if value is not None and "\x00" in value:
        raise Unreadable("text")
    return value


class SealedBytes(TypeDecorator[bytes]):
    """Bytes kept behind their SHA-256, which is checked whenever they are read, by whichever query."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, _dialect: Dialect) -> bytes | None:
        """Put the digest in front."""
        return None if value is None else hashlib.sha256(value).digest() + value

    def process_result_value(self, value: bytes | None, _dialect: Dialect) -> bytes | None:
        """Give the bytes back as they were kept, or not at all."""
        if value is None:
            return None
        content = value[DIGEST_SIZE:]
        if hashlib.sha256(content).digest() != value[:DIGEST_SIZE]:
            raise Unreadable("bytes")
        return content


class UtcInstant(TypeDecorator[datetime]):
    """An instant, kept as ISO text in UTC so that order in the file is order in time."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        """Refuse a time without a zone rather than guess one."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        """Read the text back as an aware datetime in UTC."""
        return None if value is None else datetime.fromisoformat(value)
