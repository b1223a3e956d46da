"""The Tab key goes as the eye does: down the page and along its lines, also through what was put there later.

Qt goes through widgets as they were made, and half of a page is made anew whenever it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QGridLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QWidget,
)

# One stop at most, whatever they are made of.
_WHOLE = (QLabel, QAbstractButton, QLineEdit, QComboBox, QTabBar)


def put_in_order(root: QWidget) -> None:
    """Let the Tab key go through what is inside a widget as it is laid out; to be called just before it goes."""
    stops = list(stops_in(root))
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def stops_in(widget: QWidget) -> Iterator[QWidget]:
    """Where the Tab key stops, in the order of the layouts; a widget may name what comes first in it as `tab_first`."""
    if widget.isHidden():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if not isinstance(widget, _WHOLE):
        for child in _inside(widget):
            yield from stops_in(child)


def _inside(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QTabWidget):
        left, right = (widget.cornerWidget(side) for side in (Qt.Corner.TopLeftCorner, Qt.Corner.TopRightCorner))
        yield from (one for one in (left, widget.tabBar(), right, widget.currentWidget()) if one is not None)
    elif isinstance(widget, QStackedWidget):
        if (shown := widget.currentWidget()) is not None:
            yield shown
    elif isinstance(widget, QScrollArea):
        if (content := widget.widget()) is not None:
            yield content
    elif isinstance(widget, QSplitter):
        parts = (widget.widget(place) for place in range(widget.count()))
        yield from (one for one in parts if one is not None)
    elif isinstance(widget, QAbstractScrollArea):
        return
    elif (layout := widget.layout()) is not None:
        first: Sequence[QWidget] = getattr(widget, "tab_first", ())
        yield from dict.fromkeys([*first, *_laid_out(layout)]) if first else _laid_out(layout)
    else:
        yield from _by_place(widget)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=partial(_cell, layout))
    for place in places:
        item = layout.itemAt(place)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _laid_out(inner)


def _cell(grid: QGridLayout, place: int) -> tuple[int, int]:
    at: Any = grid.getItemPosition(place)
    return int(at[0]), int(at[1])


def _by_place(widget: QWidget) -> list[QWidget]:
    children = [one for one in widget.children() if isinstance(one, QWidget) and not one.isWindow()]
    return sorted(children, key=lambda one: (one.y(), one.x()))
