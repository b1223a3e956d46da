"""The print desk: who was left out is said, a picture goes the way of a page, and what may be nobody is let pass once seen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.paper import copies
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions
from gradesk.store.work import Store
from tests.window import Answers


@pytest.fixture
def friends(opened: Gradesk, store: Store, ava: str) -> tuple[str, str]:
    """Ava, who writes of Ben in her class, and Ben, whose words have a sign no font has."""
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Okoro", "class_name": "4 Oak"})
    pupils.change_pupil(store, ava, {"class_name": "4 Oak"})
    passports.change(store, ava, {"helps": "\uf0b7 Sit me by Ben\n\uf0b7 Tick ✓ what is done → then the next"})
    passports.change(store, ben, {"hard": "Flamingos 🦩"})
    return ava, ben


def shown(qtbot: QtBot, opened: Gradesk, **place: object) -> Any:
    assert opened.shell is not None
    opened.shell.go("preview", **place)
    screen: Any = opened.shell.current
    qtbot.waitUntil(lambda: screen.ready is not None, timeout=20_000)
    return screen


def test_those_left_out_are_said_and_a_first_name_is_let_pass_when_seen(
    qtbot: QtBot, opened: Gradesk, answers: Answers, friends: tuple[str, str], tmp_path: Path
) -> None:
    screen = shown(qtbot, opened, document="passport", pupil_ids=friends)
    assert "Ben Okoro, Pupil passport: 🦩 (flamingo)" in screen.told.text()
    assert "Ben Okoro on page 1 (the first name in the text; others may have it too)" in screen.warned.text()
    assert not screen.save_button.isEnabled() and not screen.other_button.isVisible()
    screen.pass_button.click()
    answers.saves.append(tmp_path / "out.pdf")
    screen.save()
    qtbot.waitUntil(lambda: not screen.busy(), timeout=20_000)
    assert (tmp_path / "out.pdf").exists()


def test_a_picture_is_saved_from_the_desk_and_asked_for_in_the_register_of_copies(
    qtbot: QtBot, opened: Gradesk, answers: Answers, store: Store, friends: tuple[str, str], tmp_path: Path
) -> None:
    ava, _ = friends
    provisions.add(store, [ava], {"name": "Readers", "starts_on": store.clock.today() - timedelta(days=90)})
    screen = shown(qtbot, opened, document="timeline", pupil_ids=(ava,))
    assert screen.other_button.isVisible()
    answers.saves.append(tmp_path / "out.svg")
    screen.save_otherwise()
    qtbot.waitUntil(lambda: not screen.busy(), timeout=20_000)
    assert answers.suggested[-1] == "Timeline AN 4 Oak.svg"
    assert "Confidential" in (tmp_path / "out.svg").read_text("utf-8")
    assert screen.given.isVisible()
    screen.given.holder.show("Mum")
    screen.given.note()
    assert [copy.document for copy in copies.out(store, ava)] == ["timeline"]
