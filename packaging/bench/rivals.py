"""The same passports laid out by WeasyPrint, Typst and fpdf2: the same words and font files, tagged where they can.

They are no part of Gradesk and of its lock; what is not installed is named and left out. Each keeps its fonts and its
compiler from one file to the next, as a program that lives on them would.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any

import pypdfium2
from measuring import Line, interleaved

from gradesk.services.paper.sheets import PassportSheet
from gradesk.system.paths import resource

Draw = Callable[[Sequence[PassportSheet]], bytes]
FAMILY = "Atkinson Hyperlegible Next"
FILES = {name: resource("fonts", f"AtkinsonHyperlegibleNext-{name}.ttf") for name in ("Regular", "Bold")}
STYLE = """
@page { size: A4; margin: 42pt; @bottom-left { content: string(foot); font: 8.5pt Reading } }
@font-face { font-family: Reading; src: url(%s) } @font-face { font-family: Reading; font-weight: bold; src: url(%s) }
body { font: 11pt/14pt Reading; margin: 0 } h1 { font-size: 40pt; line-height: 44pt; margin: 0 }
h2 { font-size: 12pt; margin: 6pt 0 0 } p, ul { margin: 0 } footer { string-set: foot content(); height: 0; overflow: hidden }
article { break-after: page }
"""
TYPST = """
#let sheets = json(bytes(sys.inputs.sheets))
#set document(title: "Pupil passport")
#set page(paper: "a4", margin: 42pt)
#set text(font: "Atkinson Hyperlegible Next", size: 11pt, lang: "en", region: "GB")
#show heading.where(level: 1): set text(size: 40pt)
#show heading.where(level: 2): set text(size: 12pt)
#for sheet in sheets {
  set page(footer: text(size: 8.5pt, sheet.foot))
  [#heading(level: 1, sheet.name)]
  for line in sheet.about { [#par(line)] }
  for (title, points) in sheet.sections {
    [#heading(level: 2, title)]
    list(..points)
  }
  pagebreak(weak: true)
}
"""


def measure(sheets: Sequence[PassportSheet], ours: Draw, times: int) -> list[Line]:
    """One file after the other, then all in one; milliseconds for a page beside ours in the same run."""
    found: list[Line] = []
    for title, package, make in RIVALS:
        if importlib.util.find_spec(package) is None:
            print(f"{title} is not installed; left out.", flush=True)
            continue
        try:
            theirs = make()
            pages, own = _pages(theirs(sheets)), _pages(ours(sheets))
        except (ImportError, OSError) as problem:
            print(f"{title} cannot run here ({str(problem).splitlines()[0]}); left out.", flush=True)
            continue
        turns = max(times * 2, 3)
        single = [_fresh(sheets[turn % len(sheets) :][:1], turn) for turn in range(turns)]
        many = [_fresh(sheets, turns + turn) for turn in range(max(times // 2, 1))]
        one = interleaved(len(single), partial(_nth, ours, single), partial(_nth, theirs, single))
        all_in_one = interleaved(len(many), partial(_nth, ours, many), partial(_nth, theirs, many))
        found += [
            Line("a passport by itself, for a page", *one, title, 1),
            Line(f"{len(sheets)} passports, for a page", all_in_one[0] / own, all_in_one[1] / pages, title, 1),
        ]
    return found


def words(sheet: PassportSheet) -> dict[str, Any]:
    """What all of them set: name, the lines under it, headings with their points, the line at the foot."""
    who = sheet.heading
    sections = [(section.title, section.text.splitlines()) for section in sheet.sections if section.text]
    return {
        "name": f"{who.preferred_name} {who.surname}",
        "about": [f"{who.class_name} · {who.year_label}", f"Key adult: {who.key_adult}"],
        "sections": [*sections, ("Who to go to", sheet.who_to_go_to.splitlines() or [""])],
        "foot": f"{sheet.school_name} · Version {sheet.version} · {sheet.made_on} · Confidential",
    }


def _fresh(sheets: Sequence[PassportSheet], turn: int) -> list[PassportSheet]:
    """The sheets with a number in every line that no turn had before: Typst remembers each paragraph it ever set."""
    return [
        replace(
            sheet,
            heading=replace(sheet.heading, surname=f"{sheet.heading.surname} {turn}"),
            sections=tuple(
                replace(one, text=one.text.replace("\n", f" {turn}\n") + f" {turn}") for one in sheet.sections
            ),
            who_to_go_to=f"{sheet.who_to_go_to} {turn}",
        )
        for sheet in sheets
    ]


def _nth(draw: Draw, batches: Sequence[Sequence[PassportSheet]], turn: int) -> bytes:
    return draw(batches[turn])


def _pages(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _weasyprint() -> Draw:
    from weasyprint import CSS, HTML  # noqa: PLC0415 (there where somebody put it)
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts = FontConfiguration()
    style = CSS(string=STYLE % tuple(path.as_uri() for path in FILES.values()), font_config=fonts)

    def draw(sheets: Sequence[PassportSheet]) -> bytes:
        page = "".join(_article(words(sheet)) for sheet in sheets)
        html = f'<html lang="en-GB"><head><title>Pupil passport</title></head><body>{page}</body></html>'
        made: bytes = HTML(string=html).write_pdf(stylesheets=[style], font_config=fonts, pdf_tags=True)
        return made

    return draw


def _article(said: dict[str, Any]) -> str:
    about = "".join(f"<p>{escape(line)}</p>" for line in said["about"])
    sections = "".join(
        f"<h2>{escape(title)}</h2><ul>{''.join(f'<li>{escape(point)}</li>' for point in points)}</ul>"
        for title, points in said["sections"]
    )
    return f"<article><footer>{escape(said['foot'])}</footer><h1>{escape(said['name'])}</h1>{about}{sections}</article>"


def _typst() -> Draw:
    import typst  # noqa: PLC0415 (there where somebody put it)

    compiler = typst.Compiler(font_paths=[str(FILES["Regular"].parent)], ignore_system_fonts=True)

    def draw(sheets: Sequence[PassportSheet]) -> bytes:
        said = json.dumps([words(sheet) for sheet in sheets])
        made: bytes = compiler.compile(TYPST.encode(), format="pdf", sys_inputs={"sheets": said})
        return made

    return draw


def _fpdf() -> Draw:
    from fpdf import FPDF  # noqa: PLC0415 (there where somebody put it)

    def draw(sheets: Sequence[PassportSheet]) -> bytes:
        pdf = FPDF(unit="pt", format="A4")
        pdf.set_title("Pupil passport")
        pdf.set_lang("en-GB")
        pdf.set_margin(42)
        for style, path in (("", FILES["Regular"]), ("B", FILES["Bold"])):
            pdf.add_font("Reading", style, path)
        for said in map(words, sheets):
            pdf.add_page()
            _set(pdf, "B", 40, 44, [said["name"]])
            _set(pdf, "", 11, 14, said["about"])
            for title, points in said["sections"]:
                _set(pdf, "B", 12, 18, [title])
                _set(pdf, "", 11, 14, points)
            _set(pdf, "", 8.5, 12, [said["foot"]])
        return bytes(pdf.output())

    return draw


def _set(pdf: Any, style: str, size: float, leading: float, lines: Sequence[str]) -> None:
    pdf.set_font("Reading", style, size)
    for line in lines:
        pdf.multi_cell(0, leading, line, new_x="LMARGIN", new_y="NEXT")


RIVALS: tuple[tuple[str, str, Callable[[], Draw]], ...] = (
    ("WeasyPrint, tagged", "weasyprint", _weasyprint),
    ("Typst, tagged", "typst", _typst),
    ("fpdf2, not tagged", "fpdf", _fpdf),
)
