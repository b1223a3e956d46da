"""The river's geometry: what is in view is drawn once, merged marks lose nobody, and zoom and pan keep their day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gradesk.model.rules.days.school_year import typical_half_terms
from gradesk.model.rules.river.index import MOST_LANES, Index, MarkRow
from gradesk.model.rules.river.jumps import jump
from gradesk.model.rules.river.laying import fitted, gutter, lay
from gradesk.model.rules.river.rows import Ink
from gradesk.model.rules.river.shapes import GLYPHS, Pill, Rect, Words, outlines
from gradesk.model.rules.river.story import FAMILIES, KINDS, SHAPES, Bar, Mark, Stage, Story
from gradesk.model.rules.river.window import LONGEST_DAYS, SHORTEST_DAYS, Window, ticks

TODAY = date(2026, 11, 23)
INK = Ink(18.0, lambda text: 7.0 * len(text))
DAYS = st.dates(date(2012, 9, 1), date(2027, 7, 31))
WINDOWS = st.builds(
    Window,
    st.floats(date(2010, 1, 1).toordinal(), date(2028, 1, 1).toordinal()),
    st.floats(SHORTEST_DAYS, LONGEST_DAYS),
    st.just(80.0),
    st.floats(200, 2000),
)
MARKS = st.lists(st.tuples(st.sampled_from(sorted(SHAPES)), DAYS), max_size=120).map(
    lambda found: [Mark(f"mark:{place}", kind, kind, day) for place, (kind, day) in enumerate(found)]
)


def cycles(years: int = 10) -> list[Stage]:
    found, day = [], TODAY - timedelta(days=365 * years)
    for number in range(years * 3):
        for code, length in (("assess", 14), ("plan", 7), ("do", 70), ("review", 14)):
            last = day + timedelta(days=length - 1)
            found.append(Stage(f"stage:{number}{code}", code, code.title(), number + 1, day, last, day, last))
            day = last + timedelta(days=1)
    return found


def test_every_kind_has_a_shape_of_its_own_within_its_row() -> None:
    assert set(SHAPES) == set(KINDS.codes) - {"cycle", "support"}
    for family in FAMILIES:
        assert len(set(family.shapes.values())) == len(family.shapes)
    assert set(SHAPES.values()) <= set(GLYPHS)
    assert all(outlines(shape) or shape in ("circle", "ring") for shape in GLYPHS)


@given(WINDOWS, st.floats(0.05, 20), st.floats(0, 1))
def test_zooming_keeps_the_day_under_the_pointer_within_a_week_and_ten_years(
    window: Window, factor: float, share: float
) -> None:
    place = window.left + share * window.width
    zoomed = window.zoomed(factor, place)
    assert SHORTEST_DAYS <= zoomed.days <= LONGEST_DAYS
    if date(1985, 1, 1).toordinal() < zoomed.start < date(2105, 1, 1).toordinal():
        assert abs(zoomed.day_at(place) - window.day_at(place)) < 0.01


@given(WINDOWS, st.floats(-3, 3))
def test_panning_there_and_back_ends_where_it_began(window: Window, share: float) -> None:
    assert abs(window.panned(share).panned(-share).start - window.start) < 0.01 or abs(share) > 1


@given(WINDOWS, DAYS)
def test_a_day_looked_for_comes_into_view(window: Window, day: date) -> None:
    found = window.around(day)
    assert found.start <= day.toordinal() + 0.5 <= found.end


@given(WINDOWS)
def test_the_words_of_the_axis_have_room_and_stand_in_order(window: Window) -> None:
    found = ticks(window, INK.measure)
    assert all(first.x < second.x for first, second in pairwise(found))
    assert all(
        second.x - first.x >= INK.measure(first.words) for first, second in pairwise(found) if first.x > window.left
    )


def test_half_terms_are_stepped_through_one_by_one_and_empty_ones_are_passed_over_in_words() -> None:
    terms = typical_half_terms(2025) + typical_half_terms(2026)
    today = terms[9].starts_on
    kept = [terms[place].ends_on.toordinal() for place in (0, 1, 2, 6, 9)]
    reaches = [(float(day), day + 1.0) for day in kept]
    window = Window(0, 100, 80, 900).over(terms[0].starts_on, terms[0].ends_on)
    told = []
    for step in (1, 1, 1, 1, 1, -1, -1, -1, -1, -1):
        found = jump(window, terms, reaches, today, step)
        told.append(found.words)
        if found.term is not None:
            window = window.over(found.term.starts_on - timedelta(days=3), found.term.ends_on + timedelta(days=3))
    assert [words.split(",")[0] for words in told] == [
        "Autumn 2 of 2025/26",
        "Spring 1 of 2025/26",
        "Autumn 1 of 2026/27",
        "Spring 2 of 2026/27",
        "Nothing is kept in any half-term after this one.",
        "Autumn 1 of 2026/27",
        "Spring 1 of 2025/26",
        "Autumn 2 of 2025/26",
        "Autumn 1 of 2025/26",
        "Nothing is kept in any half-term before this one.",
    ]
    assert told[0].endswith("Dec 2025.") and "Passed over" not in told[0]
    assert told[2].endswith("Passed over, because nothing is kept in them: 3 half-terms.")
    assert "half-terms are entered" in jump(window, (), reaches, today, 1).words


@settings(deadline=None)
@given(MARKS, WINDOWS)
def test_every_mark_in_view_is_drawn_exactly_once(marks: list[Mark], window: Window) -> None:
    picture = lay(Index(Story(TODAY, (), (), marks)), window, INK)
    drawn = [key for hit in picture.hits for key in hit.keys]
    assert len(drawn) == len(set(drawn))
    # What lies within a mark's width of the edges may be cut off by it.
    slack = 2 * INK.mark * 1.35 / window.per_day + 2
    well_inside = {mark.key for mark in marks if window.start + slack <= mark.day.toordinal() <= window.end - slack}
    assert well_inside <= set(drawn)
    assert set(drawn) <= {mark.key for mark in marks}


@settings(deadline=None)
@given(MARKS, WINDOWS)
def test_marks_of_a_row_never_lie_on_one_another(marks: list[Mark], window: Window) -> None:
    picture = lay(Index(Story(TODAY, (), (), marks)), window, INK)
    rows: dict[float, list[tuple[float, float]]] = {}
    for hit in picture.hits:
        rows.setdefault(round(hit.y + hit.height / 2, 3), []).append((hit.x + hit.width / 2, hit.width))
    for found in rows.values():
        places = sorted(found)
        assert all(second[0] - first[0] > INK.mark * 0.5 for first, second in pairwise(places))


@settings(deadline=None)
@given(MARKS, WINDOWS, st.floats(-0.2, 0.2))
def test_panning_never_sorts_marks_into_other_groups(marks: list[Mark], window: Window, share: float) -> None:
    index = Index(Story(TODAY, (), (), marks))
    before = {hit.keys for hit in lay(index, window, INK).hits}
    after = {hit.keys for hit in lay(index, window.panned(share), INK).hits}
    seen = {key for keys in before for key in keys} & {key for keys in after for key in keys}

    def grouped(groups: Any) -> Any:
        return {frozenset(keys) for keys in groups if set(keys) <= seen}

    assert grouped(before) == grouped(after)


def test_a_count_tells_how_many_are_behind_it() -> None:
    marks = [Mark(f"mark:{place}", "contact", "Phone", TODAY - timedelta(days=place)) for place in range(40)]
    picture = lay(Index(Story(TODAY, (), (), marks)), Window(0, 10, 80, 300).over(date(2017, 1, 1), TODAY), INK)
    pills = [shape for shape in picture.shapes if isinstance(shape, Pill)]
    assert sum(int(pill.number) for pill in pills) == 40
    assert all(pill.alike for pill in pills)


@settings(deadline=None)
@given(st.integers(1, 3000), st.integers(30, 3600))
def test_counts_of_a_crowd_stand_apart(count: int, days: int) -> None:
    marks = [Mark(f"mark:{n}", "contact", "Phone", TODAY - timedelta(days=n * 3600 // count)) for n in range(count)]
    window = Window(0, 10, 80, 900).over(TODAY - timedelta(days=days), TODAY)
    hits = sorted(lay(Index(Story(TODAY, (), (), marks)), window, INK).hits)
    assert all(one.x + one.width <= two.x + 1 for one, two in pairwise(hits))


def test_what_is_out_of_view_costs_nothing() -> None:
    window = Window(0, 10, 80, 900).over(TODAY - timedelta(days=30), TODAY)
    near = [Mark("mark:near", "contact", "Phone", TODAY - timedelta(days=3))]
    far = [Mark(f"mark:{n}", "contact", "Phone", TODAY - timedelta(days=100 + n)) for n in range(3000)]
    few = lay(Index(Story(TODAY, cycles(1)[-4:], (), near)), window, INK)
    many = lay(Index(Story(TODAY, cycles(10), (), near + far)), window, INK)
    assert len(many.hits) <= len(few.hits) + 1
    assert len(many.shapes) <= len(few.shapes) + 4


def test_cycles_too_narrow_for_their_stages_are_counted() -> None:
    picture = lay(Index(Story(TODAY, cycles(10))), Window(0, 10, 80, 120).over(date(2016, 11, 1), TODAY), INK)
    words = {shape.text for shape in picture.shapes if isinstance(shape, Words)}
    assert any(text.isdigit() or text.endswith("cycles") for text in words)
    drawn = {key for hit in picture.hits for key in hit.keys}
    assert drawn == {stage.key for stage in cycles(10)}


@given(
    st.lists(st.tuples(DAYS, st.integers(0, 400)), max_size=30).map(
        lambda found: [
            Bar(f"bar:{n}", "Support", day, day + timedelta(days=length), None) for n, (day, length) in enumerate(found)
        ]
    )
)
def test_support_at_the_same_time_stands_in_lanes_of_its_own(bars: list[Bar]) -> None:
    index = Index(Story(TODAY, (), bars))
    assert index.lanes <= MOST_LANES
    for lane in range(min(index.lanes, MOST_LANES - 1)):
        spans = [
            (bar.starts_on.toordinal(), end)
            for bar, end, own in zip(index.bars, index.bar_ends, index.bar_lanes, strict=True)
            if own == lane
        ]
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_an_open_stage_reaches_to_today_and_is_hatched_to_its_plan() -> None:
    stage = Stage(
        "stage:do",
        "do",
        "Do",
        1,
        TODAY - timedelta(days=20),
        None,
        TODAY - timedelta(days=20),
        TODAY + timedelta(days=20),
    )
    window = Window(0, 10, 80, 900).over(TODAY - timedelta(days=40), TODAY + timedelta(days=40))
    rects = [shape for shape in lay(Index(Story(TODAY, [stage])), window, INK).shapes if isinstance(shape, Rect)]
    solid = next(rect for rect in rects if rect.fill == "do" and rect.style == "solid")
    hatch = next(rect for rect in rects if rect.fill == "do" and rect.style == "hatch")
    assert abs(solid.x + solid.width - window.x(TODAY.toordinal() + 1)) < 2
    assert abs(hatch.x + hatch.width - window.x(stage.planned_to.toordinal() + 1)) < 2


def test_an_overdue_stage_says_so_in_words() -> None:
    stage = Stage(
        "stage:do", "do", "Do", 1, TODAY - timedelta(days=60), None, TODAY - timedelta(days=60), TODAY - timedelta(days=5),
        overdue=True,
    )  # fmt: skip
    window = Window(0, 10, 80, 900).over(TODAY - timedelta(days=90), TODAY + timedelta(days=10))
    words = {shape.text for shape in lay(Index(Story(TODAY, [stage])), window, INK).shapes if isinstance(shape, Words)}
    assert "Do: overdue" in words


def test_a_filter_leaves_the_other_kinds() -> None:
    marks = [Mark(f"mark:{kind}", kind, kind, TODAY) for kind in SHAPES]
    story = Story(TODAY, cycles(1), [Bar("bar:1", "Lego", TODAY, None, None)], marks)
    assert story.kinds() == list(KINDS.codes)
    assert story.only(frozenset({"cycle", "report"})).kinds() == ["cycle", "report"]


def test_captions_have_their_own_room() -> None:
    index = Index(Story(TODAY, cycles(1), (), [Mark("mark:1", "contact", "Phone", TODAY)]))
    left = gutter(index, INK)
    picture = lay(index, Window(0, 10).placed(left, 600).over(TODAY - timedelta(days=300), TODAY), INK)
    assert all(caption.x + INK.measure(caption.text) <= left for caption in picture.captions)


def test_a_group_of_one_kind_is_told_from_a_mixed_one() -> None:
    marks = [Mark("a", "contact", "", TODAY), Mark("b", "contact", "", TODAY), Mark("c", "meeting", "", TODAY)]
    row = MarkRow(FAMILIES[1], marks)
    assert row.alike(0, 2) and not row.alike(0, 3)


@given(st.text(max_size=60), st.floats(0, 400))
def test_a_text_is_cut_where_no_letter_more_would_fit(text: str, room: float) -> None:
    beginnings = [text, *(text[:length].rstrip() + "…" for length in range(len(text) - 1, 2, -1))]
    longest = next((words for words in beginnings if INK.measure(words) <= room), "")
    assert fitted(text, room, INK) == longest


def test_a_label_of_twenty_thousand_letters_is_measured_a_few_times_only() -> None:
    asked: list[str] = []

    def measure(words: str) -> float:
        asked.append(words)
        return len(words) * 7.0

    assert fitted("x" * 20_000, 300.0, Ink(16.0, measure)).endswith("…")
    assert len(asked) < 20
    assert max(map(len, asked)) <= 401


def test_stages_that_begin_on_one_day_stand_in_the_order_of_a_cycle() -> None:
    stages = [
        Stage(f"stage:{code}", code, code.title(), 1, TODAY, TODAY, TODAY, TODAY)
        for code in ("review", "do", "plan", "assess")
    ]
    assert [stage.code for stage in Index(Story(TODAY, stages)).turns[0].stages] == ["assess", "plan", "do", "review"]


def test_an_axis_without_room_still_has_an_end() -> None:
    assert (
        ticks(Window(date(2020, 1, 1).toordinal(), LONGEST_DAYS, 0, 1.0), lambda words: len(words) * 60.0) is not None
    )
