"""Attachments that are no PDF, on pages: a picture with its title said aloud, and the words of a text file."""

from __future__ import annotations

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.paper import Paper
from gradesk.documents.press.tags import Node
from gradesk.services.paper.bundle_sheets import PictureSheet, TextSheet

SIZE = 11.0  # points
DOTS = 150  # pixels an inch below which a small picture is not blown up


def draw_picture(paper: Paper, sheet: PictureSheet) -> None:
    """One side: the title, and the picture as large as the side and its own sharpness allow."""
    head = leaves.Head(sheet, paper.look, "Picture", sheet.title, (), paper.room, 20.0)
    head.draw(paper)
    top = paper.top - head.height
    wide, high = sheet.pixels
    scale = min(paper.room / wide, (top - paper.bottom) / high, 72 / DOTS)
    width, height = wide * scale, high * scale
    left = paper.margin + (paper.room - width) / 2
    canvas = paper.canvas
    with canvas.figure(Node("Figure", alt=f"Picture: {sheet.title}"), left, top - height, left + width, top):
        canvas.draw_jpeg(sheet.jpeg, sheet.pixels, left, top - height, width, height)
    paper.end_page(sheet, 1, 0)


def draw_text(paper: Paper, sheet: TextSheet) -> None:
    """As many sides as it takes."""
    bricks = Bricks(paper.look, paper.room, SIZE)
    head = leaves.Head(sheet, paper.look, "Text", sheet.title, (), paper.room, 20.0)
    groups = [bricks.text(line) for line in sheet.text.splitlines() if line.strip()]
    leaves.draw(paper, sheet, head, leaves.pages(paper, head, groups), counted=False)
