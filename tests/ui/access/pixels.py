"""Measuring contrast in pictures of widgets, as WCAG 2.2 counts it."""

from __future__ import annotations

from collections import Counter
from functools import cache

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

Pixel = tuple[int, int, int]


def picture(widget: QWidget, sharp: int = 1) -> QImage:
    """A widget as it is drawn; `sharp` times as large, letters show their full colour and not only their blended edges."""
    image = QImage(widget.size() * sharp, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(sharp)
    widget.render(image)
    return image


@cache
def ratio(one: Pixel, other: Pixel) -> float:
    """From 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(pixel: Pixel) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in pixel
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def pixels(image: QImage, box: QRect | None = None) -> Counter[Pixel]:
    """How often each colour stands in a part of a picture."""
    part = image.copy(box) if box is not None else image
    raw = bytes(part.constBits())
    width, line = part.width() * 4, part.bytesPerLine()
    found: Counter[bytes] = Counter()
    for y in range(part.height()):
        row = raw[y * line : y * line + width]
        found.update(row[at : at + 4] for at in range(0, width, 4))
    return Counter({(one[2], one[1], one[0]): many for one, many in found.items()})


def ground(image: QImage, box: QRect | None = None) -> Pixel:
    """What most of it is drawn on."""
    return pixels(image, box).most_common(1)[0][0]


def words(image: QImage, box: QRect | None = None) -> float:
    """How far words stand out: the farthest of the pixels against the ground, for the edges of letters are blended."""
    counted = pixels(image, box)
    on = counted.most_common(1)[0][0]
    return max(ratio(one, on) for one in counted)


def changed(before: QImage, after: QImage) -> list[tuple[Pixel, Pixel]]:
    """The pixels that are not the same in two pictures of one size."""
    one, other = bytes(before.constBits()), bytes(after.constBits())
    pairs = ((one[at : at + 3], other[at : at + 3]) for at in range(0, min(len(one), len(other)), 4))
    return [((a[2], a[1], a[0]), (b[2], b[1], b[0])) for a, b in pairs if a != b]


def pixel(image: QImage, x: int, y: int) -> Pixel:
    """One pixel."""
    colour = image.pixelColor(x, y)
    return colour.red(), colour.green(), colour.blue()
