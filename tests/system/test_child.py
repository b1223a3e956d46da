"""A child process that hangs, crashes or eats memory ends alone."""

from __future__ import annotations

import os
import sys
import time

import pytest

from gradesk.__main__ import main
from gradesk.system.laptop.child import ChildFailed, run_in_child
from gradesk.system.progress import Cancelled
from gradesk.system.refusal import Refused


def nothing() -> None:
    """A beat that does nothing."""


def double(number: int) -> int:
    """Work that ends well."""
    return 2 * number


def refuse(sentence: str) -> None:
    """Work that refuses."""
    raise Refused(sentence)


def sleep(seconds: float) -> None:
    """Work that hangs."""
    time.sleep(seconds)


def crash(_: int) -> None:
    """Work that ends its process, as native code does that finds no memory."""
    os.abort()


def eat(megabytes: int) -> int:
    """Work that takes memory."""
    return len(bytearray(megabytes * 1024 * 1024))


def test_the_result_comes_back() -> None:
    assert run_in_child(double, 21, seconds=20, megabytes=512, beat=nothing) == 42


def test_a_refusal_comes_back_with_its_sentence() -> None:
    with pytest.raises(Refused, match=r"No\. Nothing was changed\."):
        run_in_child(refuse, "No. Nothing was changed.", seconds=20, megabytes=512, beat=nothing)


def test_a_child_that_hangs_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(ChildFailed):
        run_in_child(sleep, 60.0, seconds=0.5, megabytes=512, beat=nothing)
    assert time.monotonic() - started < 10


def test_a_child_that_crashes_is_told() -> None:
    with pytest.raises(ChildFailed):
        run_in_child(crash, 0, seconds=20, megabytes=512, beat=nothing)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS keeps to no limit of address space")
def test_a_child_that_eats_memory_is_ended() -> None:
    with pytest.raises(ChildFailed):
        run_in_child(eat, 700, seconds=20, megabytes=512, beat=nothing)


def test_waiting_can_be_cancelled() -> None:
    def stop() -> None:
        raise Cancelled

    started = time.monotonic()
    with pytest.raises(Cancelled):
        run_in_child(sleep, 60.0, seconds=30, megabytes=512, beat=stop)
    assert time.monotonic() - started < 10


def test_a_frozen_program_that_is_started_for_a_child_is_that_child_before_anything_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`freeze_support` does not come back in such a child; here it is told so by an exception of its own."""

    class Child(Exception):
        pass

    def become_the_child() -> None:
        raise Child

    monkeypatch.setattr("multiprocessing.freeze_support", become_the_child)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(Child):
        main(["no such verb"])
