"""The laptop's own settings come back whatever a folder is called and whoever saved the file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as at_random
from hypothesis import strategies as st

from gradesk.system.kept import settings
from gradesk.system.kept.settings import Settings


@pytest.mark.parametrize("name", ["Förderung 🦊", 'a "quoted" \\ name', "a\nline\x7f\x01", "日本", "'''"])
def test_a_folder_of_any_name_is_found_again(tmp_path: Path, name: str) -> None:
    settings.save(Settings(data_folder=name, scale=125), tmp_path)
    assert settings.load(tmp_path) == Settings(data_folder=name, scale=125)


@pytest.mark.skipif(os.name == "nt", reason="names of files are text on Windows")
def test_a_folder_whose_name_is_no_text_is_found_again(tmp_path: Path) -> None:
    name = os.fsdecode(b"/srv/caf\xe9")
    settings.save(Settings(data_folder=name), tmp_path)
    assert settings.load(tmp_path).data_folder == name


@at_random(max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_survives(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    folder = tmp_path_factory.mktemp("kept")
    settings.save(Settings(data_folder=words, paper=words), folder)
    kept = settings.load(folder)
    assert kept.paper == words
    assert kept.data_folder == words or words.startswith("raw:")


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    settings.save(Settings(theme="dark"), tmp_path)
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert settings.load(tmp_path).theme == "dark"


def test_yes_is_no_number(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("tour = true\nscale = true\n", "utf-8")
    assert settings.load(tmp_path) == Settings()
