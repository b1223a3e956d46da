"""The process keeps what it knows to itself, whatever the umask and the limits it was started with."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gradesk.system.kept import logs, settings
from gradesk.system.laptop.guarding import keep_from_windows_reports

SHOW = """
import os, resource, stat, sys
from gradesk.__main__ import main
most = resource.getrlimit(resource.RLIMIT_CORE)[1]  # less where an earlier test was Gradesk itself
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
os.umask(0)
try:
    main(["--version"])
except SystemExit:
    pass
import ctypes
print(os.umask(0), resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access lists instead of mode bits")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells whether a process can be dumped")
def test_no_core_is_left_and_no_other_program_looks_in() -> None:
    told = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == f"{0o077} (0, 0) 0"


class Kernel:
    """Stands for Windows' kernel32 and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def SetErrorMode(self, mode: int) -> None:
        self.asked.append(("SetErrorMode", mode))

    def WerSetFlags(self, flags: int) -> None:
        self.asked.append(("WerSetFlags", flags))


def test_a_windows_error_report_goes_without_the_heap() -> None:
    kernel = Kernel()
    keep_from_windows_reports(kernel)
    assert kernel.asked == [("SetErrorMode", 2), ("WerSetFlags", 1)]


@POSIX
def test_settings_and_log_are_private_whatever_the_umask(tmp_path: Path) -> None:
    before, handlers = os.umask(0), list(logging.getLogger("gradesk").handlers)
    try:
        settings.save(settings.Settings(), tmp_path / "config")
        logs.start(tmp_path / "log")
        for handler in logging.getLogger("gradesk").handlers:
            if handler not in handlers:
                handler.doRollover()
        paths = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert len(paths) == 3
        assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
        assert {stat.S_IMODE(path.parent.stat().st_mode) for path in paths} == {0o700}
    finally:
        os.umask(before)
        for handler in list(logging.getLogger("gradesk").handlers):
            if handler not in handlers:
                logging.getLogger("gradesk").removeHandler(handler)
                handler.close()
