"""Windows are kept out of pictures of the screen, by a window manager that is played here."""

from __future__ import annotations

from gradesk.system.laptop import capture


def test_an_older_windows_makes_it_black_instead_of_leaving_it_out() -> None:
    asked: list[tuple[int, int]] = []

    def newer(window: int, wish: int) -> int:
        asked.append((window, wish))
        return 1

    def older(window: int, wish: int) -> int:
        asked.append((window, wish))
        return int(wish != capture.HIDDEN)

    def none(_window: int, _wish: int) -> int:
        raise OSError("no such window")

    assert capture.hide(7, newer) and asked == [(7, capture.HIDDEN)]
    assert capture.hide(8, older) and asked[-2:] == [(8, capture.HIDDEN), (8, capture.BLACK)]
    assert capture.show(8, older) and asked[-1] == (8, capture.SEEN)
    assert not capture.hide(9, none)
