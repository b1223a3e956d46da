"""Which sections stand on a document, in which order, under which heading, and on which copies: shipped, then the school's.

The shipped order is data (`resources/school/layouts.toml`); a school's decisions are rows laid over it, one a section.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.school.paper import LayoutSection
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

LONGEST = 80  # characters of a heading; the longest that ships has half


@dataclass(frozen=True)
class Section:
    """One section as it stands now. `title` is the heading that ships, `own` the school's, empty where `title` holds."""

    code: str
    title: str
    own: str = ""
    is_shown: bool = True
    is_outside: bool = True

    @property
    def heading(self) -> str:
        """What stands over it."""
        return self.own or self.title


@dataclass(frozen=True)
class Layout:
    """The sections of one document in their order.

    `outside` names the copy that leaves the staff's hands, empty where there is none. `is_arranged` says whether the
    school has chosen the order, `is_changed` whether it has decided anything at all.
    """

    code: str
    title: str
    outside: str
    sections: tuple[Section, ...]
    is_arranged: bool = False
    is_changed: bool = False

    def shown(self, *, outside: bool = False) -> tuple[Section, ...]:
        """Those that stand on the page; with `outside` those of the copy that leaves the staff's hands."""
        return tuple(one for one in self.sections if one.is_shown and (one.is_outside or not outside))

    @property
    def inside_only(self) -> tuple[str, ...]:
        """The codes of those that never leave the staff's hands."""
        return tuple(one.code for one in self.sections if not one.is_outside)

    def of(self, codes: Iterable[str]) -> list[Section]:
        """Those of `codes` that stand on the page: in the school's order where it has one, else as they come."""
        known = {one.code: one for one in self.sections}
        wanted = [known[code] for code in codes if code in known and known[code].is_shown]
        if not self.is_arranged:
            return wanted
        places = {one.code: place for place, one in enumerate(self.sections)}
        return sorted(wanted, key=lambda one: places[one.code])


@lru_cache(maxsize=1)
def shipped() -> tuple[Layout, ...]:
    """Every document that has sections to arrange, as it ships."""
    raw = tomllib.loads(resource("school", "layouts.toml").read_text("utf-8"))
    return tuple(
        Layout(
            row["code"],
            row["title"],
            row.get("outside", ""),
            tuple(
                Section(one["code"], one["heading"], "", one.get("shown", True), one.get("outside", True))
                for one in row["section"]
            ),
        )
        for row in raw["document"]
    )


def layouts(store: Store) -> list[Layout]:
    """Every document as the school wants it."""
    with store.read() as session:
        rows = session.scalars(select(LayoutSection).where(LayoutSection.deleted_at.is_(None))).all()
    return [_laid_over(one, [row for row in rows if row.document == one.code]) for one in shipped()]


def layout(store: Store, code: str) -> Layout:
    """One document as the school wants it."""
    found = _shipped(code)
    with store.read() as session:
        return _laid_over(found, _rows(session, code))


def change(store: Store, code: str, section: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change whether a section is shown (`is_shown`), where it may go (`is_outside`), or its `heading`.

    An empty heading, or the one that ships, goes back to the one that ships. Refuses to leave nothing on the page.
    """
    here = _section(store, code, section)
    clean = dict(values)
    if "heading" in clean:
        words = " ".join(str(clean["heading"]).split())
        if len(words) > LONGEST:
            raise Refused(f"A heading has {LONGEST} characters at most; the old one was kept. Shorten it.")
        clean["heading"] = "" if words == here.title else words
    if clean.get("is_shown") is False:
        others = [one for one in layout(store, code).shown() if one.code != section]
        if not others:
            raise Refused("Nothing would be left on the page, so this section stays. Show another one first.")
    with store.work(f"Change the layout of “{_shipped(code).title}”", initiator) as session:
        _set(store, session, code, here, clean)


def move(store: Store, code: str, section: str, step: int, initiator: object | None = None) -> None:
    """Move a section up (-1) or down (1) among the others; at the end it stays where it is."""
    now = layout(store, code)
    place = [one.code for one in now.sections].index(_section(store, code, section).code)
    to = place + step
    if not 0 <= to < len(now.sections):
        return
    order = list(now.sections)
    order.insert(to, order.pop(place))
    with store.work(f"Change the order of “{now.title}”", initiator) as session:
        for position, one in enumerate(order):
            _set(store, session, code, one, {"position": position})


def reset(store: Store, code: str, initiator: object | None = None) -> None:
    """Go back to the sections, order and headings that ship."""
    with store.work(f"Go back to the layout of “{_shipped(code).title}” that ships", initiator) as session:
        for row in _rows(session, code):
            row.deleted_at = store.clock.now()


def _shipped(code: str) -> Layout:
    found = next((one for one in shipped() if one.code == code), None)
    if found is None:
        known = ", ".join(one.code for one in shipped())
        raise Refused(f"“{code}” has no sections to arrange; nothing was changed. Choose one of: {known}.")
    return found


def _section(store: Store, code: str, section: str) -> Section:
    found = next((one for one in layout(store, code).sections if one.code == section), None)
    if found is None:
        raise Refused(f"There is no section “{section}” on this page; nothing was changed. Choose one from the list.")
    return found


def _rows(session: Session, code: str) -> Sequence[LayoutSection]:
    query = select(LayoutSection).where(LayoutSection.document == code, LayoutSection.deleted_at.is_(None))
    return session.scalars(query).all()


def _laid_over(found: Layout, rows: Sequence[LayoutSection]) -> Layout:
    """A row of a section that ships no more is passed over; a new one stands where it ships."""
    own = {row.section: row for row in rows}
    places: dict[str, int] = {}
    sections: list[Section] = []
    for place, one in enumerate(found.sections):
        row = own.get(one.code)
        places[one.code] = place if row is None or row.position is None else row.position
        if row is not None:
            one = replace(one, own=row.heading, is_shown=row.is_shown, is_outside=row.is_outside)
        sections.append(one)
    sections.sort(key=lambda one: places[one.code])
    arranged = [one.code for one in sections] != [one.code for one in found.sections]
    return replace(
        found, sections=tuple(sections), is_arranged=arranged, is_changed=arranged or _differs(sections, found)
    )


def _differs(sections: Sequence[Section], found: Layout) -> bool:
    before = {one.code: one for one in found.sections}
    return any(one != before[one.code] for one in sections)


def _set(store: Store, session: Session, code: str, section: Section, values: Mapping[str, Any]) -> None:
    """Write some fields of the one row of a section; a new row begins as the section stands."""
    query = select(LayoutSection).where(
        LayoutSection.document == code, LayoutSection.section == section.code, LayoutSection.deleted_at.is_(None)
    )
    row = session.scalars(query).first()
    clean = editing.check(LayoutSection, values)
    if row is None:
        begun = {"is_shown": section.is_shown, "is_outside": section.is_outside, "heading": section.own}
        session.add(LayoutSection(document=code, section=section.code, written_at=store.clock.now(), **(begun | clean)))
        session.flush()
        return
    for name, value in clean.items():
        setattr(row, name, value)
