"""Pictures from outside are looked at by their size first and decoded in a child process that has limits."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from gradesk.services import pictures
from gradesk.system.progress import Cancelled
from gradesk.system.refusal import Refused


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), **choices: bool) -> bytes:
    """A small plain picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **choices)
    return out.getvalue()


def png_of(wide: int, high: int) -> bytes:
    """The head of a PNG that says it has this size, and next to nothing behind it."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = part(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(b"\0" * 4000)) + part(b"IEND", b"")


@pytest.mark.parametrize(("wide", "high"), [(1, 24_900_000), (24_900_000, 1), (5_001, 5_000)])
def test_a_png_of_one_endless_column_is_refused_by_its_head(wide: int, high: int) -> None:
    with pytest.raises(Refused, match="megapixels"):
        pictures.clean_photo(png_of(wide, high))


def test_a_jpeg_of_thousands_of_scans_is_refused_before_it_is_decoded() -> None:
    raw = picture("JPEG", progressive=True)
    place = raw.rindex(b"\xff\xda")
    with pytest.raises(Refused, match="passes"):
        pictures.clean_photo(raw[:place] + raw[place:-2] * 3_000 + b"\xff\xd9")
    assert pictures.is_clean(pictures.clean_photo(raw))


def test_a_file_of_3_gb_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)
    with pytest.raises(Refused, match="larger than 10 MB"):
        pictures.read(path)
    with pytest.raises(Refused, match="no file"):
        pictures.read(tmp_path)


def test_decoding_can_be_cancelled() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        pictures.clean_picture(picture("PNG", (3000, 3000)), "image/png", stop)


def test_a_clean_photograph_is_kept_as_it_is_and_a_logo_stays_see_through() -> None:
    clean = pictures.clean_photo(picture())
    assert pictures.clean_photo(clean) is clean
    out = io.BytesIO()
    Image.new("RGBA", (2000, 100), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(pictures.clean_logo(out.getvalue()))) as logo:
        assert (logo.size, logo.mode, logo.getpixel((0, 0))) == ((900, 45), "RGBA", (0, 0, 0, 0))
