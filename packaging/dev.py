"""The two commands of Gradesk: `python3 packaging/dev.py demo` and `python3 packaging/dev.py test`.

Standard library only, the same on Debian, Windows and macOS. Each command makes `.venv` if it is not there or not up to
date, from the pinned and hash-checked list in `requirements.txt`, and then does its job in it. `bench` measures; `battery`
kills it, pulls its plug and harms its files; `access` listens to the window as a screen reader does; `lock` writes the list
anew. What follows the command is passed on: `demo --no-window`, `test -k word`, `battery --minutes 5`, `access 300`.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.txt"
STAMP = "gradesk.stamp"
OLDEST, NEWEST = (3, 11), (3, 13)
COMMANDS = ("demo", "test", "bench", "battery", "access", "lock")
WORKERS = 4

# Shared libraries that Qt's wheel leaves to the system, and the Debian package that brings each.
DEBIAN_PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-xinput.so.0": "libxcb-xinput0",
}
DRAWING = ("plugins/platforms/libqoffscreen.so", "lib/libQt6Widgets.so.6", "lib/libQt6Network.so.6")
WINDOWS_UNDER_X = ("plugins/platforms/libqxcb.so",)
WINDOWS_UNDER_WAYLAND = ("plugins/platforms/libqwayland.so",)
# What listening to the window needs of Debian: where it is found, and the package that brings it.
LISTENING = {
    "/usr/bin/Xvfb": "xvfb",
    "/usr/bin/dbus-run-session": "dbus-daemon",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/lib/python3/dist-packages/gi/__init__.py": "python3-gi",
    "/usr/lib/*/girepository-1.0/Atspi-2.0.typelib": "gir1.2-atspi-2.0",
}
SYSTEM_PYTHON = "/usr/bin/python3"  # which has the binding to AT-SPI; it is in no wheel
ACTIONS, SEED = 300, 7


class Stop(Exception):
    """The command cannot go on; the text says why and what to do."""


# What is decided, without touching anything ---------------------------------------------------------------------


def refuse_python(version: Sequence[int]) -> str:
    """Why Gradesk does not run with this version of Python, as a sentence; empty when it does."""
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return ""
    found = ".".join(str(part) for part in version[:2])
    return (
        f"Gradesk runs with Python 3.11, 3.12 or 3.13, and this is {found}. Install one of them and start this command "
        "with it, for example: python3.13 packaging/dev.py test"
    )


def stamp_of(lock: bytes, project: bytes, version: str, place: str) -> str:
    """What the contents of `.venv` depend on, as one short text; another text means that it is made anew."""
    digest = hashlib.sha256()
    for part in (lock, project, version.encode(), place.encode()):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def is_ready(folder: Path, stamp: str) -> bool:
    """Whether `.venv` was made to the end, from these very pins; the stamp is the last thing written into it."""
    try:
        return (folder / STAMP).read_text("utf-8") == stamp
    except OSError:
        return False


def checks(python: str, scripts: Path, extra: Sequence[str]) -> list[tuple[str, list[str]]]:
    """What `test` runs, in order, each with its heading. Arguments are for pytest, which then runs alone."""
    # One more than there are cores: some wait for windows and for processes of their own.
    workers = str(min(WORKERS, (os.cpu_count() or 1) + 1))
    # Each takes a stretch of the tests, so that what a file's tests share is made once, and who is done helps the others.
    pytest = [python, "-m", "pytest", "-n", workers, "--dist", "worksteal", "-q", *extra]
    if extra:
        return [("Tests", pytest)]
    lint_imports = str(scripts / ("lint-imports.exe" if os.name == "nt" else "lint-imports"))
    return [
        ("Format", [python, "-m", "ruff", "format", "--check", "."]),
        ("Lint", [python, "-m", "ruff", "check", "."]),
        ("Types", [python, "-m", "mypy"]),
        ("Import contracts", [lint_imports, "--no-cache"]),
        ("Tests", pytest),
    ]


def tests_passed(line: str) -> int | None:
    """The number of tests in pytest's last line; None when the line is another one."""
    found = re.search(r"\b(\d+) passed\b.* in [\d.]+s", line)
    return int(found.group(1)) if found else None


def packages_for(missing: Sequence[str]) -> list[str]:
    """The Debian packages to install for missing libraries; what these libraries need themselves comes along."""
    return sorted({DEBIAN_PACKAGES[name] for name in missing if name in DEBIAN_PACKAGES})


def missing_in(ldd: str) -> list[str]:
    """The libraries that `ldd` did not find."""
    return sorted(set(re.findall(r"^\s*(\S+) => not found", ldd, re.MULTILINE)))


def wants_window(arguments: Sequence[str], environment: Mapping[str, str], platform: str) -> str:
    """What `demo` shows its window on: "x", "wayland", "native", "" for none because it was asked so, "none" for none."""
    if "--no-window" in arguments:
        return ""
    if platform in ("win32", "darwin"):
        return "native"
    if environment.get("QT_QPA_PLATFORM") in ("offscreen", "minimal", "vnc"):
        return "native"
    if environment.get("DISPLAY"):
        return "x"
    return "wayland" if environment.get("WAYLAND_DISPLAY") else "none"


def listening_packages(missing: Sequence[str]) -> list[str]:
    """The Debian packages to install for what listening lacks."""
    return sorted({LISTENING[place] for place in missing})


def actions_in(arguments: Sequence[str]) -> tuple[int, int]:
    """How many actions by chance `access` does, and from which seed: `access`, `access 300` or `access 300 8`."""
    try:
        numbers = [int(one) for one in arguments]
    except ValueError:
        numbers = [-1]
    if len(numbers) > 2 or any(number < 0 for number in numbers):
        raise Stop("access takes how many actions to do by chance, and from which seed: access 300 8")
    actions, seed = (*numbers, *(ACTIONS, SEED)[len(numbers) :])
    return actions, seed


def listened_to(environment: Mapping[str, str], folder: str, display: str) -> dict[str, str]:
    """What the program and its listener run in: a display and a bus of their own, and nothing that anybody remembers."""
    own = {f"XDG_{name}_HOME": str(Path(folder, name.lower())) for name in ("CONFIG", "DATA", "CACHE")}
    kept = {name: value for name, value in environment.items() if name not in ("WAYLAND_DISPLAY", "NO_AT_BRIDGE")}
    return kept | own | {
        "XDG_RUNTIME_DIR": folder,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "QT_ACCESSIBILITY": "1",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONUTF8": "1",
    }  # fmt: skip


# Making .venv ---------------------------------------------------------------------------------------------------


def venv_python(folder: Path) -> Path:
    """The Python inside a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare() -> str:
    """Make `.venv` unless it is there and up to date; returns its Python."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}.{sys.version_info[2]} {sys.platform}"
    project = (ROOT / "pyproject.toml").read_bytes()
    stamp = stamp_of(LOCK.read_bytes(), project, version, str(VENV))
    python = str(venv_python(VENV))
    if is_ready(VENV, stamp) and Path(python).exists():
        return python
    say("Setting up .venv (only now, and when the pinned packages change; a minute or two)")
    _remove_old()
    _make_venv()
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-deps"]
    if run([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK)]):
        raise Stop(
            "The pinned packages could not be installed; the reason stands above. The first run needs a connection to "
            "the package index (or a pip configuration that names another one); later runs need none. Then start this again."
        )
    if run([*pip, "--no-index", "--no-build-isolation", "--editable", str(ROOT)]):
        raise Stop("Gradesk itself could not be installed into .venv; the reason stands above.")
    (VENV / STAMP).write_text(stamp, "utf-8")
    return python


def _remove_old() -> None:
    if not VENV.exists():
        return
    if not (VENV / "pyvenv.cfg").exists() and any(VENV.iterdir()):
        raise Stop(
            f"{VENV} is there but is no virtual environment; it was left as it is. Move it away and start again."
        )
    try:
        shutil.rmtree(VENV)
    except OSError as error:
        raise Stop(
            f"The old .venv cannot be removed ({error}). Close what still runs from it and start again."
        ) from None


def _make_venv() -> None:
    # Run from inside the very .venv that is made anew, only the Python it was made from is still there.
    base = getattr(sys, "_base_executable", "") or sys.executable
    command = [base, "-m", "venv", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode and "ensurepip" in made.stdout + made.stderr and is_debian():
        install_on_debian([f"python3.{sys.version_info[1]}-venv"], "Python’s venv")
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        raise Stop(f"Python could not make .venv: {(made.stdout + made.stderr).strip() or 'no reason given'}")


# System libraries -----------------------------------------------------------------------------------------------


def is_debian() -> bool:
    """Whether packages come by apt here."""
    return sys.platform.startswith("linux") and shutil.which("apt-get") is not None


def install_on_debian(packages: Sequence[str], what: str) -> None:
    """Install packages as root; anybody else is given the one command."""
    command = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise Stop(f"{what} needs system packages that are not here. Install them with:\n\n    sudo {command}\n")
    say(f"Installing system packages: {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if run(command.split(), env=quiet, quiet=True):
        run(["apt-get", "update"], env=quiet, quiet=True)
        if run(command.split(), env=quiet):
            raise Stop(
                f"{what} needs system packages that could not be installed. Install them with:\n\n    {command}\n"
            )


def require_libraries(python: str, plugins: Sequence[str], what: str) -> None:
    """See to it that the system has the libraries that parts of Qt need; on other systems its wheel brings them all."""
    if not sys.platform.startswith("linux") or not shutil.which("ldd"):
        return
    missing = _missing_libraries(python, plugins)
    if not missing:
        return
    packages = packages_for(missing)
    if not packages or not is_debian():
        raise Stop(
            f"{what} needs libraries that this system lacks: {', '.join(missing)}. Install them and start again."
        )
    install_on_debian(packages, what)
    still = _missing_libraries(python, plugins)
    if still:
        raise Stop(f"{what} still lacks {', '.join(still)} after the packages were installed.")


def _missing_libraries(python: str, plugins: Sequence[str]) -> list[str]:
    found = Path(python).parent.parent.glob("lib/python3*/site-packages/PySide6/Qt")
    files = [str(qt / plugin) for qt in found for plugin in plugins if (qt / plugin).exists()]
    if not files:
        return []
    # Any locale but C translates "not found".
    told = subprocess.run(
        ["ldd", *files], capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}
    )
    return missing_in(told.stdout)


def x_answers() -> bool:
    """Whether the X server that DISPLAY names takes a connection; Qt would end the program if it did not."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # cannot be asked here; Qt will say it
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not refused


# The commands ---------------------------------------------------------------------------------------------------


def demo(python: str, arguments: Sequence[str]) -> int:
    """Build the practice school, print its passports and open the window on it."""
    wanted = wants_window(arguments, os.environ, sys.platform)
    extra: list[str] = []
    if wanted == "none" or (wanted == "x" and not x_answers()):
        say("There is no display here, so the window is left out; the rest is done.")
        extra = ["--no-window"]
    elif wanted in ("x", "wayland"):
        parts = WINDOWS_UNDER_X if wanted == "x" else WINDOWS_UNDER_WAYLAND
        require_libraries(python, (*DRAWING, *parts), "The window")
    return run([python, "-m", "gradesk", "demo", *arguments, *extra])


def test(python: str, arguments: Sequence[str]) -> int:
    """Format, lint, types, import contracts and tests; everything runs, and the end says what failed."""
    require_libraries(python, DRAWING, "The tests of the window (drawn without a screen)")
    scripts = Path(python).parent
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    failed: list[str] = []
    passed: int | None = None
    for heading, command in checks(python, scripts, arguments):
        say(heading)
        if heading == "Tests":
            code, passed = _run_pytest(command, environment)
        else:
            code = run(command, env=environment)
        if code:
            failed.append(heading)
    if failed:
        print(f"\nFailed: {', '.join(failed)}", flush=True)
    if passed is not None:
        print(f"Tests passed: {passed}", flush=True)
    return 1 if failed else 0


def _run_pytest(command: Sequence[str], environment: Mapping[str, str]) -> tuple[int, int | None]:
    passed: int | None = None
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    with subprocess.Popen(
        [*command, *colour], cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            counted = tests_passed(re.sub(r"\x1b\[[\d;]*m", "", line))
            passed = passed if counted is None else counted
    return running.returncode, passed


def bench(python: str, arguments: Sequence[str]) -> int:
    """Measure Gradesk against floors taken in the same run."""
    require_libraries(python, DRAWING, "Measuring the window (drawn without a screen)")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return run([python, str(ROOT / "packaging" / "bench"), *arguments], env=environment)


def battery(python: str, arguments: Sequence[str]) -> int:
    """Try everything that must not happen to a school's file, and say how often it was tried and how often it failed."""
    require_libraries(python, DRAWING, "The battery (its window is drawn without a screen)")
    return run([python, str(ROOT / "packaging" / "battery"), *arguments])


def access(python: str, arguments: Sequence[str]) -> int:
    """Listen to the window from outside, as a screen reader does: everything is gone through, then acted on by chance."""
    actions, seed = actions_in(arguments)
    if not is_debian():
        raise Stop(
            "Listening to the window needs AT-SPI and a display of its own, which this command sets up on Debian."
        )
    missing = [place for place in LISTENING if not any(Path("/").glob(place[1:]))]
    if missing:
        install_on_debian(listening_packages(missing), "Listening to the window")
    require_libraries(python, (*DRAWING, *WINDOWS_UNDER_X), "The window")
    with tempfile.TemporaryDirectory() as folder, _display() as display:
        listener = ["dbus-run-session", "--", SYSTEM_PYTHON, str(ROOT / "packaging" / "access")]
        command = [*listener, python, folder, str(actions), str(seed)]
        return run(command, env=listened_to(os.environ, folder, display))


@contextmanager
def _display() -> Iterator[str]:
    """A display that nobody sees."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                number = told.readline().strip()
            if not number:
                raise Stop("The display that nobody sees (Xvfb) did not start.")
            yield f":{number}"
        finally:
            server.terminate()


def lock(arguments: Sequence[str]) -> int:
    """Write `requirements.txt` anew from pyproject.toml, for all platforms and versions of Python at once."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(venv_python(VENV).parent))
    if uv is None:
        raise Stop("Writing the list of pinned packages needs uv, which nothing else does: python3 -m pip install uv")
    command = [uv, "pip", "compile", "pyproject.toml", "--extra", "dev", "--universal", "--generate-hashes"]
    command += ["--python-version", "3.11", "--no-header", "--no-emit-index-url", "--no-annotate", "--quiet"]
    return run([*command, "--output-file", str(LOCK), *arguments])


def run(command: Sequence[str], env: Mapping[str, str] | None = None, *, quiet: bool = False) -> int:
    """Run a command in the project's folder and return its exit code."""
    output = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        command, cwd=ROOT, env=None if env is None else dict(env), check=False, stdout=output, stderr=output
    ).returncode


def say(words: str) -> None:
    """A heading, in order with what the commands below it print."""
    print(f"\n== {words}", flush=True)


def main(arguments: Sequence[str]) -> int:
    """Do what the first argument names."""
    # Where nothing compiled is kept, every process of the tests compiles the whole program anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if not arguments or arguments[0] not in COMMANDS:
        print(f"{__doc__}\nChoose one of: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    command, rest = arguments[0], arguments[1:]
    try:
        if command == "lock":
            return lock(rest)
        wrong = refuse_python(sys.version_info[:3])
        if wrong:
            raise Stop(wrong)
        return {"demo": demo, "test": test, "bench": bench, "battery": battery, "access": access}[command](
            prepare(), rest
        )
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
