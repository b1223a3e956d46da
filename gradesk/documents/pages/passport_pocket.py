"""The passport as a card for the pocket: one side of A4, folded twice to A6, that a supply teacher carries.

Folded across and then down, the sheet's lower right quarter is the front, the lower left the back; the upper half, printed
upside down, is what one sees on opening it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4

from gradesk.documents.press.blocks.cards import Body
from gradesk.documents.press.blocks.portrait import draw_portrait
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, PINE, QUIET, RULE, Look
from gradesk.documents.press.paper import CONFIDENTIAL, PRACTICE, Paper, version_label
from gradesk.documents.press.tags import Node, heading
from gradesk.documents.press.text import SafeParagraph
from gradesk.services.paper.sheets import PassportSheet

WIDTH, HEIGHT = A4[0] / 2, A4[1] / 2  # points, of a quarter
EDGE = 24.0
ROOM = WIDTH - 2 * EDGE
SIZES = (
    13.0,
    12.5,
    12.0,
    11.5,
    11.0,
    10.5,
    10.0,
    9.5,
    9.0,
    8.5,
)  # points; a card may be a little smaller than a page, and is held nearer
PORTRAIT = 84.0
INSIDE = (("helps", "myself"), ("hard", "does_not_help"))  # left, right
BACK = ("important",)
MORE = "There is more on the whole passport."


@dataclass(frozen=True, slots=True)
class _Text:
    title: str
    text: str


def draw(paper: Paper, sheet: PassportSheet) -> None:
    """One sheet to fold. What has no room says that there is more on the whole passport."""
    canvas, look = paper.canvas, paper.look
    texts = {section.code: _Text(look.say(section.title), section.text) for section in sheet.sections}
    _draw_folds(canvas)
    with _quarter(canvas, WIDTH, 0, turned=False):
        _draw_front(canvas, sheet, look)
    for place, codes in enumerate(INSIDE):
        # Turned by half, the left page inside lies at the right of the sheet.
        with _quarter(canvas, A4[0] - WIDTH * place, A4[1], turned=True):
            _draw_texts(canvas, [texts[code] for code in codes if code in texts], look, HEIGHT - EDGE)
    with _quarter(canvas, 0, 0, turned=False):
        _draw_back(canvas, sheet, [texts[code] for code in BACK if code in texts], look)
    paper.end_card()


@contextmanager
def _quarter(canvas: TaggedCanvas, x: float, y: float, *, turned: bool) -> Iterator[None]:
    canvas.saveState()
    canvas.translate(x, y)
    if turned:
        canvas.rotate(180)
    yield
    canvas.restoreState()


def _draw_folds(canvas: TaggedCanvas) -> None:
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.setDash(2, 4)
    canvas.line(0, HEIGHT, 2 * WIDTH, HEIGHT)
    canvas.line(WIDTH, 0, WIDTH, 2 * HEIGHT)
    canvas.setDash()


def _draw_front(canvas: TaggedCanvas, sheet: PassportSheet, look: Look) -> None:
    who, top = sheet.heading, HEIGHT - EDGE - 12
    kicker = look.say_of_pupil("{pupil} passport", sheet.pupil_word)
    adult = look.say("Key adult: {name}", name=who.key_adult) if who.key_adult.strip() else ""
    first = who.preferred_name if look.name != "initials" else look.who(who)
    lines = (
        (kicker, look.style(Face.BOLD, PINE), (11.0, 9.5), Node("P", language=look.tongue)),
        (first, look.style(Face.BOLD, INK, 1.15), (30.0, 26.0, 22.0, 18.0), heading(1)),
        (who.surname if look.name == "full" else "", look.style(Face.REGULAR, QUIET), (14.0, 12.0), Node("P")),
        (look.in_class(who), look.bold, (12.0, 10.5, 9.5), Node("P")),
        (adult, look.body, (12.0, 10.5, 9.5), Node("P", language=look.tongue)),
    )
    made = [(SafeParagraph(text, style).fitted(ROOM, fit), node) for text, style, fit, node in lines if text.strip()]
    for line, node in made:
        line.draw(canvas, EDGE, top, node)
        top -= line.height
    draw_portrait(canvas, who.photo, who.preferred_name, EDGE, top - 14, PORTRAIT)
    _draw_foot(canvas, sheet, look)


def _draw_foot(canvas: TaggedCanvas, sheet: PassportSheet, look: Look) -> None:
    parts = [version_label(sheet, look), look.language.date(sheet.made_on), look.say(CONFIDENTIAL)]
    with canvas.furniture():
        foot = SafeParagraph(" · ".join(parts), look.small).fitted(ROOM, (8.0, 7.5, 7.0))
        foot.tight().draw(canvas, EDGE, EDGE + foot.height)
        if sheet.practice:
            SafeParagraph(PRACTICE, look.bold).fitted(ROOM, (8.0, 7.0)).draw(canvas, EDGE, EDGE + foot.height + 12)


def _draw_back(canvas: TaggedCanvas, sheet: PassportSheet, texts: Sequence[_Text], look: Look) -> None:
    go_to = _Text(look.say("Who to go to"), sheet.who_to_go_to)
    _draw_texts(canvas, [*texts, go_to], look, HEIGHT - EDGE)


def _draw_texts(canvas: TaggedCanvas, texts: Sequence[_Text], look: Look, top: float) -> None:
    """In the largest size that fits the quarter; else as much as fits, and the words that there is more."""
    shown = [text for text in texts if text.text.strip()]
    made = []
    for size in SIZES:
        made = [
            (
                Body(text.title, look.label, level=2, tongue=look.tongue).set(ROOM, size * 1.1),
                Body(text.text, look.body),
            )
            for text in shown
        ]
        height = sum(head.height + body.set(ROOM, size).height + size * 1.2 for head, body in made)
        if height <= top - EDGE:
            break
    share = (top - EDGE - 16) / max(1, len(made))
    fits = sum(head.height + body.set(ROOM, size).height + size * 1.2 for head, body in made) <= top - EDGE
    for head, body in made:
        head.draw(canvas, EDGE, top)
        text = body.set(ROOM, size)
        room = share - head.height - size * 1.2
        first, rest = (text, None) if fits or text.height <= room else text.split(room - size * LEADING_OF_NOTE)
        first.draw(canvas, EDGE, top - head.height - 2)
        top -= head.height + first.height + size * 1.2
        if rest is not None and rest.parts:
            note = SafeParagraph(look.say(MORE), look.aside).set(ROOM, 8.5)
            note.draw(canvas, EDGE, top + size * 1.2 - 4, Node("P", language=look.tongue))
            top -= note.height


LEADING_OF_NOTE = 1.4  # lines kept for the words that there is more
