"""The window, and the command line, for every test here."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gradesk.cli import arguments, verbs
from tests.conftest import PASSPHRASE
from tests.window import answers, gradesk, opened

__all__ = ["answers", "gradesk", "opened"]


@pytest.fixture
def told(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """What a verb of the command line prints as JSON."""

    def tell(*words: str) -> Any:
        monkeypatch.setenv("GRADESK_PASSPHRASE", PASSPHRASE)
        assert verbs.carry_out(arguments.parser().parse_args(["--data", str(folder), *words, "--json"])) == 0
        return json.loads(capsys.readouterr().out)

    return tell
