"""A picture is read off the window's thread; the button that asked for it stops it meanwhile."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.ui.screens.pupil.screen import PupilScreen


def pupil_page(opened: Gradesk) -> tuple[Store, str, Any]:
    """The page of a pupil who was just added."""
    shell = opened.shell
    assert shell is not None
    store = shell.context.store
    uuid = pupils.add_pupil(store, {"legal_forename": "Ida", "legal_surname": "Holt"})
    shell.go("pupil", pupil_id=uuid)
    screen = shell.current
    assert isinstance(screen, PupilScreen)
    return store, uuid, screen


def photo(folder: Path, size: tuple[int, int] = (900, 700)) -> Path:
    """A picture of nobody."""
    out = BytesIO()
    Image.effect_noise(size, 90).save(out, "PNG")
    path = folder / "photo.png"
    path.write_bytes(out.getvalue())
    return path


def test_a_photo_is_taken_in_while_the_button_offers_to_stop(qtbot: QtBot, opened: Gradesk, tmp_path: Path) -> None:
    store, uuid, screen = pupil_page(opened)
    screen.context.ask.files.append(photo(tmp_path))
    screen._change_photo()
    assert screen.head.add_photo.text() == "Stop reading the picture"
    qtbot.waitUntil(lambda: screen._picture.task is None, timeout=20_000)
    assert pupils.page(store, uuid).pupil.photo_id is not None
    assert screen.head.add_photo.text() == "Change photo"


def test_stopping_takes_nothing_in_and_a_bad_file_is_refused_with_a_sentence(
    qtbot: QtBot, opened: Gradesk, tmp_path: Path
) -> None:
    store, uuid, screen = pupil_page(opened)
    screen.context.ask.files.append(photo(tmp_path, (3000, 2500)))
    screen._change_photo()
    screen._change_photo()  # the same button again
    qtbot.waitUntil(lambda: screen._picture.task is None, timeout=20_000)
    assert pupils.page(store, uuid).pupil.photo_id is None
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(3 * 1024**3)
    screen.context.ask.files.append(large)
    screen._change_photo()
    qtbot.waitUntil(lambda: screen._picture.task is None, timeout=20_000)
    assert pupils.page(store, uuid).pupil.photo_id is None
    assert screen.head.add_photo.text() == "Add photo"
