"""The evidence of a pupil: by few keys, kept as typed, each under its pupil, and nothing lost on the way."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.model.rules.tallying import ON
from gradesk.services.custody import history, watching
from gradesk.services.evidence import attachments, measures, observations
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.ui.kit.forms.tallying import TallyCounter
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.pictures.chart import Chart, ChartBand, ChartData, ChartLine, ChartPoint
from gradesk.ui.looks.theme import theme
from tests.window import Answers

TODAY = date(2026, 11, 23)
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF"


@pytest.fixture
def bo(store: Store) -> str:
    """A second pupil."""
    return pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Ek", "class_name": "4 Oak"})


def tab(gradesk: Gradesk, pupil_id: str, name: str = "evidence") -> Any:
    assert gradesk.shell is not None
    gradesk.shell.go("pupil", pupil_id=pupil_id, tab=name)
    page: Any = gradesk.shell.current
    return page.panel(name)


def there(widget: QWidget) -> bool:
    """Whether a widget is shown or about to be."""
    at: QWidget | None = widget
    while at is not None and not at.isWindow():
        if at.isHidden() and at.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
            return False
        at = at.parentWidget()
    return True


def labels(where: QWidget) -> list[str]:
    return [label.text() for label in where.findChildren(PlainLabel) if there(label)]


def press(where: QWidget, text: str, spoken: str = "") -> None:
    found = [b for b in where.findChildren(QPushButton) if b.text() == text and there(b)]
    [wanted] = [b for b in found if spoken in b.accessibleName()]
    wanted.click()


# For Assess ------------------------------------------------------------------------------------------------------


def test_what_is_missing_is_said_and_closes_as_soon_as_it_is_there(opened: Gradesk, store: Store, ava: str) -> None:
    shown = tab(opened, ava)
    assert "○  Nothing from class" in labels(shown.assess)
    assert "○  Hearing not checked" in labels(shown.assess)
    press(shown.assess, "New observation")
    QTest.keyClicks(shown.observations.form.editors["place"].widget, "Library")
    shown.flush()
    assert "○  Nothing from class" not in labels(shown.assess)
    assert any(words.startswith("✓  Seen in class: Observation") for words in labels(shown.assess))
    pupils.change_pupil(store, ava, {"hearing_checked_on": date(2026, 9, 9)})
    assert any(words.startswith("✓  Hearing checked: Details") for words in labels(shown.assess))


def test_each_gap_leads_to_the_place_that_cures_it(opened: Gradesk, ava: str) -> None:
    shown = tab(opened, ava)
    press(shown.assess, "Enter the day of the check", "Vision")
    assert opened.shell is not None
    page: Any = opened.shell.current
    assert page.shown == "details"


# Observations ----------------------------------------------------------------------------------------------------


def test_an_observation_is_kept_from_the_first_word_on(opened: Gradesk, store: Store, ava: str) -> None:
    shown = tab(opened, ava)
    shown.new_observation()
    assert observations.observations(store, ava) == []
    editors = shown.observations.form.editors
    QTest.keyClicks(editors["place"].widget, "Maths")
    shown.flush()
    QTest.keyClicks(editors["finding"].widget, "Starts by name")
    shown.flush()
    [row] = observations.observations(store, ava)
    assert (row.place, row.finding) == ("Maths", "Starts by name")
    press(shown.observations, "Done")
    assert "Finding: Starts by name" in labels(shown.observations)


def test_an_observation_is_opened_by_one_key_from_any_tab(opened: Gradesk, ava: str) -> None:
    tab(opened, ava, "plan")
    assert opened.shell is not None
    action = next(row for row in opened.shell.rows() if row.title == "New observation")
    assert action.shortcut == "Ctrl+Shift+O"
    action.run()
    page: Any = opened.shell.current
    assert page.shown == "evidence"
    assert page.panel("evidence").observations.form is not None


def test_a_day_in_2200_stays_in_its_field_and_the_rest_is_kept(
    opened: Gradesk, store: Store, ava: str, bo: str
) -> None:
    shown = tab(opened, ava)
    shown.new_observation()
    editors = shown.observations.form.editors
    QTest.keyClicks(editors["place"].widget, "Maths")
    editors["happened_on"].widget.clear()
    QTest.keyClicks(editors["happened_on"].widget, "1/1/2200")
    shown.flush()
    [row] = observations.observations(store, ava)
    assert (row.place, row.happened_on) == ("Maths", TODAY)
    assert opened.shell is not None
    assert "a day to come" in opened.shell.banner.words
    assert shown.unkept()
    tab(opened, bo)
    assert shown.observations.form is None
    tab(opened, ava)
    assert shown.observations.form.editors["happened_on"].raw() == "1/1/2200"


def test_what_was_refused_waits_while_another_observation_is_open(opened: Gradesk, store: Store, ava: str) -> None:
    older = observations.add(store, ava, {"place": "Hall", "happened_on": TODAY - timedelta(30)})
    shown = tab(opened, ava)
    shown.observations._correct(older)
    QTest.keyClicks(shown.observations.form.editors["minutes"].widget, "a lot")
    shown.new_observation()
    assert shown.observations.form.editors["minutes"].raw() == ""
    assert shown.unkept()
    shown.observations._correct(older)
    assert shown.observations.form.editors["minutes"].raw() == "a lot"


def test_what_is_typed_for_one_pupil_is_never_kept_for_another(
    opened: Gradesk, store: Store, ava: str, bo: str
) -> None:
    shown = tab(opened, ava)
    shown.new_observation()
    QTest.keyClicks(shown.observations.form.editors["finding"].widget, "of Ava")
    tab(opened, bo)
    assert [row.finding for row in observations.observations(store, ava)] == ["of Ava"]
    assert observations.observations(store, bo) == []
    assert shown.observations.form is None


def test_undo_of_a_new_observation_closes_its_form(opened: Gradesk, store: Store, ava: str) -> None:
    shown = tab(opened, ava)
    shown.new_observation()
    QTest.keyClicks(shown.observations.form.editors["place"].widget, "Maths")
    assert opened.shell is not None
    opened.shell.undo()
    assert observations.observations(store, ava) == []
    assert shown.observations.form is None


# The counter -----------------------------------------------------------------------------------------------------


class Time:
    """Seconds that a test lets pass."""

    now = 50.0

    def __call__(self) -> float:
        return self.now


def test_the_counter_is_worked_by_single_keys(qtbot: QtBot) -> None:
    time = Time()
    counter = TallyCounter(lambda: theme("light"), "Ava", time)
    qtbot.addWidget(counter)
    QTest.keyClick(counter, Qt.Key.Key_Space)
    assert counter.tally.is_running
    QTest.keyClicks(counter, "1101++")
    QTest.keyClick(counter, Qt.Key.Key_Backspace)
    assert (counter.tally.looks, counter.tally.on_task, counter.tally.counted) == (4, 3, 1)
    time.now += 31
    counter._tick()
    assert counter.cue.text() == "Look now: 1 on task, 0 not"
    time.now += 5
    counter._tick()
    assert counter.cue.text() == "Next look in 25 s"
    QTest.keyClick(counter, Qt.Key.Key_Space)
    time.now += 600
    counter._tick()
    assert counter.tally.elapsed == 36
    assert counter.cue.text() == "Held. Space goes on."


def test_the_counter_is_worked_by_touch_too(qtbot: QtBot) -> None:
    counter = TallyCounter(lambda: theme("light"), "", Time())
    qtbot.addWidget(counter)
    for made in (counter.on, counter.off, counter.count, counter.back):
        made.click()
    assert counter.tally.marks == [ON, "off"]
    assert counter.on.accessibleName() == "On task  (1): 1"


def test_what_is_counted_fills_the_observation_and_is_kept_while_counting(
    opened: Gradesk, store: Store, ava: str
) -> None:
    shown = tab(opened, ava)
    shown.watch()
    counter = shown.observations.counter
    assert not shown.assess.isVisible()
    QTest.keyClicks(counter.what.line, "calls out")
    QTest.keyClicks(counter, "110+")
    shown.flush()
    [row] = observations.observations(store, ava)
    assert row.on_task == "on task at 2 of 3 looks (67 %)"
    QTest.keyClicks(counter, "1")
    counter.finish()
    [row] = observations.observations(store, ava)
    assert row.on_task == "on task at 3 of 4 looks (75 %)"
    assert row.counted.startswith("calls out: 1 time in")
    assert shown.observations.counter is None
    assert shown.observations.form.editors["intervals"].value() == 4
    assert shown.assess.isVisible()


def test_the_counter_survives_other_tabs_and_other_pupils(opened: Gradesk, store: Store, ava: str, bo: str) -> None:
    shown = tab(opened, ava)
    shown.watch()
    QTest.keyClicks(shown.observations.counter, "11")
    tab(opened, ava, "details")
    assert tab(opened, ava).observations.counter.tally.looks == 2
    tab(opened, bo)
    assert shown.observations.counter is None
    assert observations.observations(store, bo) == []
    assert len(observations.observations(store, ava)) == 1
    tab(opened, ava)
    QTest.keyClicks(shown.observations.counter, "0")
    shown.flush()
    [row] = observations.observations(store, ava)
    assert row.on_task == "on task at 2 of 3 looks (67 %)"


def test_what_is_counted_is_kept_when_the_window_closes(opened: Gradesk, store: Store, ava: str) -> None:
    shown = tab(opened, ava)
    shown.watch()
    QTest.keyClicks(shown.observations.counter, "1110")
    assert opened.shell is not None
    opened.shell.flush()
    [row] = observations.observations(store, ava)
    assert row.on_task == "on task at 3 of 4 looks (75 %)"


def test_counting_goes_on_after_its_observation_was_undone(opened: Gradesk, store: Store, ava: str) -> None:
    shown = tab(opened, ava)
    shown.watch()
    QTest.keyClicks(shown.observations.counter, "11")
    assert opened.shell is not None
    opened.shell.undo()
    assert observations.observations(store, ava) == []
    QTest.keyClicks(shown.observations.counter, "0")
    shown.flush()
    assert [row.on_task for row in observations.observations(store, ava)] == ["on task at 2 of 3 looks (67 %)"]


def test_what_cannot_be_kept_of_a_count_stays_in_sight_with_the_reason(opened: Gradesk, store: Store, ava: str) -> None:
    shown = tab(opened, ava)
    shown.watch()
    counter = shown.observations.counter
    QTest.keyClicks(counter, "1")
    counter.tally.marks.extend([ON] * 2_000)
    counter.finish()
    assert opened.shell is not None
    assert "whole number from 0 to 2,000" in opened.shell.banner.words
    assert shown.observations.counter is counter
    assert counter.holds_back
    QTest.keyClick(counter, Qt.Key.Key_Backspace)
    counter.finish()
    [row] = observations.observations(store, ava)
    assert row.on_task == "on task at 2000 of 2000 looks (100 %)"


# Results ---------------------------------------------------------------------------------------------------------


def fill(shown: Any, measure: str, who: str, typed: str) -> None:
    shown.new_result()
    form = shown.results.form
    form.measure.show(measure)
    form.measure.edited.emit()
    form.informant.show(who)
    QTest.keyClicks(form.value.widget, typed)
    QTest.keyClick(form.value.widget, Qt.Key.Key_Return)


def test_a_result_is_kept_by_enter_and_stands_in_words(opened: Gradesk, store: Store, ava: str) -> None:
    measures.add_result(store, ava, "sdq_total", "16", {"informant": "teacher", "happened_on": TODAY - timedelta(183)})
    shown = tab(opened, ava)
    fill(shown, "sdq_total", "teacher", "12")
    told = "  ".join(labels(shown.results))
    assert "12, slightly raised" in told
    assert "improved by 4 in 6 months; lower is better" in told
    assert shown.results.form is None


def test_band_and_change_are_said_while_one_types(opened: Gradesk, store: Store, ava: str) -> None:
    measures.add_result(store, ava, "sdq_total", "16", {"informant": "teacher", "happened_on": TODAY - timedelta(30)})
    shown = tab(opened, ava)
    shown.new_result()
    form = shown.results.form
    QTest.keyClicks(form.value.widget, "12")
    assert form.told.text().startswith("12, slightly raised, improved by 4 in 1 month; lower is better.")
    assert "not repeated before" in form.told.text()
    QTest.keyClicks(form.value.widget, "0")
    assert form.told.text() == "SDQ total difficulties runs from 0 to 40."


def test_a_result_out_of_range_stays_in_the_form_marked_and_said(opened: Gradesk, store: Store, ava: str) -> None:
    shown = tab(opened, ava)
    fill(shown, "phonics", "teacher", "41")
    assert opened.shell is not None
    assert "runs from 0 to 40, so 41 was not kept" in opened.shell.banner.words
    form = shown.results.form
    assert (form.value.value(), form.value.widget.property("wrong")) == ("41", True)
    assert measures.results(store, ava) == []
    assert shown.unkept()


def test_a_result_half_typed_waits_for_its_pupil(opened: Gradesk, store: Store, ava: str, bo: str) -> None:
    shown = tab(opened, ava)
    shown.new_result()
    shown.results.form.measure.show("reading_age")
    shown.results.form.measure.edited.emit()
    QTest.keyClicks(shown.results.form.value.widget, "7:0")
    pupils.change_pupil(store, ava, {"house": "Red"})
    assert shown.results.form.value.value() == "7:0"
    tab(opened, bo)
    assert shown.results.form is None
    assert shown.unkept()
    tab(opened, ava)
    assert (shown.results.form.measure.value(), shown.results.form.value.value()) == ("reading_age", "7:0")


def test_a_result_is_corrected_deleted_and_brought_back(opened: Gradesk, store: Store, ava: str) -> None:
    measures.add_result(store, ava, "reading_age", "7:04", {"informant": "teacher"})
    shown = tab(opened, ava)
    press(shown.results, "Correct")
    form = shown.results.form
    assert form.value.value() == "7:04"
    form.value.show("7:05")
    form.keep()
    assert measures.results(store, ava)[0].value == 89
    press(shown.results, "Delete")
    assert measures.results(store, ava) == []
    history.undo(store)
    assert any("7 years 5 months" in words for words in labels(shown.results))


def test_the_chart_of_another_measure_is_unfolded_and_says_when_it_may_be_repeated(
    opened: Gradesk, store: Store, ava: str
) -> None:
    measures.add_result(store, ava, "sdq_total", "16", {"informant": "teacher", "happened_on": TODAY - timedelta(7)})
    measures.add_result(store, ava, "phonics", "33", {})
    shown = tab(opened, ava)
    assert [chart.accessibleName() for chart in shown.results.findChildren(Chart) if there(chart)] == [
        "Chart of Phonics screening check"
    ]
    press(shown.results, "Chart and all results", "SDQ")
    assert [chart.accessibleName() for chart in shown.results.findChildren(Chart) if there(chart)] == [
        "Chart of SDQ total difficulties"
    ]
    assert any("Usually not repeated before 17 May 2027." in words for words in labels(shown.results))


def test_escape_puts_an_empty_form_away_and_keeps_one_that_is_begun(opened: Gradesk, ava: str) -> None:
    shown = tab(opened, ava)
    shown.new_result()
    QTest.keyClick(shown.results.form, Qt.Key.Key_Escape)
    assert shown.results.form is None
    shown.new_result()
    QTest.keyClicks(shown.results.form.value.widget, "7")
    QTest.keyClick(shown.results.form, Qt.Key.Key_Escape)
    assert shown.results.form is not None


def test_the_chart_is_gone_along_by_keys_and_read_aloud(qtbot: QtBot) -> None:
    chart = Chart(lambda: theme("contrast"))
    qtbot.addWidget(chart)
    told: list[str] = []
    chart.pointed.connect(told.append)
    teacher = ChartLine(
        "Teacher", (ChartPoint(TODAY - timedelta(90), 16, "16, high"), ChartPoint(TODAY, 12, "12, raised"))
    )
    parent = ChartLine("Parent", (ChartPoint(TODAY - timedelta(40), 20, "20, very high"),))
    bands = (ChartBand(0, 11, "average"), ChartBand(12, 15, "raised"), ChartBand(16, 40, "high"))
    chart.show_data(ChartData("SDQ", "lower is better", (teacher, parent), bands, str, 0, 40))
    assert chart.accessibleName() == "Chart of SDQ"
    assert chart.accessibleDescription().startswith("SDQ, lower is better. Teacher: 16, high; 12, raised. Parent: 20")
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right):
        QTest.keyClick(chart, key)
    assert told == ["Teacher: 12, raised", "Parent: 20, very high", "Teacher: 16, high", "Teacher: 16, high",
                    "Parent: 20, very high"]  # fmt: skip
    chart.resize(420, 230)
    assert not chart.grab().isNull()


@pytest.mark.parametrize("values", [(), (5.0,), (0.0, 0.0), (40.0, 40.0, 0.0)])
def test_a_chart_of_any_results_can_be_drawn(qtbot: QtBot, values: tuple[float, ...]) -> None:
    chart = Chart(lambda: theme("dark"))
    qtbot.addWidget(chart)
    points = tuple(ChartPoint(TODAY, value, f"{value:g}") for value in values)
    chart.show_data(ChartData("X", "higher is better", (ChartLine("Teacher", points),), (), str, 0, 40))
    chart.resize(300, 200)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert not chart.grab().isNull()


# Documents -------------------------------------------------------------------------------------------------------


def taken_in(qtbot: QtBot, shown: Any) -> None:
    qtbot.waitUntil(lambda: shown.documents.task is None, timeout=10_000)


def test_a_document_is_attached_named_and_saved_as_a_copy_under_a_neutral_name(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, answers: Answers, tmp_path: Path
) -> None:
    path = tmp_path / "Ava Núñez report.pdf"
    path.write_bytes(PDF)
    answers.files.append(path)
    shown = tab(opened, ava)
    shown.attach()
    taken_in(qtbot, shown)
    form = shown.documents.form
    QTest.keyClicks(form.editors["title"].widget, "Speech report")
    QTest.keyClicks(form.editors["author"].widget, "SALT")
    shown.flush()
    [row] = attachments.attachments(store, ava)
    assert (row.title, row.author) == ("Speech report", "SALT")
    answers.saves.append(tmp_path / "copy.pdf")
    press(shown.documents, "Save a copy …")
    qtbot.waitUntil((tmp_path / "copy.pdf").exists, timeout=10_000)
    assert (tmp_path / "copy.pdf").read_bytes() == PDF
    assert answers.suggested == ["document-2026-11-23.pdf"]


def test_a_document_is_put_to_an_observation(qtbot: QtBot, opened: Gradesk, store: Store, ava: str) -> None:
    seen = observations.add(store, ava, {"place": "Maths"})
    attachments.add(store, ava, TakenIn("a.pdf", "application/pdf", PDF), {"title": "Plan"})
    shown = tab(opened, ava)
    press(shown.documents, "Correct")
    editor = shown.documents.form.editors["about"]
    editor.show(f"observation:{seen}")
    editor.edited.emit()
    [row] = attachments.attachments(store, ava)
    assert (row.about, row.about_id) == ("observation", seen)
    press(shown.documents, "Done")
    assert any("Observation: 23/11/2026 Maths" in words for words in labels(shown.documents))
    shown.reload()
    assert "Kept with it: Plan" in labels(shown.observations)


def test_files_are_dropped_on_the_page_and_each_refusal_is_a_sentence(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, tmp_path: Path
) -> None:
    for name, content in (("a.pdf", PDF), ("b.exe", b"MZ"), ("c.txt", b"hello")):
        (tmp_path / name).write_bytes(content)
    shown = tab(opened, ava)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.pdf", "b.exe", "c.txt")])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    shown.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    taken_in(qtbot, shown)
    assert sorted(row.file_name for row in attachments.attachments(store, ava)) == ["a.pdf", "c.txt"]
    assert opened.shell is not None
    said = opened.shell.banner.words
    assert said.startswith("2 documents are kept inside the school’s file.")
    assert "“b.exe”: A .exe file can run a program, so it was not taken in." in said


def test_the_name_of_a_refused_file_is_said_without_marks_that_turn_it_round(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, tmp_path: Path
) -> None:
    paths = [tmp_path / "\u202egpj.exe", tmp_path / "a\nb.bat"]
    for path in paths:
        path.write_bytes(b"MZ")
    shown = tab(opened, ava)
    shown.documents.take_in(paths)
    taken_in(qtbot, shown)
    assert opened.shell is not None
    assert "“�gpj.exe”" in opened.shell.banner.words
    assert "“a�b.bat”" in opened.shell.banner.words
    assert attachments.attachments(store, ava) == []


def test_a_file_of_two_gigabytes_is_refused_at_once_with_a_sentence(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, tmp_path: Path
) -> None:
    with (tmp_path / "film.pdf").open("wb") as file:
        file.truncate(2 * 1024**3)
    shown = tab(opened, ava)
    shown.documents.take_in([tmp_path / "film.pdf"])
    taken_in(qtbot, shown)
    assert opened.shell is not None
    assert opened.shell.banner.words.startswith("This file has 2048.0 MB, and Gradesk keeps documents up to 20 MB")
    assert attachments.attachments(store, ava) == []


def test_a_document_goes_to_the_pupil_it_was_chosen_for(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, bo: str, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF)
    shown = tab(opened, ava)
    shown.documents.take_in([tmp_path / "a.pdf"])
    tab(opened, bo)
    taken_in(qtbot, shown)
    assert len(attachments.attachments(store, ava)) == 1
    assert attachments.attachments(store, bo) == []
    assert shown.documents.form is None


def test_a_pdf_with_a_script_warns_in_the_list_and_before_a_copy_is_saved(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str, answers: Answers, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(PDF + b"/OpenAction 3 0 R")
    shown = tab(opened, ava)
    shown.documents.take_in([tmp_path / "a.pdf"])
    taken_in(qtbot, shown)
    assert any(words.startswith("⚠  This PDF holds") for words in labels(shown.documents))
    answers.saves.append(tmp_path / "copy.pdf")
    press(shown.documents, "Save a copy …")  # and nothing is chosen
    assert answers.saves and not (tmp_path / "copy.pdf").exists()
    answers.lines.append("As it is")
    press(shown.documents, "Save a copy …")
    qtbot.waitUntil((tmp_path / "copy.pdf").exists, timeout=20_000)


def test_a_deleted_document_comes_back_by_undo(opened: Gradesk, store: Store, ava: str) -> None:
    attachments.add(store, ava, TakenIn("a.pdf", "application/pdf", PDF), {"title": "Plan"})
    shown = tab(opened, ava)
    press(shown.documents, "Delete")
    assert attachments.attachments(store, ava) == []
    assert opened.shell is not None
    opened.shell.undo()
    assert "Plan" in labels(shown.documents)


def test_a_document_is_looked_at_and_put_away_by_keys_and_who_looked_is_told(
    qtbot: QtBot, opened: Gradesk, store: Store, ava: str
) -> None:
    content = b"Dear all,\nAva read <b>well</b>."
    attachments.add(store, ava, TakenIn("letter.txt", "text/plain", content), {"title": "Letter"})
    shown = tab(opened, ava)
    press(shown.documents, "Look")
    viewer: Any = shown.documents.viewer
    qtbot.waitUntil(lambda: viewer.words.isVisibleTo(viewer), timeout=20_000)
    assert viewer.words.toPlainText() == "Dear all,\nAva read <b>well</b>."
    QTest.keyClick(viewer.leave, Qt.Key.Key_Escape)
    assert shown.documents.viewer is None
    assert any(one.kind == "viewed" for one in watching.lines(store, pupil_id=ava))
