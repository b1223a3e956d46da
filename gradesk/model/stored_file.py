"""Bytes kept inside the encrypted file: photographs and the school's logo."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from gradesk.model.base import Base, new_uuid
from gradesk.model.columns import SealedBytes


class StoredFile(Base):
    """Bytes as they were taken in, with their digest in front.

    Never changed: a new picture is a new row, so the journal need not hold bytes.
    """

    __tablename__ = "stored_file"

    uuid: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_uuid)
    written_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    media_type: Mapped[str] = mapped_column(default="image/jpeg")
    content: Mapped[bytes] = mapped_column(SealedBytes)
