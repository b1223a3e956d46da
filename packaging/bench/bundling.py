"""A bundle as it goes to a tribunal: 300 pages with 40 attachments, against the same files put one behind the other.

Run as a process of its own, so that the memory is that of this one: `bundling.py WHAT FOLDER`, where WHAT is "made", "alone" (its
child’s work by itself), "joined" (plain concatenation by the same library), "check" or "redacted"; the folder holds the documents.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
from measuring import Line, child, median, peak_megabytes
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.desk.bundle import assembling, redacting, troubles
from gradesk.documents.desk.bundle.contents import Bundle, Event, Mark, Part
from gradesk.documents.pages.bundle import attached
from gradesk.documents.press.look import USUAL
from gradesk.documents.press.paper import Format, Paper
from gradesk.services.paper.bundle_sheets import TextSheet
from gradesk.services.paper.sheets import PupilHeading

SCANNED = 3  # every so many pages of an attachment is a scan
WORDS = "Ava works well in a small group and asks for help when the room is loud. "
DAY = date(2025, 9, 3)
SECRET = "Quillfeather"
CAME, OURS = frozenset((Mark.AS_IT_CAME,)), frozenset((Mark.OURS,))
FRONT = 6  # pages of cover, index and chronology


def scan() -> bytes:
    """A page of A4 as a scanner gives it: a JPEG at 150 dots an inch, grainy."""
    grain = Image.effect_noise((1240, 1754), 24).convert("RGB")
    out = BytesIO()
    grain.save(out, "JPEG", quality=60)
    return out.getvalue()


def letter(pages: int, number: int, picture: bytes) -> bytes:
    """An untagged PDF with text and scans; every fifth says the secret word."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in range(pages):
        if page % SCANNED == SCANNED - 1:
            canvas.drawImage(ImageReader(BytesIO(picture)), 0, 0, *A4)
        else:
            for line in range(36):
                canvas.drawString(60, 740 - 18 * line, f"{WORDS[: 60 + line % 9]} {number}.{page}")
            if number % 5 == 0:
                canvas.drawString(60, 60, f"Dear {SECRET},")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def own(pages: int, number: int) -> bytes:
    """Tagged pages of Gradesk’s own."""
    text = "\n".join(f"{WORDS * 3}{number}.{line}" for line in range(13 * pages))
    sheet = TextSheet(
        title=f"Record {number}",
        text=text,
        heading=PupilHeading(preferred_name="Ava", surname="Thompson"),
        school_name="Willow Brook Primary School",
        made_on=DAY,
        is_versioned=False,
    )
    paper = Paper(USUAL, sheet.title, Format())
    paper.begin(sheet)
    attached.draw_text(paper, sheet)
    return paper.finish().pdf


def write(folder: Path, pages: int, attachments: int) -> None:
    """The documents of a bundle: half of the pages in attachments, half in Gradesk’s own parts of about ten."""
    folder.mkdir()
    each = max(1, pages // 2 // attachments)
    pictures = [scan() for _ in range(4)]
    for at in range(attachments):
        (folder / f"came-{at:03}.pdf").write_bytes(letter(each, at, pictures[at % 4]))
    left, at = pages - each * attachments - FRONT, 0
    while left > 0:
        content = own(min(10, left), at)
        (folder / f"own-{at:03}.pdf").write_bytes(content)
        with pikepdf.open(BytesIO(content)) as opened:
            left -= len(opened.pages)
        at += 1


def bundle(folder: Path) -> Bundle:
    """What lies in the folder, with a chronology."""
    parts = [
        Part(file.stem, file.read_bytes(), DAY + timedelta(at), "Parts", marks=CAME if file.stem[0] == "c" else OURS)
        for at, file in enumerate(sorted(folder.iterdir()))
    ]
    events = tuple(Event(DAY + timedelta(at), f"Event {at}", "Letter", at % len(parts)) for at in range(30))
    return Bundle("Bundle", "Ava T.", "Willow Brook School", date(2026, 1, 12), "For the panel.", tuple(parts), events)


def joined(wanted: Bundle) -> bytes:
    """The same files, one behind the other and nothing else."""
    into = pikepdf.new()
    sources = [pikepdf.open(BytesIO(part.content)) for part in wanted.parts]
    for source in sources:
        into.add_pages_from(source, outlines="ignore")
    out = BytesIO()
    into.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def run(what: str, folder: Path) -> dict[str, float]:
    """Do one of the works in this process; `more` is the memory beyond that of the documents given, in MB as their `size`."""
    wanted = bundle(folder)
    before = peak_megabytes()
    made = b""
    if what == "redacted":
        whole = joined(wanted)
        before = peak_megabytes()
    started = time.perf_counter()
    if what == "joined":
        made = joined(wanted)
    elif what == "check":
        assert not troubles.troubles(wanted)
    elif what == "alone":
        assembling._make(wanted, lambda _told: None)
    elif what == "redacted":
        made = redacting.redact(whole, [SECRET])
    else:
        made = assembling.assemble(wanted)
    took = (time.perf_counter() - started) * 1000
    more = peak_megabytes() - before
    pages = 0
    if made:
        with pikepdf.open(BytesIO(made)) as opened:
            pages = len(opened.pages)
    return {"took": took, "more": more, "size": wanted.size / 1024 / 1024, "pages": pages}


def measure(home: Path, times: int, *, quick: bool) -> list[Line]:
    """Made, checked and blacked out, each in a process of its own; memory against the size of the documents."""
    size = (12, 4) if quick else (300, 40)
    folder = home / "bundle"
    write(folder, *size)
    found: dict[str, list[dict[str, float]]] = {}
    for _ in range(times):
        for what in ("made", "alone", "joined", "check", "redacted"):
            found.setdefault(what, []).append(child("bundling.py", what, folder, home=home))

    def of(what: str, name: str) -> float:
        return median([one[name] for one in found[what]])

    whole = f"a bundle of {of('made', 'pages'):.0f} pages, {size[1]} attachments"
    floor = "the same files joined by the same library"
    megabytes = "the documents that go in"
    return [
        Line(f"{whole}, made", of("made", "took"), of("joined", "took"), floor, at_most=60_000),
        Line(f"{whole}, its child’s work alone", of("alone", "took"), of("joined", "took"), floor),
        Line(f"{whole}, checked", of("check", "took"), of("joined", "took"), floor, at_most=60_000),
        Line(f"{whole}, a name blacked out", of("redacted", "took"), of("joined", "took"), floor, at_most=120_000),
        Line(f"{whole}, more memory in the window", of("made", "more"), of("made", "size"), megabytes, 2, "MB"),
        Line(f"{whole}, more memory in its child", of("alone", "more"), of("made", "size"), megabytes, None, "MB"),
    ]


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(json.dumps(run(sys.argv[1], Path(sys.argv[2]))))
