"""Goes through the practice school as a screen reader does and says what it would miss; then acts by chance.

Started by `packaging/dev.py access` on a display and a bus of its own: program and folder are its arguments.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import listening
from listening import Ear, GLib, Node
from rules import line

PLACES = (
    "Today",
    "Pupils",
    "Assessments",
    "Cycles",
    "Reviews",
    "Bank",
    "Everyday",
    "Print",
    "School",
    "Staff",
    "Import",
)
DIALOGS = ("dialog", "alert", "file chooser")
AWAY = ("Cancel", "Close", "No", "OK")
READY = 180  # seconds until the school is built and its window is there


def settle() -> None:
    """Give a page the time to read what it shows."""
    listening.breathe(0.8)


def places(app: Node) -> Iterator[str]:
    """Go to every place, and to every tab of one pupil, by what can be pressed."""
    for name in PLACES:
        if (place := listening.find(app, "radio button", name)) is not None:
            listening.press(place)
            settle()
            yield name
            yield from _tabs(app, name)
    _open_a_pupil(app)
    yield "A pupil"
    yield from _tabs(app, "A pupil")


def _open_a_pupil(app: Node) -> None:
    """By pressing a lane of the cycles, which is drawn and not a widget."""
    listening.press(listening.find(app, "radio button", "Cycles"))
    lanes = listening.wait_for(lambda: listening.find(app, "list", "Timelines of all"), 20, "The list of cycles")
    listening.press(listening.wait_for(lambda: lanes.get_child_at_index(0), 20, "A pupil’s cycles"))
    settle()


def _tabs(app: Node, name: str) -> Iterator[str]:
    window = app.get_child_at_index(0)
    bar = listening.find(window, "page tab list")
    for place in range(bar.get_child_count() if bar is not None else 0):
        tab = bar.get_child_at_index(place)
        if tab.get_role_name() != "page tab":
            continue  # the buttons that scroll them
        listening.press(tab)
        settle()
        yield f"{name}: {tab.get_name()}"


def put_dialogs_away(app: Node) -> None:
    """Answer what was asked with no."""
    for _ in range(5):
        asked = [one for one in listening.children(app) if one.get_role_name() in DIALOGS]
        if not asked:
            return
        for words in AWAY:
            if (button := listening.find(asked[-1], "button", words)) is not None:
                listening.press(button)
                listening.breathe(0.4)
                break


def by_chance(app: Node, running: subprocess.Popen[bytes], actions: int, seed: int) -> list[str]:
    """Do so many things in any order; gives what went wrong."""
    chance = random.Random(seed)
    wrong, done = [], ["nothing yet"]
    for number in range(actions):
        try:
            if number % 20 == 0 and (place := listening.find(app, "radio button", chance.choice(PLACES))) is not None:
                listening.press(place)
                listening.breathe(0.4)
            done.append(listening.act_by_chance(chance, app.get_child_at_index(0)))
            listening.breathe(0.03)
            if number % 10 == 9:
                put_dialogs_away(app)
            if number % 200 == 199:
                print(f"{number + 1} actions by chance", flush=True)
        except GLib.Error as error:
            if running.poll() is None:
                listening.breathe(0.5)  # what it was about went while it was asked
            else:
                wrong.append(f"the program ended after {done[-1]} ({error})")
        if running.poll() is not None:
            return wrong or [f"the program ended after {done[-1]}"]
    put_dialogs_away(app)
    listening.breathe(0.5)
    if listening.is_in_hand(app.get_child_at_index(0)) and not listening.has_focus(app):
        wrong.append(f"nothing has the focus after {done[-1]}")
    return wrong


def main(python: str, folder: str, actions: int, seed: int) -> int:
    """Start the program, listen to all of it, and say how it went."""
    ear = Ear()
    errors = Path(folder, "errors.txt")
    command = [python, "-m", "gradesk", "demo", "--pupils", "12", "--data", str(Path(folder, "school"))]
    with errors.open("wb") as into, subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=into) as running:
        try:
            app = listening.wait_for(lambda: listening.program(running.pid), READY, "The window")
            listening.wait_for(lambda: listening.find(app, "radio button", "Pupils"), 60, "The practice school")
            wrong: list[str] = []
            for place in places(app):
                things, cells, faults = listening.look_over(app.get_child_at_index(0))
                print(line(place, things, cells, faults), flush=True)
                wrong += faults
            fell = by_chance(app, running, actions, seed)
            print(f"{actions} actions by chance   {'; '.join(fell) or 'nothing wrong'}", flush=True)
        finally:
            running.terminate()
    said = errors.read_text("utf-8", "replace")
    fell += [said[-1500:]] if "Traceback" in said else []
    print(f"Announced meanwhile: {len(ear.heard)}", flush=True)
    bad = len(set(wrong)) + len(fell)
    print("Everything speaks." if not bad else f"{bad} things to mend. {said[-600:] if fell else ''}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
