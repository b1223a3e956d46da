"""A fault in what Qt calls of ours is told of, and neither ends the program nor breaks off the deed that met it."""

from __future__ import annotations

import gc
import pkgutil
import sys
from importlib import import_module
from types import FunctionType

import pytest
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QSize, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import gradesk.ui
from gradesk.ui.overriding import is_asked_by_qt

CALLED_BY_US = {"setWidget", "addWidget", "setText", "setAccessibleName"}


def beneath(one: type) -> list[type]:
    """All classes of the program made from one of Qt's."""
    found = []
    for made in one.__subclasses__():
        found += [made, *beneath(made)]
    return [made for made in found if made.__module__.startswith("gradesk.")]


def test_every_method_that_qt_calls_is_guarded_wherever_it_stands() -> None:
    for module in pkgutil.walk_packages(gradesk.ui.__path__, "gradesk.ui."):
        import_module(module.name)
    bare, guarded = set(), 0
    for made in beneath(QObject):
        of_qt = {name for base in made.__mro__ if base.__module__.startswith("PySide6") for name in vars(base)}
        for name in of_qt:
            found = next((vars(base)[name] for base in made.__mro__ if name in vars(base)), None)
            if isinstance(found, FunctionType) and not name.startswith("__"):
                guarded += hasattr(found, "__wrapped__")
                if not hasattr(found, "__wrapped__"):
                    bare.add(name)
                    assert not is_asked_by_qt(name), (made, name)
    assert bare <= CALLED_BY_US
    assert guarded > 200


class Wrong(QLabel):
    """Of all that Qt asks it, it knows nothing; the fault is one that comes from C."""

    def paintEvent(self, event: QPaintEvent) -> None:
        int("a word")

    def sizeHint(self) -> QSize:
        return QSize(int("a word"), 1)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            int("a word")
        return super().event(event)


class Around(QWidget):
    """Hands on what Qt tells it, so that a fault comes up through two of ours."""

    def event(self, event: QEvent) -> bool:
        return super().event(event)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of faults that were told of."""
    kinds: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: kinds.append(kind.__name__))
    return kinds


def test_a_label_that_cannot_be_painted_measured_or_shown_leaves_the_window_and_its_deed_whole(
    qtbot: QtBot, told: list[str]
) -> None:
    around = Around()
    qtbot.addWidget(around)
    layout = QVBoxLayout(around)
    wrong, beside = Wrong("Beside"), QLineEdit()
    layout.addWidget(wrong)
    layout.addWidget(beside)
    around.show()
    around.grab()
    assert wrong.isVisible() and beside.isVisible()
    assert wrong.height() >= QLabel("Beside").sizeHint().height()
    assert set(told) == {"ValueError"}
    assert len(told) <= 6, "what is painted again and again is told of once in a while"


def test_a_key_whose_deed_fails_is_not_typed_as_well(qtbot: QtBot, told: list[str]) -> None:
    class Field(QLineEdit):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            raise OSError

    field = Field()
    qtbot.addWidget(field)
    QTest.keyClick(field, Qt.Key.Key_A)
    assert field.text() == "" and told == ["OSError"]


def test_a_model_that_fails_says_nothing_instead_and_is_asked_on(told: list[str]) -> None:
    class Names(QStringListModel):
        def data(self, index: QModelIndex, role: int = 0) -> object:
            return int("a word")

    names = Names(["Ava"])
    assert [names.data(names.index(0)) for _ in range(3)] == ["Ava"] * 3
    assert told == ["ValueError"]


def test_a_table_that_cannot_even_say_how_long_it_is_leaves_the_window_standing(qtbot: QtBot, told: list[str]) -> None:
    class Table(QAbstractTableModel):
        def rowCount(self, parent: QModelIndex | None = None) -> int:
            return int("a word")

        def columnCount(self, parent: QModelIndex | None = None) -> int:
            return int("a word")

        def data(self, index: QModelIndex, role: int = 0) -> object:
            return int("a word")

    around = Around()
    qtbot.addWidget(around)
    QVBoxLayout(around).addWidget(view := QTableView())
    view.setModel(Table(view))
    around.show()
    around.grab()
    assert view.isVisible() and set(told) == {"ValueError"}
    assert (view.model().rowCount(), view.model().columnCount()) == (0, 0)
    around.close()
    gc.collect()


def test_what_is_mixed_in_is_guarded_and_gives_way_as_python_has_it() -> None:
    class Wide:
        def sizeHint(self) -> QSize:
            return QSize(1, 1)

    class Own(Wide, QWidget):
        def sizeHint(self) -> QSize:
            return QSize(2, 2)

    class Below(Own):
        pass

    class Mixed(Wide, QWidget):
        pass

    assert (Below.sizeHint, Mixed.sizeHint.__name__) == (Own.sizeHint, "sizeHint")
    assert hasattr(Mixed.sizeHint, "__wrapped__") and not hasattr(Wide.sizeHint, "__wrapped__")


def test_a_method_may_be_asked_by_the_names_of_what_it_is_given() -> None:
    class Names(QStringListModel):
        def data(self, index: QModelIndex, role: int = 0) -> object:
            return role

    names = Names(["Ava"])
    assert names.data(index=names.index(0), role=5) == 5
