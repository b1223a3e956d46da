"""What every kept thing has in common, and how a field says what it is called and whether it is personal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import uuid4

from sqlalchemy import ForeignKey, MetaData, String, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from gradesk.model.columns import KeptText, UtcInstant
from gradesk.model.vocabulary import Vocabulary

# Named constraints, because a migration can only carry over what has a name.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Root of all mapped classes."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: KeptText(), datetime: UtcInstant()}


@dataclass(frozen=True)
class FieldInfo:
    """What a screen, a history line or an export needs to know about one field."""

    name: str
    label: str
    help: str
    personal: bool
    lines: int
    choices: Vocabulary | None
    python_type: type
    required: bool
    people: bool


def field(
    label: str,
    *,
    help: str = "",
    personal: bool = True,
    lines: int = 1,
    choices: Vocabulary | None = None,
    default: object = None,
    default_factory: Callable[[], object] | None = None,
    people: bool = False,
) -> MappedColumn[Any]:
    """Declare a column that people see.

    `label` and `help` are what forms and screen readers say; `personal` tells whether the value can point to a person
    (and so must stay out of logs); `lines` is the height of its editor, 1 for a single line; `choices` restricts it to
    a fixed list; in a field of `people` the adults around a pupil are offered while one types.
    """
    info = {"label": label, "help": help, "personal": personal, "lines": lines, "choices": choices, "people": people}
    start = default_factory if default_factory is not None else default
    return mapped_column(default=start, info=info)


def text(
    label: str, *, help: str = "", personal: bool = True, lines: int = 1, people: bool = False
) -> MappedColumn[Any]:
    """A field of free text that is empty, never missing, until somebody writes in it."""
    return field(label, help=help, personal=personal, lines=lines, default="", people=people)


class StaffOnly:
    """What a record has that can be for staff alone: then it is on no page that goes home, and not seen in a meeting."""

    staff_only: Mapped[bool] = field("For staff alone", personal=False, default=False)


@cache
def fields_of(entity: type[Entity]) -> tuple[FieldInfo, ...]:
    """The declared fields of an entity in the order of their declaration."""
    return tuple(
        FieldInfo(
            name=attribute.key,
            label=column.info["label"],
            help=column.info["help"],
            personal=column.info["personal"],
            lines=column.info["lines"],
            choices=column.info["choices"],
            python_type=column.type.python_type,
            required=not column.nullable
            and not (column.info["choices"] is not None and getattr(column.default, "arg", None) == ""),
            people=column.info["people"],
        )
        for attribute in inspect(entity).column_attrs
        for column in attribute.columns
        if "label" in column.info
    )


def new_uuid() -> str:
    """A fresh identity that stays the same wherever the record travels."""
    return str(uuid4())


def link(target: str, *, optional: bool = False, label: str = "") -> MappedColumn[Any]:
    """A reference to another entity's uuid, such as `link("pupil.uuid")`; indexed, because we follow it both ways."""
    info = {"label": label, "help": "", "personal": True, "lines": 1, "choices": None, "people": False} if label else {}
    return mapped_column(ForeignKey(target), index=True, nullable=optional, info=info)


class Entity(Base):
    """A record with an identity of its own, two dates, and a life after deletion.

    `happened_on` is the day it is about, `written_at` the instant it was typed. A record that is deleted keeps its row
    with `deleted_at` set, and can be restored.
    """

    __abstract__ = True

    uuid: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_uuid)
    happened_on: Mapped[date] = mapped_column(default=date.today)
    written_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
