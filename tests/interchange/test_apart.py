"""Whatever a file from outside holds is met in a child: it is ended when it takes too long, and the window goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gradesk.interchange import calendar_events
from gradesk.interchange.calendar_events import read_calendar
from gradesk.interchange.files import text
from gradesk.interchange.table import Reading
from gradesk.services.paper import language_file
from gradesk.system.laptop import child
from gradesk.system.progress import Cancelled, Progress, no_progress
from gradesk.system.refusal import Refused

CALENDAR = (
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261026\nDTEND:20261031\nSUMMARY:Half-term\nEND:VEVENT\nEND:VCALENDAR\n"
)


@pytest.fixture(autouse=True)
def in_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the program itself."""
    for module in (text, calendar_events, language_file):
        monkeypatch.setattr(module, "read_apart", child.read_apart)


def test_a_list_a_calendar_and_phrases_are_read_by_a_child(tmp_path: Path) -> None:
    found = text.read_text("Surname,Forename\nNúñez,Ava\n".encode(), Reading(), no_progress)
    assert [line.cells for line in found.lines] == [("Surname", "Forename"), ("Núñez", "Ava")]
    (tmp_path / "dates.ics").write_text(CALENDAR, "utf-8")
    (event,) = read_calendar(tmp_path / "dates.ics")
    assert (event.name, event.first.day, event.last.day) == ("Half-term", 26, 30)
    assert language_file.lines_in("Where,English\nLid,„Pokrywka”\n".encode()) == [
        ["Where", "English"],
        ["Lid", "„Pokrywka”"],
    ]


@pytest.mark.parametrize("data", [b"\x01\x02\x03" * 2_000, b"a," * 500 + b"a"])
def test_what_the_child_refuses_is_refused_here_with_its_sentence(data: bytes) -> None:
    with pytest.raises(Refused, match="Nothing was changed"):
        text.read_text(data, Reading(), no_progress)


def test_how_far_it_is_comes_back_and_stopping_ends_it() -> None:
    counts: list[tuple[int, int]] = []
    lines = "Surname,Forename\n" + "Núñez,Ava\n" * 9_000
    text.read_text(lines.encode(), Reading(), lambda done, total: counts.append((done, total)))
    assert any(done > 1_000 for done, _ in counts)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        text.read_text(lines.encode(), Reading(), stop)


def _hangs(_argument: object, _count: Progress) -> None:
    threading.Event().wait()


def _eats(_argument: object, _count: Progress) -> int:
    return len(bytearray(4 * 1024**3))


@pytest.mark.parametrize("work", [_hangs, _eats])
def test_one_that_hangs_or_eats_memory_is_ended_and_said(
    work: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "SECONDS", 1)
    with pytest.raises(Refused, match="took too long"):
        child.read_apart(work, None, "The list took too long to be read. Nothing was changed.")
