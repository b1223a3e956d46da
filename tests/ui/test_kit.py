"""The widgets below the screens: lists read by the page, forms that send on, themes."""

from __future__ import annotations

import gc
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.meetings.meeting import Meeting
from gradesk.model.plans.passport import Passport
from gradesk.model.rules.days.day_text import read_day, written_day
from gradesk.system.words import Words
from gradesk.ui.kit.faces import needs_wide
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, NumberEditor, Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.forms.growing import GrowingText
from gradesk.ui.kit.labels import OneLine, PlainLabel, tip
from gradesk.ui.kit.layouts import column, flow, row, widgets_in
from gradesk.ui.kit.tables.paged import PAGE, Column, PagedModel
from gradesk.ui.looks import theme

TODAY = date(2026, 11, 23)


def numbers(total: int, reads: list[tuple[int, int]]) -> PagedModel:
    """A list of numbers that notes every read."""

    def read(_sort: str, descending: bool, offset: int, limit: int) -> list[int]:
        reads.append((offset, limit))
        rows = list(range(total))
        return (rows[::-1] if descending else rows)[offset : offset + limit]

    model = PagedModel([Column("n", "Number", str)], lambda: total, read)
    model.refresh()
    return model


def test_a_long_list_is_read_only_where_it_is_looked_at(qtmodeltester: ModelTester) -> None:
    reads: list[tuple[int, int]] = []
    model = numbers(20_000, reads)
    assert model.rowCount() == 20_000
    assert reads == []
    assert model.data(model.index(19_999, 0)) == "19999"
    assert reads == [(19_999 // PAGE * PAGE, PAGE)]


def test_the_list_keeps_qts_rules(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(numbers(300, []), force_py=True)


def test_sorting_reads_anew_in_the_other_order() -> None:
    model = numbers(500, [])
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert model.data(model.index(0, 0)) == "499"


def test_a_form_sends_on_what_was_typed_after_a_pause_and_once(qtbot: QtBot) -> None:
    form = Form(Passport, ("good_at", "review_on"), lambda: TODAY, Words())
    qtbot.addWidget(form)
    form.show()
    sent: list[dict[str, Any]] = []
    form.edited.connect(sent.append)
    QTest.keyClicks(form.editors["good_at"].widget, "drawing")
    assert sent == []
    with qtbot.waitSignal(form.edited, timeout=3_000):
        pass
    form.flush()
    assert sent == [{"good_at": "drawing"}]


def test_a_day_that_is_none_is_said_and_kept_on_the_screen(qtbot: QtBot) -> None:
    form = Form(Passport, ("review_on",), lambda: TODAY, Words())
    qtbot.addWidget(form)
    form.show()
    told: list[str] = []
    form.problem.connect(told.append)
    QTest.keyClicks(form.editors["review_on"].widget, "soonish")
    form.flush()
    assert told == ["“soonish” is not a day, so it was not taken. Type for example 24/11 or fri."]
    assert form.editors["review_on"].widget.property("wrong") is True


def test_what_is_being_typed_is_not_overwritten_by_a_reload(qtbot: QtBot) -> None:
    form = Form(Passport, ("good_at", "hard"), lambda: TODAY, Words())
    qtbot.addWidget(form)
    form.show()
    QTest.keyClicks(form.editors["good_at"].widget, "half a wor")
    form.load(Passport(good_at="older", hard="maths"))
    assert form.editors["good_at"].value() == "half a wor"
    assert form.editors["hard"].value() == "maths"


def test_arrows_step_a_day(qtbot: QtBot) -> None:
    editor = DayEditor(lambda: TODAY)
    qtbot.addWidget(editor.widget)
    editor.show(TODAY)
    QTest.keyClick(editor.widget, Qt.Key.Key_Up)
    assert editor.value() == TODAY + timedelta(days=1)
    QTest.keyClick(editor.widget, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert editor.value() == TODAY - timedelta(days=6)


def test_a_number_field_takes_numbers_only(qtbot: QtBot) -> None:
    editor = NumberEditor()
    qtbot.addWidget(editor.widget)
    editor.widget.setText("94,5 %")
    assert editor.value() == 94.5
    editor.widget.setText("often")
    with pytest.raises(Wrong):
        editor.value()


def test_the_schools_words_stand_on_the_form(qtbot: QtBot) -> None:
    form = Form(Meeting, ("summary",), lambda: TODAY, Words(pupil="student"))
    qtbot.addWidget(form)
    assert form.editors["summary"].widget.accessibleName() == "What was said"
    assert Words(pupil="student").say("{Pupil}’s own view of {pupils}") == "Student’s own view of students"


def test_markup_in_a_label_or_a_tip_is_only_letters(qtbot: QtBot) -> None:
    label = PlainLabel("a < b > c & <img src='x'>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert tip("Fish & chips") == "<qt>Fish &amp; chips</qt>"


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    lit = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * lit[0] + 0.7152 * lit[1] + 0.0722 * lit[2]


PAIRS = [
    *(("text", ground) for ground in ("page", "card", "selected", "accent_soft", "good", "term")),
    *(("quiet", ground) for ground in ("page", "card", "term")),
    ("accent", "page"),
    ("accent", "card"),
    ("accent_text", "accent"),
    ("warm_text", "warm"),
    ("alert_text", "alert"),
    ("alert_text", "page"),
    ("good_text", "good"),
    ("nav_text", "nav"),
    ("nav_text", "nav_here"),
    *(("stage_text", stage) for stage in ("assess", "plan", "do", "review")),
]


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize(("front", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(name: str, front: str, ground: str) -> None:
    colours = theme.roles(name)
    low, high = sorted((luminance(colours[front]), luminance(colours[ground])))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_all_themes_have_the_same_roles() -> None:
    assert len({frozenset(theme.roles(name)) for name in theme.THEMES}) == 1


class _Bell(QObject):
    rung = Signal(bool)


def test_five_thousand_signals_do_no_harm(qtbot: QtBot) -> None:
    bell = _Bell()
    heard: list[bool] = []
    bell.rung.connect(heard.append)
    for number in range(5_000):
        bell.rung.emit(number % 2 == 0)
    assert len(heard) == 5_000


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_day_survives_being_shown_and_read(day: date) -> None:
    assert read_day(written_day(day), TODAY) == day


def test_a_name_is_shown_whole_in_one_face(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, theme.theme())
    assert not needs_wide("Renée Núñez")
    assert needs_wide("Emeka Adébáyọ̀")
    label = PlainLabel("Emeka Adébáyọ̀")
    qtbot.addWidget(label)
    label.show()
    assert label.fontInfo().family() == "Noto Sans"
    label.setText("Ava")
    assert label.fontInfo().family() == theme.FAMILY


def test_the_wheel_never_changes_a_choice(qtbot: QtBot) -> None:
    editor = ChoiceEditor([("a", "A"), ("b", "B"), ("c", "C")])
    qtbot.addWidget(editor.widget)
    editor.widget.show()
    editor.widget.setFocus()
    point = QPointF(5, 5)
    turn = QWheelEvent(
        point,
        point,
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.widget, turn)
    assert editor.value() == "a"
    assert not turn.isAccepted()


def test_a_text_grows_when_there_is_less_width_for_its_lines(qtbot: QtBot) -> None:
    holder, text = QWidget(), GrowingText(1)
    qtbot.addWidget(holder)
    holder.setLayout(column(text, None))
    text.setPlainText("Begin each lesson by looking back for two minutes at what was learned last time")
    holder.resize(1300, 400)
    holder.show()
    one_line = text.height()
    holder.resize(300, 400)
    qtbot.waitUntil(lambda: text.height() > one_line, timeout=5_000)
    holder.resize(1300, 400)
    qtbot.waitUntil(lambda: text.height() == one_line, timeout=5_000)


def test_a_line_with_letters_of_another_face_is_cut_at_any_width_and_size(qtbot: QtBot, opened: Gradesk) -> None:
    line = OneLine("Strengths: Íñigo says it is nice to sit with Adébáyọ̀ when the room is loud, and so does Anh Phạm")
    qtbot.addWidget(line)
    line.show()
    for size in (100, 200, 150, 100):
        opened.look.choose(scale=size)
        for width in range(40, 1500, 9):
            line.resize(width, 40)
    assert line.text().startswith("Strengths") and line.accessibleName().endswith("Phạm")


def test_a_line_that_wraps_outlives_the_layout_its_widgets_came_from(qtbot: QtBot) -> None:
    """What PySide remembers of the item of another layout must not take one of ours along when that goes."""
    top = QWidget()
    qtbot.addWidget(top)
    around = column()
    top.setLayout(around)
    buttons = [QPushButton(str(number)) for number in range(6)]
    top.show()
    for _ in range(5):
        before = row(*buttons)
        holder = QWidget()
        holder.setLayout(before)
        around.addWidget(holder)
        assert len(widgets_in(before)) == 6  # PySide has seen each item
        wrapped = flow(*buttons)
        around.addWidget(wrapped)
        holder.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        del before, holder
        gc.collect()
        assert wrapped.sizeHint().width() >= sum(one.sizeHint().width() for one in buttons)
    buttons.pop().deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    layout = wrapped.layout()
    assert layout is not None and layout.count() == 5
