"""Taking a picture in: bounded, decoded, made small, and written anew without what the camera knew."""

from __future__ import annotations

import io
import struct
import warnings
import zlib

from gradesk.system.refusal import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
SIDE = 480  # pixels; enough for 4 cm on paper at 300 dots an inch


def clean_photo(raw: bytes) -> bytes:
    """A photograph as a small upright square JPEG without place and time.

    Raises:
        Refused: it is no PNG or JPEG, is damaged, or goes beyond 10 MB or 25 megapixels.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 (start-up time; photos come in seldom)

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


def clean_picture(raw: bytes, media_type: str) -> bytes:
    """A picture for keeping at its own size, PNG as PNG and JPEG as JPEG, upright and without place, time or camera.

    Raises:
        Refused: it is no PNG or JPEG, is damaged, or goes beyond 10 MB or 25 megapixels.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 (start-up time; photos come in seldom)

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
