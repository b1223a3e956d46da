"""Filling the need-to-know card of a lesson: whom to know about, who is out of it when, and who comes in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from gradesk.model.rules.week.parts import IN_CLASS, LESSON, Bar, known
from gradesk.model.rules.week.times import in_words
from gradesk.services.paper.gathering.classes import people, supply_sheets
from gradesk.services.paper.gathering.pages import common
from gradesk.services.paper.gathering.planned.held import HeldWeek, coming_day, held_week
from gradesk.services.paper.sheets import PupilHeading
from gradesk.services.paper.week_sheets import SUSPENDED, LessonSheet, OutOfClass
from gradesk.services.term.planned import gathering
from gradesk.services.term.planned.held import Held
from gradesk.store.work import Store

_COMES_IN = ("class_support", "cover")


def offered(store: Store) -> list[tuple[str, str]]:
    """The lessons of the week in which the next day with school lies, by class."""
    week = gathering.week(store, coming_day(store))
    lessons = [bar for bar in week.bars if bar.kind == LESSON and bar.class_name.strip()]
    order = sorted(lessons, key=lambda bar: (bar.class_name.casefold(), bar.placed[:1], bar.name.casefold()))
    return [(bar.uuid, f"{bar.class_name}: {bar.name}, {in_words(bar.whens)}") for bar in order]


def lesson_sheets(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[LessonSheet]:
    """A card for each class of these pupils: of its whole week, or of one lesson, and then of its class alone."""
    found = held_week(store, coming_day(store))
    lesson = found.week.bar(which) if which else None
    with store.read() as session:
        here = {one.uuid: one.heading for one in people(session, pupil_ids)}
    classes: dict[str, list[str]] = {}
    for uuid in (one for one in dict.fromkeys(pupil_ids) if one in here):
        classes.setdefault(here[uuid].class_name, []).append(uuid)
    fixed, sheets = common(store), []
    for name, ids in classes.items():
        if not name or (which and (lesson is None or known(lesson.class_name) != known(name))):
            continue
        meant = [one for one in found.held if _meets(one, found.held, lesson)]
        out = [one for one in meant if one.bar.takes_out and set(one.bar.pupils) & set(ids)]
        rows = tuple(row for sheet in supply_sheets(store, ids) for row in sheet.rows)
        sheet = LessonSheet(
            **fixed,
            pupil_ids=tuple(ids),
            heading=PupilHeading(preferred_name=name, is_group=True),
            lesson=lesson.name if lesson is not None else "",
            adult=lesson.adult if lesson is not None else "",
            rows=rows,
            out=_listed(found, out, ids),
            comes_in=_listed(found, [one for one in meant if _comes_in(one, name, ids)], ids),
        )
        if sheet.rows or sheet.out or sheet.comes_in:
            sheets.append(sheet)
    return sheets


def _listed(found: HeldWeek, held: Iterable[Held], ids: Collection[str]) -> tuple[OutOfClass, ...]:
    order = sorted(held, key=lambda one: (one.day, one.at is None, one.at or 0, one.bar.name))
    # Of those of other classes a teacher need not know.
    return tuple(OutOfClass(one.day, replace(found.slot(one, ids), others=0)) for one in order)


def _comes_in(one: Held, class_name: str, ids: Collection[str]) -> bool:
    """Support in class, of the class or of one of its pupils."""
    if one.bar.kind in _COMES_IN:
        return known(one.bar.class_name) == known(class_name) or bool(set(one.bar.pupils) & set(ids))
    return one.bar.is_support and one.bar.form == IN_CLASS and bool(set(one.bar.pupils) & set(ids))


def _meets(one: Held, held: Sequence[Held], lesson: Bar | None) -> bool:
    """Whether it takes place, and in one of the lessons that are meant; what has no time may."""
    if one.cover is not None and one.cover.how == SUSPENDED:
        return False
    if lesson is None:
        return True
    lessons = [each for each in held if each.bar.uuid == lesson.uuid and each.day == one.day]
    if one.at is None or one.bar.uuid == lesson.uuid:
        return bool(lessons) and one.bar.uuid != lesson.uuid
    return any(
        each.at is not None and one.at < each.at + lesson.minutes and each.at < one.at + one.bar.minutes
        for each in lessons
    )
