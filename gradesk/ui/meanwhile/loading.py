"""What is loaded while somebody types the passphrase, and what follows when Today has the machine no more to itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gradesk.system.kept import settings
from gradesk.system.lazy import lazily, load
from gradesk.ui.looks import theme

if TYPE_CHECKING:
    from gradesk.services import rehearsing as pupils_asked
    from gradesk.services.school import opening
    from gradesk.services.today import rehearsing
    from gradesk.system import rooms
    from gradesk.ui import context as contexts
    from gradesk.ui import screens as catalogue
    from gradesk.ui import tasks
    from gradesk.ui.kit import layouts
    from gradesk.ui.shell import instance, navigation
else:
    tasks = lazily("gradesk.ui.tasks")
    rooms = lazily("gradesk.system.rooms")
    opening = lazily("gradesk.services.school.opening")
    contexts = lazily("gradesk.ui.context")
    catalogue = lazily("gradesk.ui.screens")
    rehearsing = lazily("gradesk.services.today.rehearsing")
    pupils_asked = lazily("gradesk.services.rehearsing")
    layouts = lazily("gradesk.ui.kit.layouts")
    navigation = lazily("gradesk.ui.shell.navigation")
    instance = lazily("gradesk.ui.shell.instance")

OFTEN = ("pupils", "pupil")  # where a day begins; the other screens are loaded when somebody goes there


def apart(log: Callable[[], object]) -> Iterator[None]:
    """What opens a file, and what is asked of it first."""
    log()
    load(opening)
    yield
    rehearsing.rehearse()
    yield from _read(*(f"gradesk.services.{room}" for room in ("school", "pupils", "custody", "today")))


def here() -> Iterator[None]:
    """What shows it, piece by piece."""
    for part in (tasks, instance, contexts):
        load(part)
        yield
    yield from _read("gradesk.ui.kit.tables", "gradesk.ui.kit.forms", "gradesk.ui.shell", "gradesk.ui.screens.today")
    look = settings.load()
    colours = theme.theme(look.theme, look.scale)
    for listed in catalogue.SCREENS:
        if listed.title:
            navigation.picture(listed, colours)
            yield
    # The first page that scrolls has PySide read all classes there are of widgets and events.
    layouts.ScrollPage(QWidget()).deleteLater()


def more_apart() -> Iterator[None]:
    """All that can be done with a file, and what is asked of it about a pupil."""
    yield from _read("gradesk.services")
    pupils_asked.rehearse()


def more_here() -> Iterator[None]:
    """Where a day begins."""
    return _read("gradesk.ui.kit", *(f"gradesk.ui.screens.{name}" for name in OFTEN))


def _read(*packages: str) -> Iterator[None]:
    for name in rooms.modules_of(*packages):
        import_module(name)
        yield
