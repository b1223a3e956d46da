"""Scripts whose letters join, change their shape or run from right to left.

HarfBuzz chooses and places the glyphs (Arabic, Devanagari, Bengali and Gurmukhi letters); the order of words on a line follows the
Unicode Bidirectional Algorithm (Annex 9). Latin, Greek and Cyrillic text never comes here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar
from unicodedata import bidirectional

import uharfbuzz
from bidi import algorithm

from gradesk.documents.press.letters.fonts import Glyph, Run, font
from gradesk.system.forgetting import forgotten_on_closing

T = TypeVar("T")

_SCRIPTS = (
    "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"  # Arabic
    "\u0900-\u097f\ua8e0-\ua8ff\u0980-\u09ff\u0a00-\u0a7f\u1cd0-\u1cff"  # Devanagari, Bengali, Gurmukhi, Vedic signs
)
SHAPED = re.compile(f"[{_SCRIPTS}]")
LOOSE_JOINER = re.compile(f"(?<![{_SCRIPTS}])[\u200c\u200d]")  # one that joins or parts no letters of these scripts
_KNOWN = frozenset(("L", "R", "AL", "EN", "ES", "ET", "AN", "CS", "NSM", "B", "S", "WS", "ON"))
_NEUTRAL = "\u00b7"
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@lru_cache(maxsize=16)
def _shaper(name: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(font(name).data)))


@forgotten_on_closing
@lru_cache(maxsize=8192)
def shaped(text: str, name: str, level: int) -> Run:
    """The text as a run of placed glyphs, left to right on the page."""
    shaper = _shaper(name)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if level % 2 else "ltr"
    uharfbuzz.shape(shaper, buffer)
    scale = shaper.face.upem
    known = font(name)
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    meant = dict(zip(starts, (text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)), strict=True))
    glyphs, total = [], 0.0
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        advance = place.x_advance / scale
        code = known.glyph(info.codepoint, meant.pop(info.cluster, ""))
        glyphs.append(Glyph(code, advance, place.x_offset / scale, place.y_offset / scale))
        total += advance
    return Run(name, text, total, glyphs=tuple(glyphs), level=level)


def is_right_to_left(text: str) -> bool:
    """Whether a paragraph begins on the right: its first strong letter says so (rule P2)."""
    return bool(RIGHT_TO_LEFT.search(text)) and algorithm.get_base_level(text) == 1


def levels(text: str) -> list[int]:
    """The embedding level of every character of a paragraph without steering characters."""
    # The library knows no class for what Unicode has not assigned, and drops what steers: neither is ever printed.
    text = "".join(one if bidirectional(one) in _KNOWN else _NEUTRAL for one in text)
    base = algorithm.get_base_level(text)
    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return [character["level"] for character in storage["chars"]]


def visual(line: Sequence[tuple[int, T]]) -> list[T]:
    """Pieces of a line with their levels, in the order they stand on the page (rule L2)."""
    order = list(line)
    for level in range(max((one for one, _ in order), default=0), 0, -1):
        place = 0
        while place < len(order):
            if order[place][0] < level:
                place += 1
                continue
            end = place
            while end < len(order) and order[end][0] >= level:
                end += 1
            order[place:end] = order[place:end][::-1]
            place = end
    return [piece for _, piece in order]
