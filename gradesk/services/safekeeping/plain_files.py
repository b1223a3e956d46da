"""Kept documents and pictures as files of their own: how they are called, and whether they are as they were kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from gradesk.model.columns import DIGEST_SIZE
from gradesk.model.rules.file_kinds import BY_MEDIA_TYPE

_DAMAGED = "damaged"


def named(record: Mapping[str, Any], sealed: bytes) -> tuple[str, bytes]:
    """A neutral name for a kept file, and its bytes; one that is not as it was kept says so in its name."""
    content = sealed[DIGEST_SIZE:]
    is_whole = hashlib.sha256(content).digest() == sealed[:DIGEST_SIZE]
    name = neutral(str(record.get("uuid")), str(record.get("media_type")), "" if is_whole else f"{_DAMAGED}.")
    return name, content


def neutral(uuid: str, media_type: str, before: str = "") -> str:
    """A name that says of what type a kept file is, and nothing else."""
    kind = BY_MEDIA_TYPE.get(media_type)
    return f"{uuid}.{before}{kind.extensions[0] if kind else 'bin'}"
