"""The week and the term on the command line: what the screens do, told as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.model.rules.placing.planted import week

PRACTICE = "practice school"


@pytest.fixture
def on_practice(run: Run, practice_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same, on a practice school of one's own."""
    monkeypatch.setenv("GRADESK_PASSPHRASE", PRACTICE)
    return lambda *words: run("--data", practice_folder, "--new-copy", *words)


def test_a_planted_week_is_solved_to_the_last_session(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "week.json"
    file.write_text(json.dumps(week(60, 18, 4, rooms=8)))
    told = json.loads(run("solve-week", file, "--seconds", "10", "--json").out)
    assert told["unplaced"] == 0 and told["reasons"] == [] and len(told["placements"]) == 60
    assert told["first"]["seconds"] <= told["seconds"] and told["first"]["unplaced"] >= 0
    assert set(told["placements"][0]) == {"provision", "adult", "periods"}
    assert "0 sessions not placed" in run("solve-week", file).out


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("no json", "is no JSON"),
        ("[]", "no list of names and values"),
        ('{"periods_per_day": 0, "days": 5}', "“periods_per_day” is to be a whole number"),
        ('{"periods_per_day": 2, "days": 1, "adults": [{"id": "a", "available": [2]}]}', "“2” is no period"),
        ('{"periods_per_day": 2, "days": 1, "adults": [{"id": "a"}, {"id": "a"}]}', "no two the same"),
        ('{"periods_per_day": 2, "days": 1, "provisions": [{"id": "v", "sessions": 1, "pupils": ["x"]}]}', "not among"),
    ],
)
def test_a_file_that_is_no_week_is_refused_in_one_sentence(run: Run, tmp_path: Path, said: str, words: str) -> None:
    file = tmp_path / "week.json"
    file.write_text(said)
    told = run("solve-week", file, "--json")
    assert told.code == 1 and words in told.err and told.err.count("\n") == 1


ROOM = {
    "rooms": 1,
    "periods_per_day": 3,
    "days": 2,
    "adults": [{"id": "able", "available": [0, 1, 2, 3, 4, 5], "skills": ["phonics"]}, {"id": "new", "available": [0]}],
    "pupils": [{"id": "p"}],
}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"sessions": 1, "fixed": [{"period": 0}, {"period": 3}]}], "is fixed 2 times and is to be held 1 times"),
        ([{"sessions": 2, "fixed": [{"period": 0}, {"period": 1}]}], "is fixed twice on one day"),
        ([{"sessions": 1, "skill": "phonics", "fixed": [{"period": 0, "adult": "new"}]}], "“new”, who lacks its skill"),
        ([{"sessions": 1, "fixed": [{"period": 0}]}] * 2, "are both fixed in period 0 with the pupil “p”"),
        (
            [{"sessions": 2, "fixed": [{"period": 0, "adult": "new"}, {"period": 3, "adult": "able"}]}],
            "is fixed with several adults",
        ),
        (
            [{"sessions": 1, "pupils": [], "fixed": [{"period": 0}]}] * 2,
            "2 sessions are fixed in period 0, and there are 1 rooms",
        ),
        ([{"id": "half \ud800 a letter", "sessions": 1}], "letters in it that cannot be written"),
        ([{"id": True, "sessions": 1}], "is no name"),
        ([{"sessions": 1, "skill": ["phonics"]}], "is no name"),
        ([{"sessions": 10**300}], "00…”"),
    ],
)
def test_what_stands_in_a_file_and_cannot_is_named(
    run: Run, tmp_path: Path, rows: list[dict[str, Any]], words: str
) -> None:
    file = tmp_path / "week.json"
    provisions = [{"id": f"v{place}", "pupils": ["p"], **row} for place, row in enumerate(rows)]
    file.write_text(json.dumps({**ROOM, "provisions": provisions}))
    told = run("solve-week", file, "--seconds", "0.2")
    assert told.code == 1 and words in told.err and told.err.count("\n") == 1 and len(told.err) < 250


def test_an_impossible_week_says_what_stands_against_it(run: Run, tmp_path: Path) -> None:
    said = week(10, 4, 1, rooms=4)
    said["provisions"][0]["skill"] = "juggling"
    file = tmp_path / "week.json"
    file.write_text(json.dumps(said))
    told = json.loads(run("solve-week", file, "--seconds", "1", "--json").out)
    (reason,) = told["reasons"]
    assert (
        told["unplaced"] == said["provisions"][0]["sessions"] and "no adult is trained for juggling" in reason["words"]
    )


def test_the_timetable_shows_a_week_with_its_clashes(on_practice: Run) -> None:
    told = json.loads(on_practice("timetable", "--json").out)
    assert set(told) == {"week", "sessions", "clashes", "unplaced"}
    assert told["sessions"] and {"uuid", "kind", "name", "day", "date", "from", "to", "adult"} <= set(
        told["sessions"][0]
    )
    adult = next(one["adult"] for one in told["sessions"] if one["adult"])
    mine = json.loads(on_practice("timetable", "--adult", adult, "--json").out)["sessions"]
    assert mine and all(adult in (one["adult"], one["with"]) for one in mine)
    assert "Nobody called" in on_practice("timetable", "--adult", "Nobody Such").err
    for which in ("--adult", "--class"):
        said = on_practice("timetable", which, f"\u202e<b>No\nbody{'x' * 500}", "--json")
        assert said.code == 1 and said.err.count("\n") == 1 and len(said.err) < 200


def test_a_week_in_the_holidays_has_no_sessions(on_practice: Run) -> None:
    assert json.loads(on_practice("timetable", "--week", "2026-12-28", "--json").out)["sessions"] == []


def test_a_term_is_planned_solved_and_accepted(on_practice: Run) -> None:
    first = json.loads(on_practice("plan-term", "--solve", "--seconds", "5", "--json").out)
    assert first["carried"] == len(first["bars"]) > 0 and not first["accepted"]
    assert first["unplaced"] == sum(one["missing"] for one in first["reasons"])
    again = json.loads(on_practice("plan-term", "--accept", "--json").out)
    assert again["draft"] == first["draft"] and again["accepted"]
    nxt = json.loads(on_practice("plan-term", "--discard", "--json").out)
    assert nxt["draft"] != first["draft"]


PAPERS = ("adult-week", "class-week", "room-week", "pupil-week", "cover-sheet", "lesson-card", "term-page")


@pytest.mark.parametrize("code", PAPERS)
def test_every_paper_of_the_week_is_printed(on_practice: Run, tmp_path: Path, code: str) -> None:
    out = tmp_path / "paper.pdf"
    assert on_practice("print", code, "--all", "--out", out).code == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_the_week_and_the_term_are_written_as_a_workbook(on_practice: Run, tmp_path: Path) -> None:
    week, term = tmp_path / "week.xlsx", tmp_path / "term.csv"
    assert on_practice("print", "adult-week", "--all", "--out", week).code == 0
    assert week.read_bytes().startswith(b"PK")
    told = on_practice("print", "term-page", "--all", "--variant", "wall", "--which", "area", "--out", term)
    assert "cannot be of" in told.err and not term.exists()
    assert on_practice("print", "term-page", "--all", "--variant", "wall", "--out", term).code == 0
    assert "pupil" in term.read_text("utf-8-sig")


def test_an_adults_week_is_written_as_a_calendar_without_names(on_practice: Run, tmp_path: Path) -> None:
    sessions = json.loads(on_practice("timetable", "--json").out)["sessions"]
    adult = next(one["adult"] for one in sessions if one["pupils"] and one["adult"])
    out = tmp_path / "week.ics"
    told = on_practice("calendar", "--adult", adult, "--ics", out)
    assert told.code == 0 and "parts of the week are written, and no name of a child" in told.out
    written = out.read_bytes().decode()
    assert "DTSTART" in written
    names = {pupil["name"] for one in sessions for pupil in one["pupils"]}
    assert not any(name in written or name.split()[-1] in written for name in names)
    assert on_practice("calendar", "--adult", adult, "--initials", "--ics", out).err.startswith("Initials")
    assert "Nobody called" in on_practice("calendar", "--adult", "Nobody Such", "--ics", out).err
    assert on_practice("calendar", "--week", "2026-12-28", "--ics", out).out.startswith("0 parts")
