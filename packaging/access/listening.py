"""Gradesk as a screen reader has it: asked from outside, through AT-SPI."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator
from typing import Any

import gi
from rules import CELLS, DEEDS, Told, faults, is_left_out

gi.require_version("Atspi", "2.0")
Atspi: Any = importlib.import_module("gi.repository.Atspi")
GLib: Any = importlib.import_module("gi.repository.GLib")

MOST = 300  # children of one thing that are asked
STATES = ("focusable", "checkable", "focused", "enabled")
Node = Any


class Ear:
    """Hears what is announced."""

    def __init__(self) -> None:
        Atspi.init()
        Atspi.set_timeout(5000, 30000)
        self.heard: list[str] = []
        self._listener = Atspi.EventListener.new(lambda event: self.heard.append(str(event.any_data)))
        self._listener.register("object:announcement")


def breathe(seconds: float = 0.0) -> None:
    """Let what was sent come in."""
    until = time.monotonic() + seconds
    while True:
        while GLib.MainContext.default().iteration(False):
            pass
        if time.monotonic() >= until:
            return
        time.sleep(0.02)


def wait_for(find: Callable[[], Any], seconds: float, what: str) -> Any:
    """What comes within some seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        breathe(0.2)
        try:
            if found := find():
                return found
        except GLib.Error:
            continue
    raise TimeoutError(f"{what} did not come within {seconds:.0f} seconds")


def program(process_id: int) -> Node | None:
    """The program of a process, once it can be listened to and shows a window."""
    desktop = Atspi.get_desktop(0)
    for place in range(desktop.get_child_count()):
        node = desktop.get_child_at_index(place)
        if node is not None and node.get_process_id() == process_id and node.get_child_count():
            return node
    return None


def told(node: Node) -> Told:
    """What a thing tells about itself."""
    states = node.get_state_set()
    return Told(
        role=node.get_role_name() or "",
        name=node.get_name() or "",
        states=[name for name in STATES if states.contains(getattr(Atspi.StateType, name.upper()))],
        deeds=deeds(node),
        has_text=node.get_text_iface() is not None,
        has_value=node.get_value_iface() is not None,
    )


def deeds(node: Node) -> list[str]:
    """What can be done with it."""
    able = node.get_action_iface()
    return [able.get_action_name(place) for place in range(able.get_n_actions())] if able is not None else []


def do(node: Node, deed: str) -> None:
    """Do it; a dialog that opens answers late, and that is no fault."""
    try:
        node.get_action_iface().do_action(deeds(node).index(deed))
    except GLib.Error:
        breathe(0.5)


def press(node: Node) -> None:
    """Do what a click does."""
    able = deeds(node)
    do(node, next(deed for deed in DEEDS if deed in able))


def children(node: Node) -> Iterator[Node]:
    """Its parts that are in sight."""
    for place in range(min(node.get_child_count(), MOST)):
        child = node.get_child_at_index(place)
        if child is not None and (is_in_sight(child) or is_cell(child)):
            yield child


def is_in_sight(node: Node) -> bool:
    """Whether it is shown."""
    return bool(node.get_state_set().contains(Atspi.StateType.VISIBLE))


def is_cell(node: Node) -> bool:
    """Whether it is one of many, in view or not."""
    return node.get_role_name() in CELLS


def walk(node: Node) -> Iterator[Node]:
    """It, and everything in it that is in sight."""
    yield node
    for child in children(node):
        yield from walk(child)


def find(node: Node, role: str, name: str = "") -> Node | None:
    """The first thing of a role whose name begins so."""
    return next(
        (one for one in walk(node) if one.get_role_name() == role and (one.get_name() or "").startswith(name)), None
    )


def look_over(node: Node) -> tuple[int, int, list[str]]:
    """How many things and cells there are, and what is wrong."""
    things = cells = 0
    wrong = []
    for one in walk(node):
        said = told(one)
        things += 1
        cells += said.role in CELLS
        wrong += [f"{fault}: {said.role} “{said.name}”" for fault in faults(said)]
    return things, cells, wrong


def path_by_chance(chance: Any, node: Node) -> list[Node]:
    """From a thing to something in it that has nothing in it."""
    found = [node]
    while many := found[-1].get_child_count():
        # One after the other is asked, not all of them: a page has hundreds.
        tried = (found[-1].get_child_at_index(chance.randrange(many)) for _ in range(12))
        seen = next((one for one in tried if one is not None and (is_in_sight(one) or is_cell(one))), None)
        if seen is None:
            break
        found.append(seen)
    return found


def act_by_chance(chance: Any, node: Node) -> str:
    """Do something that can be done there, and tell what it was."""
    for _ in range(20):
        for one in reversed(path_by_chance(chance, node)):
            name = one.get_name() or ""
            able = deeds(one)
            if is_left_out(name):
                break
            if able and one.get_state_set().contains(Atspi.StateType.ENABLED):
                deed = chance.choice(able)
                said = f"{one.get_role_name()} “{name}”: {deed}"
                do(one, deed)
                return said
    return "nothing"


def is_in_hand(window: Node) -> bool:
    """Whether the display gives its keys to a window; a bare one may give them to none after a dialog."""
    return bool(window.get_state_set().contains(Atspi.StateType.ACTIVE))


def has_focus(node: Node) -> bool:
    """Whether anything in it has the focus."""
    return any(one.get_state_set().contains(Atspi.StateType.FOCUSED) for one in walk(node))
