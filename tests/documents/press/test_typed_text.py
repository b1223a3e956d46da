"""Text typed by people comes out as it was written and never does anything else."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from reportlab import rl_config
from reportlab.lib.colors import black

from gradesk.documents.pages import passport
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.letters.fonts import mark_offsets, missing
from gradesk.documents.press.look import THEMES, Style
from gradesk.documents.press.text import SafeParagraph, clean, items, uncovered
from gradesk.services.paper.sheets import SheetSection
from gradesk.system.refusal import Refused
from tests.documents import reading, samples

HOSTILE = (
    "<Sam> is here",
    "R&B; AT&T",
    "Fish & chips, score <5 and >3",
    "a <b c",
    "a <b>bold",
    "</para><b>",
    "<onDraw name='showPage' label='x'/>",
    "<font color='[[[__import__(1)]]]'>x</font>",
    '<img src="http://example.org/x.png"/>',
    '<img src="file:///etc/passwd" width="10" height="10"/>',
    '<img src="data:image/png;base64,AAAA"/>',
    '<a href="javascript:alert(1)">press</a>',
    '<a href="file:///etc/passwd">press</a>',
    "<seq/><bullet>x</bullet><unichar code='65'/>",
    "<!-- note --> <![CDATA[x]]> &lt; &#65;",
    "(brackets) \\ and \\) ( Tj ET Q",
    "{{ mustache }} %s %(x)s {0}",
    "'; DROP TABLE pupil; --",
    "Two fingers – “quoted” ‘too’ … £5 50 % ½ °C",
)
NAMES = (
    "Zażółć Łukasz Święty",
    "Nguyễn Thị Ánh Tuyết Đặng",
    "Çağla İpek Işık Gülşen",
    "Llŷr Siân Gŵyl Tŵm",
    "Ọ̀ṣọ́ Ẹ̀bùn Adébáyọ̀ Olúwáṣẹ́gun",
    "Þórður Ægir Guðný",
    "Ștefan Țuțea Ăi",
    "Jürgen Strauß Øystein Åse",
    "Ėglė Žydrūnas Ų́žė",
    "Zoe\u0308 Rene\u0301e",
    "Ελένη Παππά",
    "Олена Ковальчук Юлія",
)


def test_every_hostile_text_is_printed_as_written() -> None:
    for text in HOSTILE:
        words = dict.fromkeys(samples.WORDS, text)
        sheet = samples.passport(words, heading=samples.heading(preferred_name=text, surname=text, key_adult=text))
        printed = reading.pages(samples.drawn("passport", [sheet]))[0]
        assert printed.count(reading.squeezed(text)) >= 10, text


def test_every_hostile_text_is_printed_as_written_on_a_plan_too() -> None:
    for text in HOSTILE:
        target = samples.target(1, pupil_wording=text, staff_wording=text, who=text, how=text, outcome=text)
        sheet = samples.plan(strengths=text, blocks=(SheetSection("x", text, text),), targets=(target,), title=text)
        printed = "".join(reading.pages(samples.drawn("plan", [sheet])))
        assert printed.count(reading.squeezed(text)) >= 9, text


def test_names_of_many_languages_print_right() -> None:
    for name in NAMES:
        sheet = samples.passport(heading=samples.heading(preferred_name=name, surname=name))
        assert reading.pages(samples.drawn("passport", [sheet]))[0].count(reading.squeezed(name)) >= 3, name


TYPED = st.text(st.characters(max_codepoint=0x17F, exclude_categories=("Cs", "Cc", "Cf")), min_size=1, max_size=60)


@given(TYPED)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_latin_text_comes_back(text: str) -> None:
    text = "".join(c for c in text if not uncovered(c) and unicodedata.normalize("NFKC", c) == c)
    printed = reading.pages(samples.drawn("passport", [samples.passport({"admire": f"x {text} x"})]))[0]
    # A hyphen at a line's end is left out by some readers when they copy.
    assert reading.squeezed(clean(f"x {text} x")).replace("-", "") in printed.replace("-", "")


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_printed_or_refused_with_its_characters(text: str) -> None:
    sheet = samples.passport({"helps": text})
    report = passport.fit(sheet)
    if report.missing_glyphs:
        with pytest.raises(Refused, match="How you can help me"):
            samples.drawn("passport", [sheet])
    elif report.fits:
        assert len(reading.reader(samples.drawn("passport", [sheet])).pages) == 1


def test_no_picture_on_the_laptop_gets_into_the_file(tmp_path: Path) -> None:
    planted = tmp_path / "secret.png"
    Image.new("RGB", (20, 20), "red").save(planted)
    words = dict.fromkeys(samples.WORDS, f'<img src="{planted}" width="20" height="20"/>')
    pdf = reading.reader(samples.drawn("passport", [samples.passport(words)]))
    assert [list(page.images) for page in pdf.pages] == [[]]


def test_no_link_gets_into_the_file() -> None:
    pdf = reading.reader(
        samples.drawn("passport", [samples.passport({"helps": '<a href="https://example.org">x</a>'})])
    )
    assert "/Annots" not in pdf.pages[0]


def test_missing_characters_are_reported_with_their_section_before_printing() -> None:
    for text, shown in (("well done 🦩", "🦩"), ("שרה", "ש"), ("陈", "陈")):
        sheet = samples.passport({"helps": text})
        report = passport.fit(sheet)
        assert not report.fits
        assert report.missing_glyphs[0].where == "How you can help me"
        assert shown in report.missing_glyphs[0].characters
        with pytest.raises(Refused, match="How you can help me"):
            samples.drawn("passport", [sheet])


def test_missing_characters_in_a_name_or_a_target_are_reported() -> None:
    with pytest.raises(Refused, match="the name"):
        samples.drawn("passport", [samples.passport(heading=samples.heading(preferred_name="שרה"))])
    with pytest.raises(Refused, match="Target 1"):
        samples.drawn("plan", [samples.plan(targets=(samples.target(1, how="🦩"),))])


def test_the_sink_itself_refuses_a_missing_character() -> None:
    with pytest.raises(Refused, match="🦩"):
        SafeParagraph("🦩", Style(Face.REGULAR, black))


def test_a_missing_glyph_is_never_drawn() -> None:
    """A font's glyph 0 is its box; ReportLab puts it at code 0 of each subset."""
    text = " ".join(NAMES)
    pdf = samples.drawn("passport", [samples.passport({"helps": text})])
    assert b"\\000" not in reading.drawn_codes(pdf)
    assert not missing(clean(text))


def test_control_characters_and_hidden_ones_are_not_printed() -> None:
    text = "a\x00b \ud800 c\u202egpj.exe\u202c d\u200be \x1b[0m f\r\ng\u2028h\u00adi"
    assert clean(text) == "a b \ufffd cgpj.exe de  [0m f\ng\nhi"
    assert passport.fit(samples.passport({"helps": text})).fits


def test_dashes_and_short_lines_become_points_and_long_lines_paragraphs() -> None:
    assert [item.bullet for item in items("One line only")] == [False]
    assert items("- one\n* two\n\n• three") == ((True, "one"), (True, "two"), (True, "three"))
    assert [item.bullet for item in items("short\nlines")] == [True, True]
    assert [item.bullet for item in items("My list:\n- one")] == [False, True]
    assert [item.bullet for item in items("long " * 40 + "\nshort")] == [False, False]
    assert items("-5 degrees")[0] == (False, "-5 degrees")
    assert items(" \n\t\n") == ()


def test_accents_without_a_composed_form_sit_on_their_letter() -> None:
    """Drawn beside what the same letter looks like bare: all new ink is above or below it, within its width."""

    def drawn(text: str) -> Image.Image:
        canvas = TaggedCanvas((200, 200), "A letter", "en-GB", THEMES[0])
        SafeParagraph(text, Style(Face.REGULAR, black)).set(200, 80).draw(canvas, 60, 150)
        canvas.showPage()
        return reading.picture(canvas.finish(), dpi=72).convert("L")

    for letter in ("m", "Ọ", "ẹ", "Ẹ", "T", "x"):
        accented = unicodedata.normalize("NFC", letter + "\u0300")
        assert len(accented) == 2
        bare = drawn(letter + "\u0332")  # a marked text too, so that both are in one font
        both = drawn(accented + "\u0332")
        ink = ImageChops.invert(bare).getbbox()
        new = ImageChops.difference(bare, both).point(lambda v: 255 * (v > 60)).getbbox()
        assert ink and new
        assert ink[0] <= (new[0] + new[2]) / 2 <= ink[2], letter
        assert new[3] <= ink[1] + 1, letter
        assert new[3] >= ink[1] - 12, letter


def test_an_accent_of_a_face_without_latin_letters_is_placed_too() -> None:
    for text in ("\u1ced", "\u0a01\u0325", "= \u1ced \u0951\u0952"):
        SafeParagraph(text, Style(Face.REGULAR, black)).set(200, 12).draw(
            TaggedCanvas((200, 200), "A mark", "en-GB", THEMES[0]), 20, 180
        )
    assert len(mark_offsets("NotoSansBengali-Regular", "\u0995\u1ced")) == 1


def test_a_letter_of_one_face_under_an_accent_of_another_is_printed() -> None:
    for text in ("\u0628\u0325", "\u0a01\u0325"):
        assert not missing(text)
        printed = reading.pages(samples.drawn("passport", [samples.passport({"admire": f"so {text} so"})]))[0]
        assert all(character in printed for character in text)


def test_two_accents_stand_above_one_another() -> None:
    (_, first), (_, second) = mark_offsets("NotoSans-Regular", "x\u0302\u0304")
    assert second > first + 0.1


def test_reportlab_fetches_and_evaluates_nothing() -> None:
    assert rl_config.trustedHosts == []
    assert rl_config.trustedSchemes == []
    assert rl_config.toColorCanUse is None


def test_ten_thousand_strings_come_back_exactly() -> None:
    """Latin, Greek and Cyrillic letters, digits and signs of all bundled fonts, fifty strings to a passport."""
    dice = Random(5)
    letters = [
        chr(code)
        for code in (*range(0x21, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00), *range(0x2010, 0x2070))
        if unicodedata.category(chr(code))[0] in "LNPS"
        and not uncovered(chr(code))
        and unicodedata.normalize("NFKC", chr(code)) == chr(code)
        and chr(code) not in "-\u2010"  # a hyphen at a line's end is left out by some readers when they copy
    ]
    strings = ["x" + "".join(dice.choices(letters, k=dice.randint(1, 24))) + "x" for _ in range(10_000)]
    some = [strings[start : start + 50] for start in range(0, len(strings), 50)]
    sheets = [samples.passport({"helps": "\n".join(part[:25]), "hard": "\n".join(part[25:])}) for part in some]
    drawn = samples.drawn("passport", sheets)
    printed: list[str] = [""] * len(sheets)
    for page, owner in zip(reading.pages(drawn), drawn.pages, strict=True):
        printed[owner] += page
    lost = [one for part, page in zip(some, printed, strict=True) for one in part if one not in page]
    assert lost == []
