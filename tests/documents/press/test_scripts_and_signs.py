"""Scripts whose letters change are shaped and told apart, signs are printed, and one file leaves no trace in the next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gradesk.documents.press import pen
from gradesk.documents.press.checks import named
from gradesk.documents.press.letters.fonts import font
from gradesk.documents.press.letters.language import language
from gradesk.documents.press.letters.shaping import shaped
from gradesk.documents.press.look import USUAL
from gradesk.documents.press.text import clean, items, uncovered
from tests.documents import reading, samples, ua

HINDI, BENGALI, URDU, PANJABI = "क्षत्रिय विद्यालय हिन्दी", "বাংলা স্কুল ক্ষমা সার্কেল", "میرا اسکول", "ਮੇਰਾ ਸਕੂਲ ਪ੍ਰੀਤ"


def page(words: str) -> bytes:
    return samples.drawn("passport", [samples.passport({"admire": words})]).pdf


def test_devanagari_is_shaped_and_its_joiners_are_kept() -> None:
    conjunct = shaped("क्ष", "NotoSans-Regular", 0)
    assert len(conjunct.glyphs) < len("क्ष")  # one sign for three letters
    parted = clean("क्\u200cष")
    assert "\u200c" in parted
    assert [glyph.code for glyph in shaped(parted, "NotoSans-Regular", 0).glyphs] != [
        one.code for one in conjunct.glyphs
    ]
    assert clean("a\u200cb\u200dc") == "abc"
    assert reading.squeezed(HINDI) in ua.reading_order(page(HINDI)).replace(" ", "")
    assert shaped.cache_info().currsize == 0, "a page that is drawn leaves no words behind"


@pytest.mark.parametrize("words", [HINDI, BENGALI, URDU, PANJABI])
def test_shaped_words_keep_widths_zeros_and_language_in_order(words: str) -> None:
    assert ua.faults(page(f"In English, {words}, and on")) == []


def test_a_print_in_a_language_has_its_own_script_without_a_word() -> None:
    look = replace(USUAL, language=language("ur"))
    assert ua.faults(samples.drawn("passport", [samples.passport({"admire": f"{BENGALI} {HINDI}"})], look).pdf) == []


def test_the_check_finds_a_script_that_is_said_to_be_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pen, "tongue_of", lambda _text, _around: "")
    assert any("devanagari letters in what is said to be en-GB" in one for one in ua.faults(page(HINDI)))


def test_the_same_print_has_the_same_bytes_in_any_company() -> None:
    first = page(f"{BENGALI} {HINDI} {URDU}")
    for words in ("ক্ষ ক্ স ষ", "क ष क्ष ज्ञ", "اس کو ل", HINDI[::-1]):
        page(words)
    assert page(f"{BENGALI} {HINDI} {URDU}") == first


def test_a_glyph_is_as_wide_as_its_font_has_it_however_it_is_kerned() -> None:
    run = shaped(BENGALI.replace(" ", ""), "NotoSansBengali-Regular", 0)
    face = font("NotoSansBengali-Regular").embedded.face
    for glyph in run.glyphs:
        code = ord(glyph.code)
        wide = face.hmetrics[face.charToGlyph[code]][0] * 1000 / face.unitsPerEm
        assert abs(face.charWidths[code] - wide) <= 0.5


def test_signs_that_people_use_are_printed() -> None:
    signs = "→ ← ✓ ✔ ✗ ★ ☆ ▪ ● ○ ◦ ☐ ☑ ☺ ☹ ♥ ≥ 😀"
    assert not uncovered(signs)
    assert all(sign in "".join(reading.pages(page(signs))) for sign in signs.split())


@pytest.mark.parametrize("sign", ["\uf0b7", "\uf0a7", "\uf0d8", "●", "▪", "◦", "▸", "❖", "•"])
def test_bullets_of_other_programs_are_points(sign: str) -> None:
    typed = f"{sign}\tone\n{sign} two\n{sign}three"
    assert not uncovered(typed)
    assert items(typed) == ((True, "one"), (True, "two"), (True, "three"))


def test_what_cannot_be_printed_is_named_so_that_it_is_found() -> None:
    assert named(["\uf123"]) == "an invisible sign (U+F123)"
    assert named(["🦩"]) == "🦩 (flamingo)"
    assert named(["த", "மி"[0]]) == "Tamil letters (த ம)"
