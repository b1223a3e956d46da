"""What Gradesk remembers of imports: what came when, and how columns and values were read."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, text


class ImportBatch(Entity):
    """One import that was accepted."""

    __tablename__ = "import_batch"

    file_name: Mapped[str] = text("File")
    sha256: Mapped[str] = text("Digest of the file", personal=False)
    size: Mapped[int] = field("Size in bytes", personal=False, default=0)
    header_key: Mapped[str] = text("Set of headers", personal=False)
    counts: Mapped[str] = text("Counts", personal=False, help="JSON: group and number")


class ImportMapping(Entity):
    """What each column of one set of headers was taken for, and how such a file is read."""

    __tablename__ = "import_mapping"
    __table_args__ = (Index("uq_import_mapping_header_key", "header_key", unique=True),)

    header_key: Mapped[str] = text("Set of headers", personal=False)
    name: Mapped[str] = text("Name", personal=False)
    columns: Mapped[str] = text("Columns", personal=False, help="JSON: header and field")
    reading: Mapped[str] = text("Reading", personal=False, help="JSON: how a person said such a file is read")


class ValueAnswer(Entity):
    """What the school said an unknown value means, such as SEN status "T"."""

    __tablename__ = "value_answer"
    __table_args__ = (Index("uq_value_answer_value", "field_name", "value", unique=True),)

    field_name: Mapped[str] = text("Field", personal=False)
    value: Mapped[str] = text("Value in the file", personal=False)
    meaning: Mapped[str] = text("Meaning", personal=False)
