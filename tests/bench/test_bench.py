"""The measurements still run; how fast Gradesk is, they say only when somebody asks with time to spare."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "packaging" / "bench"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the settings of whoever tests would be read")
def test_the_bench_measures_everything_it_promises(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, str(BENCH), "--quick"],
        env={**os.environ, "TMPDIR": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    for promised in (
        "start to the passphrase’s field",
        "slowest key while the rest is loaded",
        "Enter to Today’s lines but for the key, 4 pupils",
        "Enter to Today’s lines but for the key, 20 pupils",
        "start to Today",
        "key press to list",
        "F12 to the cover painted",
        "pupil of",
        "river of",
        "lanes, pan",
        "passports, read",
        "memory without output",
        "a bundle of",
        "import of",
        "peak memory",
        "board of support",
        "register of support",
        "first side of the map",
        "planted week of",
        "week of a secondary school",
    ):
        assert promised in ran.stdout
    assert not list(tmp_path.iterdir())
