"""The counter of class runs on a clock that only grows, loses no key, and takes back the last."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules.tallying import COUNTED, OFF, ON, Tally


class Time:
    """Seconds that a test lets pass."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_it_is_time_to_look_at_the_end_of_each_interval() -> None:
    time = Time()
    tally = Tally(time, 30)
    tally.start()
    for passed, cues in ((29.9, 0), (0.1, 1), (29.0, 1), (31.0, 3)):
        time.now += passed
        assert tally.cues == cues
    assert tally.to_next == 30


def test_a_pause_is_not_counted_and_the_time_goes_on_where_it_stopped() -> None:
    time = Time()
    tally = Tally(time, 30)
    tally.start()
    time.now += 50
    tally.stop()
    time.now += 3600
    assert tally.elapsed == 50
    tally.start()
    time.now += 15
    assert (tally.elapsed, tally.minutes, tally.cues) == (65, 1, 2)


def test_the_first_key_starts_the_time_so_that_none_is_lost() -> None:
    tally = Tally(Time())
    tally.mark(ON)
    assert tally.is_running
    assert (tally.looks, tally.on_task) == (1, 1)


def test_the_last_key_is_taken_back_whatever_it_was() -> None:
    tally = Tally(Time())
    for mark in (ON, COUNTED, OFF):
        tally.mark(mark)
    assert [tally.undo(), tally.undo()] == [OFF, COUNTED]
    assert (tally.looks, tally.counted) == (1, 0)
    assert [tally.undo(), tally.undo()] == [ON, ""]


@given(st.lists(st.sampled_from([ON, OFF, COUNTED, "undo", "start", "stop", "wait", "back"]), max_size=60))
def test_counts_fit_together_and_time_never_runs_back(steps: list[str]) -> None:
    time = Time()
    tally, before = Tally(time, 10), 0.0
    for step in steps:
        if step == "undo":
            tally.undo()
        elif step in ("start", "stop"):
            getattr(tally, step)()
        elif step == "wait":
            time.now += 7
        elif step == "back":
            time.now += 0  # a clock that stands still
        else:
            tally.mark(step)
        assert 0 <= tally.on_task <= tally.looks <= len(tally.marks)
        assert tally.looks + tally.counted == len(tally.marks)
        assert tally.elapsed >= before
        assert 0 < tally.to_next <= tally.seconds
        before = tally.elapsed
