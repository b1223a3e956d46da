"""A filled form on the pupil's page: looked at answer by answer, taken in by one key, or left."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.plans import plans
from gradesk.store.work import Store
from gradesk.ui.kit.labels import PlainLabel
from tests.services.paper.test_forms_in import blank, filled
from tests.services.planning import whole_plan
from tests.ui.test_evidence import press, tab
from tests.window import Answers


@pytest.fixture
def came_back(store: Store, ava: str, tmp_path: Path) -> Path:
    """A parent's form as a file."""
    whole_plan(store, ava)
    path = tmp_path / "came back.pdf"
    path.write_bytes(filled(blank(store, ava, "parent"), {"-q-well": "Reading to the dog", "-who": "Rosa Núñez"}))
    return path


def test_a_form_is_shown_with_what_is_there_before_anything_is_written(
    opened: Gradesk, store: Store, ava: str, came_back: Path, answers: Answers, qtbot: QtBot
) -> None:
    plan_id = plans.for_learning(store, ava)
    assert plan_id is not None
    plans.change(store, plan_id, {"parent_view": "Written before."})
    shown = tab(opened, ava)
    answers.files.append(came_back)
    shown.read_form()
    qtbot.waitUntil(lambda: shown.forms.seen is not None, timeout=20_000)
    said = [label.text() for label in shown.forms.findChildren(PlainLabel)]
    assert "What is going well?" in said and "Reading to the dog" in said and "Written before." in said
    assert plans.page(store, plan_id).plan.parent_view == "Written before."
    press(shown.forms, "Take these answers")
    now = plans.page(store, plan_id).plan.parent_view
    assert now.startswith("Written before.") and "Reading to the dog" in now and "Rosa Núñez" in now
    assert shown.forms.seen is None


def test_a_form_that_is_left_changes_nothing_and_one_of_nobody_is_said_in_a_sentence(
    opened: Gradesk, store: Store, ava: str, came_back: Path, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    shown = tab(opened, ava)
    shown.forms.read(came_back)
    qtbot.waitUntil(lambda: shown.forms.seen is not None, timeout=20_000)
    press(shown.forms, "Leave them")
    plan_id = plans.for_learning(store, ava)
    assert plan_id is not None and "Reading" not in plans.page(store, plan_id).plan.parent_view
    foreign = tmp_path / "foreign.pdf"
    foreign.write_bytes(b"no form")
    shown.forms.read(foreign)
    qtbot.waitUntil(lambda: shown.forms.task is None, timeout=20_000)
    assert shown.forms.seen is None
    assert any("is no PDF" in label.text() for label in opened.shell.findChildren(PlainLabel))
