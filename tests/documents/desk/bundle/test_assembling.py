"""A bundle is one file: numbered through, led through by links and bookmarks, and read aloud as far as its parts can be."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest

from gradesk.documents.desk.bundle.assembling import assemble
from gradesk.documents.desk.bundle.contents import Bundle, Part
from gradesk.system.progress import Cancelled
from gradesk.system.refusal import Refused
from tests.documents import reading, samples, ua
from tests.documents.desk.bundle import made

FRONT = 3  # cover, index, chronology


@pytest.fixture(scope="module")
def mixed() -> tuple[Bundle, bytes]:
    """Own and foreign documents together."""
    wanted = made.bundle((*made.own(), *made.foreign()))
    return wanted, assemble(wanted)


@pytest.fixture(scope="module")
def ours() -> bytes:
    """Nothing but what Gradesk drew or set."""
    return assemble(made.bundle((*made.own(), *made.foreign()[3:])))


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def starts(wanted: Bundle, pdf: bytes) -> list[int]:
    """The first page of every part, from nought, by the bookmarks."""
    found = []
    with opened(pdf) as read:
        pages = {page.obj.objgen: at for at, page in enumerate(read.pages)}
        with read.open_outline() as outline:
            every = [mark for top in outline.root for mark in (top, *top.children)]
            for place, part in enumerate(wanted.parts, start=1):
                (mark,) = (one for one in every if one.title.startswith(f"{place}. {part.title}, page "))
                assert isinstance(mark.destination, pikepdf.Array)
                at = pages[mark.destination[0].objgen]
                assert mark.title.endswith(f"page {at + 1}")
                found.append(at)
    return found


def corner(pdf: bytes, page: int) -> str:
    """What stands in the upper right corner of a page as it is seen."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        width, height = document[page].get_size()
        text = document[page].get_textpage()
        found = {
            0: text.get_text_bounded(width - 170, height - 31, width, height),
            90: text.get_text_bounded(0, width - 170, 31, width),
        }
        return " ".join(found[document[page].get_rotation()].split())
    finally:
        document.close()


def test_every_page_has_its_number_in_the_whole_at_the_same_corner(mixed: tuple[Bundle, bytes]) -> None:
    _, pdf = mixed
    count = len(reading.pages(pdf))
    turned = {at for at, page in enumerate(opened(pdf).pages) if page.obj.get("/Rotate", 0)}
    for at in set(range(count)) - turned:
        assert corner(pdf, at) == f"Page {at + 1} of {count}"
    for at in turned:
        assert f"Page{at + 1}of{count}" in reading.pages(pdf)[at]


def test_a_number_stands_upright_on_a_page_that_was_turned(mixed: tuple[Bundle, bytes]) -> None:
    _, pdf = mixed
    for at, page in enumerate(opened(pdf).pages):
        if page.obj.get("/Rotate", 0):
            picture = reading.picture(pdf, at, dpi=72)
            assert picture.width > picture.height
            spot = picture.crop((picture.width - 125, 8, picture.width - 35, 32)).convert("L")
            assert spot.getextrema()[0] < 100, "nothing is drawn in the corner"
            wide = spot.point(lambda shade: 255 if shade < 128 else 0).getbbox()
            assert wide is not None and wide[2] - wide[0] > 3 * (wide[3] - wide[1]), "it does not run across"


def test_a_page_with_a_full_top_is_drawn_smaller_and_its_number_covers_nothing(mixed: tuple[Bundle, bytes]) -> None:
    wanted, pdf = mixed
    at = starts(wanted, pdf)[4]
    assert made.TOP not in corner(pdf, at) and made.TOP in reading.pages(pdf)[at]
    document = pypdfium2.PdfDocument(pdf)
    text = document[at].get_textpage()
    place = next(n for n in range(text.count_chars()) if text.get_text_range(n, 3) == "LET")
    assert text.get_charbox(place)[3] < document[at].get_size()[1] - 31
    document.close()


def test_bookmarks_lead_to_every_part_under_its_heading_and_say_the_page(mixed: tuple[Bundle, bytes]) -> None:
    wanted, pdf = mixed
    found = starts(wanted, pdf)
    assert found[0] == FRONT and found == sorted(found)
    assert "itspage1" in reading.pages(pdf)[found[3]]
    with opened(pdf) as read, read.open_outline() as outline:
        assert [mark.title for mark in outline.root[:3]] == ["Bundle, page 1", "Index, page 2", "Chronology, page 3"]
        assert [mark.title for mark in outline.root[3:]] == ["A. What the school wrote", "B. From outside"]


def test_the_index_says_every_page_and_its_lines_lead_there(mixed: tuple[Bundle, bytes]) -> None:
    wanted, pdf = mixed
    firsts = starts(wanted, pdf)
    with opened(pdf) as read:
        pages = {page.obj.objgen: at for at, page in enumerate(read.pages)}
        links: list[Any] = [note for note in read.pages[1].obj.Annots if note.Subtype == "/Link"]
        assert [pages[link.Dest[0].objgen] for link in links] == firsts
        for link, part, first in zip(links, wanted.parts, firsts, strict=True):
            assert str(link.Contents) == f"{part.title}, page {first + 1}"
        (source,) = read.pages[2].obj.Annots
        assert pages[source.Dest[0].objgen] == firsts[-1]
    index = reading.pages(pdf)[1]
    assert "Letterfromtheclinic" in index and f"{firsts[3] + 1}–{firsts[4]}" in index


def test_the_index_says_what_came_from_outside_and_cannot_be_read_aloud(mixed: tuple[Bundle, bytes]) -> None:
    index = reading.pages(mixed[1])[1]
    assert index.count("Asitcame·Notagsforscreenreaders·Third-partyinformation") == 3
    assert "Supportplan" in index and "Forstaffonly" in index
    assert "Photographofthequietcorner" in index


def test_the_chronology_is_in_the_order_of_days(mixed: tuple[Bundle, bytes]) -> None:
    page = reading.pages(mixed[1])[2]
    assert page.index("1June2025") < page.index("3November2025")


def test_a_bundle_of_our_own_pages_passes_the_structural_check(ours: bytes) -> None:
    assert ua.faults(ours) == [] and ours.startswith(b"%PDF-1.7")
    order = ua.reading_order(ours)
    assert order.index("Index") < order.index("Chronology") < order.index("What I find hard")
    assert not re.search(r"Page \d+ of \d", order), "numbers of pages are furniture"


def test_with_foreign_pages_only_those_fail_the_check_and_the_file_claims_nothing(mixed: tuple[Bundle, bytes]) -> None:
    wanted, pdf = mixed
    firsts = starts(wanted, pdf)
    outside = {f"page {at + 1}" for at in range(firsts[3], firsts[6])}
    found = ua.faults(pdf)
    assert {one.split(":")[0] for one in found} == {*outside, "the metadata do not claim PDF/UA-1"}


def test_nothing_of_the_programs_of_others_is_told(mixed: tuple[Bundle, bytes]) -> None:
    out = BytesIO()
    with opened(mixed[1]) as read:
        assert {key for key, _ in read.trailer.Info.items()} == {"/Title", "/Producer"}
        read.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for leak in (b"Leak", b"ReportLab", b"pikepdf", b"qpdf", b"CreationDate"):
        assert leak not in out.getvalue()


def test_trees_with_roles_of_the_same_name_are_told_apart_and_their_language_is_kept() -> None:
    def named(role: str, language: str) -> bytes:
        def rename(pdf: pikepdf.Pdf) -> None:
            root: Any = pdf.Root
            root.StructTreeRoot.RoleMap = pikepdf.Dictionary({"/Heading": pikepdf.Name(f"/{role}")})
            root.Lang = language
            for one in pdf.objects:
                if isinstance(one, pikepdf.Dictionary) and one.get("/S") == f"/{role}" and "/P" in one:
                    one.S = pikepdf.Name("/Heading")

        return made.changed(samples.drawn("passport", [samples.passport()]).pdf, rename)

    parts = [
        Part("One", named("H1", "cy"), date(2025, 1, 1), marks=made.CAME),
        Part("Two", named("H2", "en-GB"), date(2025, 1, 2)),
    ]
    pdf = assemble(made.bundle(parts, chronology=()))
    assert ua.faults(pdf) == ["the metadata do not claim PDF/UA-1"], "for what came from outside nobody answers"
    with opened(pdf) as read:
        roles = {str(key): str(value) for key, value in read.Root.StructTreeRoot.RoleMap.items()}
        assert sorted(roles.values()) == ["/H1", "/H2"] and len(roles) == 2
        languages = [str(part.get("/Lang", "")) for part in read.Root.StructTreeRoot.K.K]
    assert languages == ["", "cy", ""]


def test_a_form_of_ours_stays_one_to_fill_in_and_is_read_aloud_as_one() -> None:
    form = samples.drawn("prepare-parent", [samples.preparation()], variant="form").pdf
    parts = [Part(f"Preparation {turn}", form, date(2025, 1, 1)) for turn in (1, 2)]
    pdf = assemble(made.bundle(parts, chronology=()))
    assert ua.faults(pdf) == []
    with opened(pdf) as read:
        names = [str(one.T) for one in read.Root.AcroForm.Fields]
        assert names and len(set(names)) == len(names), "the same form twice would be filled in twice at once"


def test_a_tree_from_outside_that_is_not_sound_is_left_out() -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        tree: Any = pdf.Root.StructTreeRoot
        tree.K.S = pikepdf.Name("/Nonsense")

    part = Part("Spoilt", made.changed(made.own()[0].content, spoil), date(2025, 1, 1), marks=made.CAME)
    pdf = assemble(made.bundle([part], chronology=()))
    assert "Notagsforscreenreaders" in reading.pages(pdf)[1]
    with opened(pdf) as read:
        assert "/StructParents" not in read.pages[2].obj
        assert [str(one.T) for one in read.Root.StructTreeRoot.K.K] == ["Request for an assessment of needs"]


def test_what_was_typed_into_a_foreign_form_is_on_its_page_and_no_script_comes_along() -> None:
    def script(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello')")

    form = made.letter(dress=lambda canvas: canvas.acroForm.textfield(name="who", value="Typed in here", x=60, y=300))
    pdf = assemble(made.bundle([Part("Form", made.changed(form, script), date(2025, 1, 1), marks=made.CAME)]))
    page = reading.pages(pdf)[FRONT]
    assert "Typedinhere" in page
    with opened(pdf) as read:
        assert "/OpenAction" not in read.Root and "/AcroForm" not in read.Root
        assert not list(read.pages[FRONT].obj.get("/Annots", ()))


def test_a_link_inside_of_a_foreign_document_still_leads_to_its_page() -> None:
    def mark(canvas: Any) -> None:
        if canvas.getPageNumber() == 2:
            canvas.bookmarkPage("second")
        else:
            canvas.linkRect("", "second", (60, 60, 120, 80), relative=0)

    pdf = assemble(made.bundle([Part("Letter", made.letter(2, dress=mark), date(2025, 1, 1), marks=made.CAME)]))
    with opened(pdf) as read:
        (link,) = read.pages[FRONT].obj.Annots
        assert link.Dest[0].objgen == read.pages[FRONT + 1].obj.objgen


def test_a_bundle_of_the_practice_school_says_so_on_every_page_of_its_own() -> None:
    pdf = assemble(made.bundle(made.own()[:1], practice=True))
    assert all("PRACTICESCHOOL" in page for page in reading.pages(pdf)[:FRONT])
    assert ua.faults(pdf) == []


@pytest.mark.parametrize("after", [1, 40])
def test_a_bundle_that_is_stopped_leaves_nothing(after: int, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    calls = []

    def stop(done: int, total: int) -> None:
        calls.append((done, total))
        if len(calls) > after:
            raise Cancelled

    with pytest.raises(Cancelled):
        assemble(made.bundle((*made.own(), *[made.foreign()[0]] * 30)), stop)
    assert not list(tmp_path.iterdir())


def test_progress_only_grows_and_a_bundle_is_the_same_every_time_but_for_its_mark() -> None:
    calls: list[tuple[int, int]] = []
    wanted = made.bundle(made.own()[:2])
    first = assemble(wanted, lambda done, total: calls.append((done, total)))
    assert [done / total for done, total in calls] == sorted(done / total for done, total in calls)
    assert len(first) == len(assemble(wanted))


def test_a_document_that_kills_its_reader_refuses_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradesk.documents.desk.bundle.assembling.MEGABYTES", 40)
    with pytest.raises(Refused, match="could not be put together"):
        assemble(made.bundle(made.own()[:1]))
