"""Taking a picture in: bounded, decoded, made small, and written anew without what the camera knew."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from typing import TYPE_CHECKING

from PIL import UnidentifiedImageError

from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    from PIL import Image, ImageOps
else:
    Image = lazily("PIL.Image")
    ImageOps = lazily("PIL.ImageOps")

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
LOGO_WIDE, LOGO_HIGH = 900, 400  # pixels; on paper it stands 14 mm high
SIDE = 480  # pixels; enough for 4 cm on paper at 300 dots an inch


def clean_photo(raw: bytes) -> bytes:
    """A photograph as a small upright square JPEG without place and time.

    Raises:
        Refused: it is no PNG or JPEG, is damaged, or goes beyond 10 MB or 25 megapixels.
    """

    if len(raw) > MOST_BYTES:
        raise Refused("The picture is larger than 10 MB; the old one was kept. Save it smaller and try again.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=["PNG", "JPEG"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused(
                        "The picture has more than 25 megapixels; the old one was kept. Save it smaller and try again."
                    )
                picture.draft("RGB", (SIDE, SIDE))  # a large JPEG is decoded at a fraction of its size
                upright = ImageOps.exif_transpose(picture).convert("RGBA" if picture.has_transparency_data else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(
            "This is no picture Gradesk can take in; the old one was kept. Choose a JPEG or PNG file."
        ) from None
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error):
        raise Refused("The picture is damaged; the old one was kept. Save it again from where it came from.") from None
    # A little above the middle: that is where faces are.
    square = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.BILINEAR, centering=(0.5, 0.35))
    plain = Image.new("RGB", square.size, "white")
    plain.paste(square, mask=square.getchannel("A") if square.mode == "RGBA" else None)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=88)
    return out.getvalue()


_BARE = frozenset((0xDB, 0xC0, 0xC4, 0xDD))  # what a picture is drawn from; 0xE0, the plain head, comes first


def is_clean(raw: bytes) -> bool:
    """Whether these are the bytes `clean_photo` makes: a whole small JPEG in colour that holds nothing but the picture.

    Looks at the parts before the picture's own data (ITU-T T.81, annex B), which is much quicker than making it anew.
    """
    if not (raw.startswith(b"\xff\xd8\xff\xe0") and raw.endswith(b"\xff\xd9")):
        return False
    place, size = 2, (0, 0, 0)
    while place + 9 < len(raw) and raw[place] == 0xFF:
        kind, length = raw[place + 1], int.from_bytes(raw[place + 2 : place + 4], "big")
        if kind == 0xDA:  # the picture's own data begin
            return size == (SIDE, SIDE, 3)
        if kind not in _BARE and not (kind == 0xE0 and place == 2 and length == 16):
            return False
        if kind == 0xC0:
            body = raw[place + 5 : place + 10]
            size = (int.from_bytes(body[0:2], "big"), int.from_bytes(body[2:4], "big"), body[4])
        place += 2 + length
    return False


def clean_logo(raw: bytes) -> bytes:
    """A logo as a PNG of its own shape, see-through where it was, no larger than paper needs, without place and time.

    Raises:
        Refused: it is no PNG or JPEG, is damaged, or goes beyond 10 MB or 25 megapixels.
    """

    kind = "image/png" if raw.startswith(b"\x89PNG") else "image/jpeg"
    with Image.open(io.BytesIO(clean_picture(raw, kind))) as picture:
        picture.thumbnail((LOGO_WIDE, LOGO_HIGH), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def clean_picture(raw: bytes, media_type: str) -> bytes:
    """A picture for keeping at its own size, PNG as PNG and JPEG as JPEG, upright and without place, time or camera.

    Raises:
        Refused: it is no PNG or JPEG, is damaged, or goes beyond 10 MB or 25 megapixels.
    """

    if len(raw) > MOST_BYTES:
        raise Refused("The picture is larger than 10 MB, so it was not taken in. Save it smaller and try again.")
    kind = "PNG" if media_type == "image/png" else "JPEG"
    out = io.BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=[kind]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused(
                        "The picture has more than 25 megapixels, so it was not taken in. Save it smaller and try again."
                    )
                upright = ImageOps.exif_transpose(picture)
                mode = "RGBA" if kind == "PNG" and upright.has_transparency_data else "RGB"
                # A fresh picture of the pixels alone: what a camera wrote beside them does not come along.
                plain = Image.new(mode, upright.size)
                plain.paste(upright.convert(mode))
                plain.save(out, kind, **({"quality": 90} if kind == "JPEG" else {}))
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("This is no picture Gradesk can take in, so it was not. Choose a JPEG or PNG file.") from None
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error):
        raise Refused(
            "The picture is damaged, so it was not taken in. Save it again from where it came from."
        ) from None
    return out.getvalue()
