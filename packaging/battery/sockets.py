"""No socket that leads out of this laptop is ever asked for, by any part of the program, in a whole day."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

import hands
import journey
import shim
from support import PASSPHRASE, Part, settled_in

ALLOWED = {getattr(socket, name, None) for name in ("AF_UNIX", "AF_NETLINK")}


def run(part: Part) -> None:
    """A whole day, and all places again until the time is over."""
    asked: list[str] = []

    def hear(event: str, given: tuple[Any, ...]) -> None:
        if event == "socket.__new__" and given[1] not in ALLOWED:
            asked.append(f"socket of family {given[1]}")
        elif event in ("socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"):
            asked.append(event)

    sys.addaudithook(hear)
    below = shim.Shim() if shim.is_there() and "LD_PRELOAD" in os.environ else None
    if below is None:
        part.not_tried(f"sockets of Qt and of native code: that {shim.NEEDED}")
    words = {name: f"{name} of the day" for name in journey.FIELDS}
    outside = part.home / "outside"
    outside.mkdir()
    with settled_in(part.home):
        journey.fill(part.home / "school", words)
        journey.day(part.home / "school", outside, words)
        part.tried += 1
        with hands.window(part.home / "school", PASSPHRASE, part.seed) as (program, faults):
            assert program.store is not None
            uuid = hands.first_pupil(program.store)
            part.begin()
            while part.more():
                for _ in hands.everywhere(program.shell, uuid):
                    part.tried += 1
            for words_of in faults.found:
                part.failed(words_of)
    for one in asked:
        part.failed(f"asked for: {one}")
    if below is not None and below.sockets:
        part.failed(f"{below.sockets} sockets were asked for that lead out of this laptop")
