"""Work on files from outside, done in a process of its own: if it hangs or eats memory, only that process ends.

A parser in native code that runs out of memory takes its whole process with it; no exception could be caught.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from gradesk.system.laptop.guarding import keep_from_dumps
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

A = TypeVar("A")
R = TypeVar("R")
SECONDS, MEGABYTES = 20, 512  # that reading a file from outside may take
_BEAT = 0.05
_TOLD, _DONE, _REFUSED = "told", "done", "refused"


class ChildFailed(Exception):
    """The child ended without an answer: it crashed, took too long, or wanted too much memory."""


def be_the_child_if_one() -> None:
    """A frozen program starts itself again for a child: this does the child's work and does not come back in one. Without it
    the child would be a second Gradesk, and every file from outside would seem damaged.
    """
    multiprocessing.freeze_support()


def run_in_child(work: Callable[[A], R], argument: A, *, seconds: float, megabytes: int, beat: Callable[[], None]) -> R:
    """Do a piece of work in a child process and return its result; see `hear_child`."""
    answer: R = hear_child(_Silent(work), argument, seconds=seconds, megabytes=megabytes, beat=beat, heard=_not_heard)
    return answer


def read_apart(work: Callable[[A, Progress], R], argument: A, failed: str, progress: Progress = no_progress) -> R:
    """Read what a file from outside holds in a child, within what such a file may take of time and memory; see `hear_child`.

    Args:
        work: as there; it counts how far it is by its second argument.
        argument: what it is given.
        failed: the sentence of the refusal where the child ends without an answer.
        progress: is told that count, and called while waiting.
    """
    so_far = [0, 1]

    def hear(count: tuple[int, int]) -> None:
        so_far[:] = count
        progress(*count)

    try:
        answer: R = hear_child(
            _Counting(work), argument, seconds=SECONDS, megabytes=MEGABYTES, beat=lambda: progress(*so_far), heard=hear
        )
    except ChildFailed as error:
        raise Refused(failed) from error
    return answer


def hear_child(
    work: Callable[[A, Callable[[Any], None]], R],
    argument: A,
    *,
    seconds: float,
    megabytes: int,
    beat: Callable[[], None],
    heard: Callable[[Any], None],
) -> R:
    """Do a piece of work in a child process that tells what it found on the way, and return its result.

    Args:
        work: a function of a module (it is found by name in the child); it must not need a file that is open here. Its
            second argument takes what is to be told.
        argument: what it is given; carried over by pickle, and so is the result.
        seconds: after which the child is ended.
        megabytes: of memory the child may have in all.
        beat: called some twenty times a second while waiting; what it raises ends the child and is passed on.
        heard: gets what the child tells, in order; what it raises ends the child too.

    Raises:
        ChildFailed: the child ended without an answer.
        Refused: the work refused; with its sentence.
    """
    spawning = multiprocessing.get_context("spawn")
    receiver, sender = spawning.Pipe(duplex=False)
    child = spawning.Process(target=_serve, args=(sender, work, argument, megabytes), daemon=True)
    child.start()
    sender.close()
    deadline = time.monotonic() + seconds
    try:
        while True:
            beat()
            if time.monotonic() > deadline:
                raise ChildFailed("out of time")
            if not receiver.poll(_BEAT):
                continue
            how, result = receiver.recv()
            if how != _TOLD:
                break
            heard(result)
    except (EOFError, OSError) as error:
        raise ChildFailed("no answer") from error
    finally:
        receiver.close()
        child.kill()
        child.join()
        child.close()
    if how == _REFUSED:
        raise Refused(result)
    answer: R = result
    return answer


@dataclass(frozen=True)
class _Silent:
    """Work that tells nothing on the way."""

    work: Callable[[Any], Any]

    def __call__(self, argument: Any, _tell: Callable[[Any], None]) -> Any:
        return self.work(argument)


@dataclass(frozen=True)
class _Counting:
    """Work that tells how far it is."""

    work: Callable[[Any, Progress], Any]

    def __call__(self, argument: Any, tell: Callable[[Any], None]) -> Any:
        return self.work(argument, lambda done, total: tell((done, total)))


def _not_heard(_told: object) -> None:
    """Nothing is told by such work."""


def _serve(
    sender: Connection, work: Callable[[Any, Callable[[Any], None]], Any], argument: Any, megabytes: int
) -> None:
    """The child's side: keep to the limit, work, answer. Whatever else happens ends the child without an answer."""
    # A crash of native code writes what it was reading to standard error; that is nobody's business.
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    limit_memory(megabytes)
    keep_from_dumps()
    try:
        answer = (_DONE, work(argument, lambda told: sender.send((_TOLD, told))))
    except Refused as refused:
        answer = (_REFUSED, str(refused))
    sender.send(answer)
    sender.close()


if sys.platform == "win32":

    class _BasicLimits(ctypes.Structure):
        """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", ctypes.c_uint32),
            ("smallest_set", ctypes.c_size_t),
            ("largest_set", ctypes.c_size_t),
            ("processes", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t),
            ("priority", ctypes.c_uint32),
            ("scheduling", ctypes.c_uint32),
        )

    class _Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = (
            ("basic", _BasicLimits),
            ("io_counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    _EXTENDED_LIMITS, _LIMIT_PROCESS_MEMORY = 9, 0x100

    def limit_memory(megabytes: int) -> None:
        """Let this process have no more memory than this from now on: a job object of its own."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        limits = _Limits()
        limits.basic.flags = _LIMIT_PROCESS_MEMORY
        limits.process_memory = megabytes * 1024 * 1024
        job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
        kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))

else:
    import resource

    def limit_memory(megabytes: int) -> None:
        """Let this process have no more memory than this from now on; macOS may not keep to it."""
        size = megabytes * 1024 * 1024
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (size, size))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
