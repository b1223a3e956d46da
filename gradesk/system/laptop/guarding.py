"""What this process lets the rest of the laptop see of it: new files are private, and a crash leaves no picture of memory."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from typing import Any

if sys.platform != "win32":
    import resource

_SET_DUMPABLE = 4  # PR_SET_DUMPABLE of Linux's prctl
_NO_HEAP = 0x01  # WER_FAULT_REPORTING_FLAG_NOHEAP: a Windows error report without what people typed
_NO_CRASH_BOX = 0x02  # SEM_NOGPFAULTERRORBOX: nor a box that offers to send one


def guard_process() -> None:
    """Make files private and memory undumpable, before anything of a school is read."""
    os.umask(0o077)
    keep_from_dumps()


def keep_from_dumps() -> None:
    """Leave no core file and no error report with what lay in memory, and let no other program read it.

    macOS keeps to the limit of core files alone; who may look into a process is the system's own business there.
    """
    if sys.platform == "win32":
        keep_from_windows_reports(ctypes.WinDLL("kernel32"))
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def keep_from_windows_reports(kernel: Any) -> None:
    """Windows' twin of a core limit: error reports hold stacks only."""
    kernel.SetErrorMode(_NO_CRASH_BOX)
    kernel.WerSetFlags(_NO_HEAP)
