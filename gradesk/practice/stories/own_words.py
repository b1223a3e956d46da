"""What some children of the practice school said in the pupil's corner, with a drawing here and there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from math import cos, pi, sin

from gradesk.practice.cast.adults import Staff
from gradesk.practice.days import SchoolDays, on_day
from gradesk.services.plans import answers
from gradesk.services.pupils import register
from gradesk.store.work import Store

EVERY = 4  # pupils on support, one was asked
MOST = 6
_TWICE = 2  # of them were asked last term too
_AGO, _EARLIER = 12, 95  # days
_FACES = ("4", "3", "5", "2", "4", "3")
_SCALE = ("6/8", "4/7", "7/9", "5/8", "6/7", "3/6")
_TARGETS = ("3", "4", "2", "5", "3", "4")
_CHOSEN: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "likes": (("draw", "music", "friend"), ("ball", "outside"), ("dog", "computer", "family")),
    "good_at": (("draw", "idea"), ("run", "help"), ("puzzle", "remember")),
    "hard": (("loud", "wait"), ("write", "spell"), ("group", "start")),
    "helps": (("break", "headphones"), ("time", "list"), ("friend", "quiet", "day")),
}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "school": ("Because of my friends, and art.", "It goes on and on.", "We did the volcano!"),
    "school_scale": ("If the corridor was not so full.", "More time to finish.", "If I knew who I sit with."),
    "hard": ("In the hall, when everybody talks.", "When we have to start at once.", ""),
    "helps": ("And when somebody says what comes next.", "", "My own table."),
    "who_helps": (
        "My teacher, when I put my hand up",
        "The lady in the library. She lets me sit there",
        "My friend, she reads it to me",
    ),
    "change": ("Lunch outside, always.", "That the bell is not so loud.", "Less writing on Mondays."),
    "drawing": ("The sun and our house. I am coming home.", "Me at playtime.", "A good day: sun."),
    "know": ("I listen even when I do not look.", "I like jokes.", "I am not cross, I am thinking."),
}


def add_own_words(store: Store, days: SchoolDays, people: Staff) -> None:
    """Let every fourth pupil on support answer, some weeks ago and some also last term."""
    supported = [row.uuid for row in register.everyone(store) if row.status in "KE"]
    for number, pupil_id in enumerate(supported[::EVERY][:MOST]):
        helper = people.role("ta", number).name
        for ago in (_EARLIER, _AGO) if number < _TWICE else (_AGO,):
            day = days.on_or_before(days.today - timedelta(days=ago + number))
            if day >= days.first:
                with on_day(store, day), store.work("In their own words"):
                    _answer(store, pupil_id, number + (ago == _EARLIER), helper)


def _answer(store: Store, pupil_id: str, number: int, helper: str) -> None:
    for place, question in enumerate(answers.questions(store, pupil_id)):
        turn = number + place
        values: dict[str, str] = {}
        if (words := _WORDS.get(question.code)) is not None:
            values["words"] = words[number % len(words)]
        if question.shape == "faces":
            values["value"] = _FACES[number % len(_FACES)]
        elif question.shape == "scale":
            values["value"] = _SCALE[number % len(_SCALE)]
        elif question.shape == "targets":
            values["value"] = _TARGETS[turn % len(_TARGETS)]
        elif question.shape == "pictures":
            rows = _CHOSEN[question.code]
            codes, called = rows[number % len(rows)], dict(question.pictures)
            values |= {"pictures": " ".join(codes), "value": ", ".join(called[code] for code in codes)}
        elif question.shape == "draw":
            values["strokes"] = json.dumps(_drawing(number))
        if question.code == "change" and number % 2:
            continue  # one may leave any of them out
        answers.answer(store, pupil_id, question, {**values, "helped_by": helper})


def _drawing(number: int) -> list[dict[str, object]]:
    """A sun with its rays, and for every other child a house under it."""
    circle = [[round(0.72 + 0.08 * cos(a * pi / 12), 3), round(0.26 + 0.16 * sin(a * pi / 12), 3)] for a in range(25)]
    found: list[dict[str, object]] = [{"colour": "review", "points": circle}]
    for ray in range(8):
        across, down = cos(ray * pi / 4), sin(ray * pi / 4)
        points = [[round(0.72 + far * across, 3), round(0.26 + 2 * far * down, 3)] for far in (0.095, 0.12)]
        found.append({"colour": "review", "points": points})
    if number % 2 == 0:
        walls = [[0.2, 0.9], [0.2, 0.5], [0.44, 0.5], [0.44, 0.9], [0.2, 0.9]]
        found += [
            {"colour": "text", "points": walls},
            {"colour": "assess", "points": [[0.17, 0.52], [0.32, 0.26], [0.47, 0.52]]},
        ]
    found.append({"colour": "do", "points": [[0.03, 0.91], [0.3, 0.93], [0.6, 0.91], [0.97, 0.92]]})
    return found
