"""The two commands decide rightly what to do; nothing is installed here and nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "packaging" / "requirements.txt").read_text("utf-8")


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 13, 9)])
def test_it_runs_with_the_promised_versions(dev: ModuleType, version: tuple[int, ...]) -> None:
    assert dev.refuse_python(version) == ""


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 14, 0), (2, 7, 18)])
def test_another_version_gets_a_sentence(dev: ModuleType, version: tuple[int, ...]) -> None:
    assert f"this is {version[0]}.{version[1]}" in dev.refuse_python(version)


def test_the_environment_is_made_anew_when_anything_it_depends_on_changes(dev: ModuleType) -> None:
    first = dev.stamp_of(b"lock", b"project", "3.11.7", "/here")
    assert first == dev.stamp_of(b"lock", b"project", "3.11.7", "/here")
    others = [
        ("x", "project", "3.11.7", "/here"),
        ("lock", "x", "3.11.7", "/here"),
        ("lock", "project", "3.12.1", "/here"),
    ]
    others.append(("lock", "project", "3.11.7", "/there"))
    assert first not in {dev.stamp_of(a.encode(), b.encode(), c, d) for a, b, c, d in others}


def test_a_half_made_environment_is_not_ready(dev: ModuleType, tmp_path: Path) -> None:
    assert not dev.is_ready(tmp_path, "stamp")
    (tmp_path / dev.STAMP).write_text("older stamp", "utf-8")
    assert not dev.is_ready(tmp_path, "stamp")
    (tmp_path / dev.STAMP).write_text("stamp", "utf-8")
    assert dev.is_ready(tmp_path, "stamp")


def test_a_folder_that_is_no_environment_is_left_alone(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.txt").write_text("keep me", "utf-8")
    monkeypatch.setattr(dev, "VENV", tmp_path)
    with pytest.raises(dev.Stop, match="no virtual environment"):
        dev._remove_old()
    assert (tmp_path / "mine.txt").exists()


def test_all_checks_run_in_their_order(dev: ModuleType) -> None:
    headings = [heading for heading, _ in dev.checks("python", Path("bin"), [])]
    assert headings == ["Format", "Lint", "Types", "Import contracts", "Tests"]


def test_arguments_are_for_pytest_alone(dev: ModuleType) -> None:
    ((heading, command),) = dev.checks("python", Path("bin"), ["-k", "upn"])
    assert heading == "Tests"
    assert command[:3] == ["python", "-m", "pytest"]
    assert command[-2:] == ["-k", "upn"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("412 passed in 31.20s", 412),
        ("1 failed, 411 passed, 2 skipped in 40.01s (0:00:40)", 411),
        ("======= 7 passed, 1 warning in 0.12s =======", 7),
        ("tests/test_x.py ..7 passed", None),
        ("no tests ran in 0.01s", None),
    ],
)
def test_the_number_of_tests_is_read_from_the_last_line(dev: ModuleType, line: str, number: int | None) -> None:
    assert dev.tests_passed(line) == number


def test_missing_libraries_become_packages(dev: ModuleType) -> None:
    told = "\tlibxcb-icccm.so.4 => not found\n\tlibGL.so.1 => /usr/lib/libGL.so.1 (0x1)\n\tlibodd.so.9 => not found\n"
    missing = dev.missing_in(told)
    assert missing == ["libodd.so.9", "libxcb-icccm.so.4"]
    assert dev.packages_for(missing) == ["libxcb-icccm4"]


def test_nobody_but_root_is_given_the_one_command(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(dev.Stop, match=r"sudo apt-get install -y --no-install-recommends libegl1 libgl1"):
        dev.install_on_debian(["libegl1", "libgl1"], "The window")


@pytest.mark.parametrize(
    ("arguments", "environment", "platform", "shown_on"),
    [
        ([], {"DISPLAY": ":0"}, "linux", "x"),
        ([], {"WAYLAND_DISPLAY": "wayland-0"}, "linux", "wayland"),
        ([], {}, "linux", "none"),
        ([], {"QT_QPA_PLATFORM": "offscreen"}, "linux", "native"),
        ([], {}, "win32", "native"),
        ([], {}, "darwin", "native"),
        (["--no-window"], {"DISPLAY": ":0"}, "linux", ""),
    ],
)
def test_the_window_is_shown_where_there_is_a_display(
    dev: ModuleType, arguments: list[str], environment: dict[str, str], platform: str, shown_on: str
) -> None:
    assert dev.wants_window(arguments, environment, platform) == shown_on


def test_listening_installs_what_is_missing_and_shares_nothing_with_whoever_works_here(dev: ModuleType) -> None:
    assert dev.listening_packages(["/usr/bin/Xvfb", "/usr/lib/*/girepository-1.0/Atspi-2.0.typelib"]) == [
        "gir1.2-atspi-2.0",
        "xvfb",
    ]
    mine = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "NO_AT_BRIDGE": "1", "PATH": "/bin"}
    found = dev.listened_to(mine, "/tmp/own", ":7")
    assert found["DISPLAY"] == ":7" and found["PATH"] == "/bin" and found["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] == "1"
    assert not {"WAYLAND_DISPLAY", "NO_AT_BRIDGE"} & set(found)
    assert all(Path("/tmp/own") in Path(found[f"XDG_{name}_HOME"]).parents for name in ("CONFIG", "DATA", "CACHE"))


@pytest.mark.parametrize(("arguments", "meant"), [([], (300, 7)), (["2000"], (2000, 7)), (["300", "8"], (300, 8))])
def test_listening_is_told_how_much_to_do(dev: ModuleType, arguments: list[str], meant: tuple[int, int]) -> None:
    assert dev.actions_in(arguments) == meant
    with pytest.raises(dev.Stop, match="access 300 8"):
        dev.actions_in(["many"])


def test_what_a_screen_reader_would_miss_is_told(rules: ModuleType) -> None:
    told = rules.Told
    assert rules.faults(told("button", "Print", ["focusable"], ["Press"])) == []
    assert rules.faults(told("button", "…", ["focusable"], ["Press"])) == ["no name"]
    assert rules.faults(told("filler", "Story", ["focusable"])) == ["no role (filler)"]
    assert rules.faults(told("table cell", " ")) == ["an empty cell"]
    assert rules.faults(told("check box", "Open", ["focusable"], ["Toggle"])) == ["not known to be ticked or not"]
    assert rules.faults(told("text", "Name", ["focusable"])) == ["its words are not told"]
    assert rules.is_left_out("Close Gradesk") and not rules.is_left_out("Close message")
    assert rules.line("Pupils", 12, 3, []).endswith("nothing wrong")


def test_an_unknown_command_is_told_the_known_ones(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["instal"]) == 2
    assert "demo, test, bench, battery, access, lock" in capsys.readouterr().err


def test_every_pin_is_exact_and_checked_by_hash() -> None:
    pins = re.split(r"\n(?=\S)", LOCK.strip())
    for pin in pins:
        assert re.match(r"[\w.-]+==[\w.]+ (?:; [^\\]+ )?\\\n", pin), pin.splitlines()[0]
        assert "--hash=sha256:" in pin


def test_the_lock_names_no_place_to_fetch_from() -> None:
    assert "://" not in LOCK
    assert "--index-url" not in LOCK
    assert "--find-links" not in LOCK


def test_the_lock_has_all_that_the_project_asks_for() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    asked = re.findall(r'^    "([A-Za-z0-9_-]+)[><=~]', project, re.MULTILINE)
    pinned = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)}
    assert asked
    assert {re.sub(r"[-_.]+", "-", name).lower() for name in asked} <= pinned
