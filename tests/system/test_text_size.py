"""The size of text that Windows keeps is followed; whatever else stands there gives the usual one."""

from __future__ import annotations

import pytest

from gradesk.system.laptop import text_size


def absent() -> object:
    raise FileNotFoundError("no such key")


@pytest.mark.parametrize(
    ("kept", "size"), [(100, 100), (150, 150), (225, 225), (99, 100), (900, 100), ("150", 100), (None, 100)]
)
def test_the_number_kept_is_followed_where_it_can_be_one(kept: object, size: int) -> None:
    assert text_size.wanted(lambda: kept) == size


def test_where_nothing_is_kept_text_is_as_usual() -> None:
    assert text_size.wanted(absent) == 100
    assert text_size.LEAST <= text_size.wanted() <= text_size.MOST
