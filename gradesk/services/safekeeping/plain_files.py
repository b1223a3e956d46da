"""Kept documents and pictures as files of their own: how they are called, and whether they are as they were kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from gradesk.model.columns import DIGEST_SIZE

_ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "text/plain": "txt"}
_DAMAGED = "damaged"


def named(record: Mapping[str, Any], sealed: bytes) -> tuple[str, bytes]:
    """A neutral name for a kept file, and its bytes; one that is not as it was kept says so in its name."""
    content = sealed[DIGEST_SIZE:]
    is_whole = hashlib.sha256(content).digest() == sealed[:DIGEST_SIZE]
    ending = _ENDINGS.get(str(record.get("media_type")), "bin")
    return f"{record.get('uuid')}.{ending if is_whole else f'{_DAMAGED}.{ending}'}", content
