"""The verbs of people outside and of EHC plans tell what the screens show, of the practice school whole and of one pupil."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from gradesk.practice import making, marker
from tests import copying
from tests.cli.conftest import Run


@pytest.fixture
def practice(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice school of sixty of one's own."""
    monkeypatch.setenv("GRADESK_PASSPHRASE", marker.PASSPHRASE)
    built = copying.built_once(
        tmp_path_factory, "practice of sixty for verbs", lambda folder: making.open_or_make(folder, 60, 1).store
    )
    return copying.copied(built, tmp_path / "practice")


@pytest.fixture
def told(run: Run, practice: Path) -> Any:
    """What a verb says as JSON, of the practice school."""

    def call(*words: object) -> Any:
        result = run(*words, "--json", "--data", practice, "--new-copy")
        assert result.code == 0, result.err
        return json.loads(result.out)

    return call


def test_every_stage_of_a_referral_is_told_with_its_day_to_ask(told: Any) -> None:
    rows = told("referrals")
    stages = {row["stage"] for row in rows}
    assert stages >= {"idea", "discussed", "consent", "sent", "acknowledged", "waiting", "seen", "declined"}
    for row in rows:
        assert row["chase_on"] is None or date.fromisoformat(row["chase_on"]) > date.fromisoformat(row["since"])
        assert row["days"] >= 0 and row["sum"]
    mine = told("referrals", "--pupil", rows[0]["pupil"])
    assert rows[0]["uuid"] in {row["uuid"] for row in mine}
    assert {row["stage"] for row in told("referrals", "--closed")} >= {"closed"}


def test_each_clock_has_its_start_its_span_its_sum_and_its_source(told: Any) -> None:
    rows = told("clocks")
    assert {"assessment_decision", "assessment_final", "review_yearly"} <= {row["rule"] for row in rows}
    for row in rows:
        start, due = date.fromisoformat(row["start"]), date.fromisoformat(row["due"])
        if "weeks" in row:
            assert due - start == timedelta(weeks=row["weeks"])
        assert row["sum"] and row["source"] and row["pupil"]


def test_eleven_plans_with_their_lines_and_whether_each_is_met(told: Any) -> None:
    rows = told("ehc")
    plans = [row for row in rows if row["provision_lines"]]
    assert len(plans) == 11
    states = {line["state"] for row in plans for line in row["provision_lines"]}
    assert {"met", "short", "not_arranged", "unread"} <= states
    assert all(row["outcomes"] and row["review_due"] for row in plans)
    line = next(line for row in plans for line in row["provision_lines"] if line["code"] == "F1")
    assert (line["hours"], line["per"], line["minutes_a_week"]) == (5, "week", 300)


def test_a_sample_is_six_with_their_reasons_and_a_folder_of_each(
    run: Run, told: Any, practice: Path, tmp_path: Path
) -> None:
    rows = told("sample", "--inspection")
    assert len(rows) == len({row["pupil"] for row in rows}) == 6
    assert all(row["why"].endswith(".") for row in rows)
    result = run("sample", "--inspection", "--looked", "--out", tmp_path / "sample", "--data", practice, "--new-copy")
    assert result.code == 0, result.err
    files = sorted((tmp_path / "sample").iterdir())
    assert len(files) == 6
    for file in files:
        with pikepdf.open(file) as made:
            assert len(made.pages) > 3
    assert run("sample", "--data", practice, "--new-copy").code == 1
