"""Taking a picture in: bounded, decoded, made small, and written anew without what the camera knew."""

from __future__ import annotations

import io
import warnings

from gradesk.system.refusal import Refused

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
SIDE = 480  # pixels; enough for 4 cm on paper at 300 dots an inch


def clean_photo(raw: bytes) -> bytes:
    """A photograph as a small JPEG without place and time. Refuses what is no PNG or JPEG, or beyond 10 MB or 25 megapixels."""
    if len(raw) > MOST_BYTES:
        raise Refused("The picture is larger than 10 MB; the old one was kept. Save it smaller and try again.")
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 (start-up time; photos come in seldom)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=["PNG", "JPEG"]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused(
                        "The picture has more than 25 megapixels; the old one was kept. Save it smaller and try again."
                    )
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except Refused:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(
            "This is no picture Gradesk can take in; the old one was kept. Choose a JPEG or PNG file."
        ) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise Refused("The picture is damaged; the old one was kept. Save it again from where it came from.") from None
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    square = ImageOps.fit(flat, (SIDE, SIDE), centering=(0.5, 0.35))
    out = io.BytesIO()
    square.save(out, "JPEG", quality=88)
    return out.getvalue()
