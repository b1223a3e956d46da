"""The shapes that elements of a structure tree must have: headings, lists, tables, figures (7.3 to 7.8 of ISO 14289-1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pikepdf

if TYPE_CHECKING:
    from tests.documents.ua import Element

_HEADING = re.compile(r"H([1-6])$")
_BELOW = {
    "L": {"LI", "Caption", "L"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
_ABOVE = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


def shape_faults(top: Sequence[Element], text: Callable[[Element], str]) -> list[str]:
    """What is wrong with headings, lists, tables and figures."""
    everything = [one for root in top for one in root.everything()]
    found = list(_heading_faults(everything, text))
    for one in everything:
        allowed = _BELOW.get(one.role)
        found += [f"a {kid.role} in a {one.role}" for kid in one.elements if allowed and kid.role not in allowed]
        if allowed and any(not _is_element(kid) for kid in one.kids):
            found.append(f"content right in a {one.role}")
        above = _ABOVE.get(one.role)
        if above and (one.parent is None or one.parent.role not in above):
            found.append(f"a {one.role} in {one.parent.role if one.parent else 'nothing'}")
        if "/Lang" in one.raw and not _LANGUAGE.match(str(one.raw.Lang)):
            found.append(f"a {one.role} in a language called {one.raw.Lang}")
        found += _CHECKS[one.role](one) if one.role in _CHECKS else ()
    return found


def _heading_faults(everything: Sequence[Element], text: Callable[[Element], str]) -> Iterator[str]:
    before = 0
    for one in everything:
        match = _HEADING.match(one.role)
        if one.role == "H":
            yield "a heading without a level"
        if match is None:
            continue
        level = int(match[1])
        if not text(one).strip():
            yield f"an empty {one.role}"
        if level > before + 1:
            yield f"{one.role} after {f'H{before}' if before else 'nothing'}"
        before = level


def _list_faults(one: Element) -> Iterator[str]:
    if not any(kid.role == "LI" for kid in one.elements):
        yield "a list of nothing"


def _item_faults(one: Element) -> Iterator[str]:
    if [kid.role for kid in one.elements].count("LBody") != 1:
        yield "an LI without its LBody"


def _figure_faults(one: Element) -> Iterator[str]:
    if not any(str(one.raw.get(name, "")).strip() for name in ("/Alt", "/ActualText")):
        yield f"a {one.role} without words for it"
    box = _attribute(one, "/BBox")
    if one.role == "Figure" and (not isinstance(box, pikepdf.Array) or len(box) != 4):
        yield "a Figure without its box"


def _table_faults(one: Element) -> Iterator[str]:
    rows = [kid for kid in one.everything() if kid.role == "TR" and _table_of(kid) is one]
    if not rows:
        yield "a table of nothing"
        return
    taken: dict[int, dict[int, bool]] = {at: {} for at in range(len(rows))}
    for at, row in enumerate(rows):
        column = 0
        for cell in row.elements:
            while column in taken[at]:
                column += 1
            wide, high = (int(_attribute(cell, name) or 1) for name in ("/ColSpan", "/RowSpan"))
            for down in range(high):
                if at + down not in taken:
                    yield "a cell reaches below its table"
                    break
                for across in range(wide):
                    if column + across in taken[at + down]:
                        yield "two cells of a table in one place"
                    taken[at + down][column + across] = True
            column += wide
            if cell.role == "TH" and str(_attribute(cell, "/Scope")) not in ("/Row", "/Column", "/Both"):
                yield "a TH that does not say of what"
    if len({len(row) for row in taken.values()}) > 1:
        yield "a table whose rows differ in length"
    if not any(cell.role == "TH" for row in rows for cell in row.elements):
        yield "a table without header cells"


def _table_of(row: Element) -> Element | None:
    above = row.parent
    while above is not None and above.role != "Table":
        above = above.parent
    return above


def _attribute(one: Element, name: str) -> Any:
    raw = one.raw.get("/A")
    for owner in list(raw) if isinstance(raw, pikepdf.Array) else [raw]:
        if isinstance(owner, pikepdf.Dictionary) and name in owner:
            return owner[name]
    return None


def _is_element(kid: object) -> bool:
    return hasattr(kid, "everything")


_CHECKS: dict[str, Callable[[Element], Iterator[str]]] = {
    "L": _list_faults,
    "LI": _item_faults,
    "Table": _table_faults,
    "Figure": _figure_faults,
    "Formula": _figure_faults,
}
