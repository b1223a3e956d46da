"""The faces that ship: each can be embedded, draws what its cmap promises, and has its licence beside it."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from gradesk.documents.press.letters import fonts
from gradesk.system.paths import resource

FONTS = sorted(path.stem for path in resource("fonts").glob("*.ttf"))
PUNCTUATION = "“”‘’–—…•£½()[]/:;,.!?0123456789"
LATIN = "ŵŷŴŶâêîôûïöá ąćęłńóśźż ăâîșț ãõçàéíú ğışçöüİ"


@pytest.mark.parametrize("name", FONTS)
def test_a_shipped_face_can_be_embedded(name: str) -> None:
    face = TTFont(f"shipped {name}", str(resource("fonts", f"{name}.ttf"))).face
    assert face.charToGlyph


@pytest.mark.parametrize("name", FONTS)
def test_a_shipped_face_has_its_licence_beside_it_and_named(name: str) -> None:
    family = name.split("-", 1)[0]
    licences = [path.name for path in resource("fonts").glob("*.txt") if path.stem.endswith(f"-{family}")]
    assert len(licences) == 1
    assert f"fonts/{licences[0]}" in resource("README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [n for n in FONTS if n.split("-")[0] in {"Lexend", "OpenDyslexic", "Andika"}])
def test_a_face_to_choose_has_the_letters_of_every_language_in_latin_script(name: str) -> None:
    letters = TTFont(f"shipped {name}", str(resource("fonts", f"{name}.ttf"))).face.charToGlyph
    lacking = {c for c in PUNCTUATION + LATIN + unicodedata.normalize("NFC", LATIN.upper()) if ord(c) not in letters}
    assert not lacking


def test_two_who_ask_for_a_face_at_once_get_the_same_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are made in several threads, and shaped glyphs are handed out by the face itself."""
    together = Barrier(2)
    monkeypatch.setattr(fonts, "_FONTS", {})

    def asked() -> fonts.Font:
        together.wait()
        return fonts.font("Andika-Regular")

    with ThreadPoolExecutor(2) as pool:
        first, second = [pool.submit(asked) for _ in range(2)]
    assert first.result() is second.result()
