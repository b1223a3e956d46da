"""Taking a picture in: bounded, decoded in a child process, made small, and written anew without what the camera knew."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import UnidentifiedImageError

from gradesk.system.laptop.child import ChildFailed, run_in_child
from gradesk.system.lazy import lazily
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    from PIL import Image, ImageOps
else:
    Image = lazily("PIL.Image")
    ImageOps = lazily("PIL.ImageOps")

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
MOST_SIDE = 16_000
MOST_SCANS = 60
SECONDS, CHILD_MEGABYTES = 20, 900
_PNG_SIZE = slice(16, 24)
LOGO_WIDE, LOGO_HIGH = 900, 400  # pixels; on paper it stands 14 mm high
SIDE = 480  # pixels; enough for 4 cm on paper at 300 dots an inch


def read(path: Path, progress: Progress = no_progress) -> bytes:
    """The bytes of a chosen picture; its size is looked at before anything is read.

    Raises:
        Refused: it is no file, cannot be read, or is larger than 10 MB.
        Cancelled: from `progress`.
    """
    try:
        if not path.is_file():  # a folder, a device, a pipe
            raise Refused("This is no file that can be read, so nothing was taken in. Choose a JPEG or PNG file.")
        progress(0, 1)
        if path.stat().st_size > MOST_BYTES:
            raise _too_large()
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError:
        raise Refused("That file cannot be read, so nothing was taken in. Choose another one.") from None


def clean_photo(raw: bytes, progress: Progress = no_progress) -> bytes:
    """A photograph as a small upright square JPEG without place and time; decoded in a child process.

    Raises:
        Refused: it is no PNG or JPEG, is damaged, made to be slow, or goes beyond 10 MB or 25 megapixels.
        Cancelled: from `progress`.
    """
    return raw if is_clean(raw) else _in_child(small_photo, raw, progress)


def clean_logo(raw: bytes, progress: Progress = no_progress) -> bytes:
    """A logo as a PNG of its own shape, see-through where it was, no larger than paper needs, without place and time.

    Raises: as `clean_photo`.
    """
    return _in_child(_logo, raw, progress)


def clean_picture(raw: bytes, media_type: str, progress: Progress = no_progress) -> bytes:
    """A picture for keeping at its own size, PNG as PNG and JPEG as JPEG, upright and without place, time or camera.

    Raises: as `clean_photo`.
    """
    return _in_child(_png if media_type == "image/png" else _jpeg, raw, progress)


def _in_child(work: Callable[[bytes], bytes], raw: bytes, progress: Progress) -> bytes:
    """Decode a picture where it cannot harm: the few bytes that say how large it is are looked at first."""
    _check_shape(raw)
    try:
        return run_in_child(work, raw, seconds=SECONDS, megabytes=CHILD_MEGABYTES, beat=lambda: progress(0, 1))
    except ChildFailed:
        raise Refused(
            "The picture is damaged or takes too much to open, so it was not taken in; nothing was changed. Save it again "
            "as a plain JPEG or PNG."
        ) from None


def _check_shape(raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise _too_large()
    # A progressive picture of a camera has about ten scans; each of thousands is decoded over the whole picture.
    if raw.startswith(b"\xff\xd8") and raw.count(b"\xff\xda") > MOST_SCANS:
        raise Refused(
            "The picture is built of more passes than any camera makes, so it was not taken in; nothing was changed. Save it "
            "again as a plain JPEG."
        )
    if raw.startswith(b"\x89PNG") and len(raw) >= _PNG_SIZE.stop:
        wide, high = struct.unpack(">II", raw[_PNG_SIZE])
        if max(wide, high) > MOST_SIDE or wide * high > MOST_PIXELS:
            raise _too_many_pixels()


def _too_large() -> Refused:
    return Refused("The picture is larger than 10 MB, so it was not taken in. Save it smaller and try again.")


def _too_many_pixels() -> Refused:
    return Refused(
        f"The picture has more than 25 megapixels or a side of more than {MOST_SIDE:,}, so it was not taken in. Save it "
        "smaller and try again."
    )


def _upright(raw: bytes, kinds: Sequence[str], draft: bool) -> Image.Image:
    """The decoded picture, upright; the child's work."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=list(kinds)) as picture:
                if picture.width * picture.height > MOST_PIXELS or max(picture.size) > MOST_SIDE:
                    raise _too_many_pixels()
                if draft:
                    picture.draft("RGB", (SIDE, SIDE))  # a large JPEG is decoded at a fraction of its size
                mode = "RGBA" if picture.has_transparency_data and "PNG" in kinds else "RGB"
                return ImageOps.exif_transpose(picture).convert(mode)
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("This is no picture Gradesk can take in, so it was not. Choose a JPEG or PNG file.") from None
    except (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error):
        raise Refused(
            "The picture is damaged, so it was not taken in. Save it again from where it came from."
        ) from None


def small_photo(raw: bytes) -> bytes:
    """What `clean_photo` has done in the child; here for pictures of the school’s own file, which are no strangers."""
    _check_shape(raw)
    upright = _upright(raw, ("PNG", "JPEG"), draft=True)
    # A little above the middle: that is where faces are.
    square = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.BILINEAR, centering=(0.5, 0.35))
    plain = Image.new("RGB", square.size, "white")
    plain.paste(square, mask=square.getchannel("A") if square.mode == "RGBA" else None)
    return _saved(plain, "JPEG", quality=88)


def _logo(raw: bytes) -> bytes:
    picture = _upright(raw, ("PNG", "JPEG"), draft=False)
    picture.thumbnail((LOGO_WIDE, LOGO_HIGH), Image.Resampling.LANCZOS)
    return _saved(picture, "PNG", optimize=True)


def _png(raw: bytes) -> bytes:
    return _saved(_upright(raw, ("PNG",), draft=False), "PNG")


def _jpeg(raw: bytes) -> bytes:
    return _saved(_upright(raw, ("JPEG",), draft=False), "JPEG", quality=90)


def _saved(picture: Image.Image, kind: str, **choices: int) -> bytes:
    """A fresh picture of the pixels alone: what a camera wrote beside them does not come along."""
    plain = Image.new(picture.mode, picture.size)
    plain.paste(picture)
    out = io.BytesIO()
    plain.save(out, kind, **choices)
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
