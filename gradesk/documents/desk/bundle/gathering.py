"""Gathering a bundle for a purpose: Gradesk's own pages, the attachments, the chronology; and what is missing or held back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradesk.documents import document
from gradesk.documents.desk import batch
from gradesk.documents.desk.batch import Batch, Item, Order
from gradesk.documents.desk.bundle import contents
from gradesk.documents.desk.bundle.contents import Bundle, Event, Mark, Part
from gradesk.documents.desk.guard import Guard, Hit
from gradesk.documents.press.checks import sentence
from gradesk.documents.press.look import Look
from gradesk.model.rules.river.story import KINDS
from gradesk.model.vocabulary import STAGES
from gradesk.services.custody import confidential
from gradesk.services.evidence import attachments
from gradesk.services.evidence.attachments import AttachmentRow
from gradesk.services.paper import purposes
from gradesk.services.paper.purposes import Purpose
from gradesk.services.pupils import pupils
from gradesk.services.pupils.known_people import known_people
from gradesk.services.school import school
from gradesk.services.timeline import story
from gradesk.store.work import Store
from gradesk.system.progress import Progress, no_progress

TAKEN = (contents.PDF, *contents.PICTURES, *contents.TEXTS)
ATTACHED = "Attachments"


@dataclass(frozen=True)
class Gathered:
    """A bundle that can be put together, with what a person is to know first.

    `gaps` are sentences about what is missing, `held_back` how many records are for staff alone and stay out; `hits` are
    names of other children on the pages of our own, which stand in the way until somebody has looked. `made` are these pages
    as batches, for the register of what left.
    """

    bundle: Bundle
    gaps: tuple[str, ...]
    held_back: int
    hits: tuple[Hit, ...]
    made: tuple[Batch, ...]


def gather(store: Store, code: str, pupil_id: str, look: Look, progress: Progress = no_progress) -> Gathered:
    """Everything that goes into a bundle for a purpose about one pupil. What is for staff alone is never read for it.

    Raises:
        Refused: there is no such purpose, or the pupil was deleted.
        Cancelled: from `progress`, which counts documents.
    """
    wanted = purposes.purpose(code)
    with store.withheld():
        parts, made, gaps, hits = _pages(store, wanted, pupil_id, look, progress)
        files, left_out = _files(store, wanted, pupil_id)
        chronology = _chronology(store, pupil_id, len(parts), files) if wanted.chronology else ()
        gaps += [*left_out, *purposes.gaps(store, pupil_id, wanted)]
    card = school.card(store)
    bundle = Bundle(
        title=wanted.title,
        who=pupils.page(store, pupil_id).pupil.name,
        school_name=card.name,
        made_on=store.clock.today(),
        purpose=wanted.title,
        parts=(*parts, *(_part(store, row) for row in files)),
        chronology=chronology,
        practice=card.is_practice,
    )
    return Gathered(bundle, tuple(gaps), confidential.count(store, [pupil_id]), tuple(hits), tuple(made))


def _pages(
    store: Store, wanted: Purpose, pupil_id: str, look: Look, progress: Progress
) -> tuple[list[Part], list[Batch], list[str], list[Hit]]:
    parts: list[Part] = []
    made: list[Batch] = []
    gaps: list[str] = []
    hits: list[Hit] = []
    guard = Guard(known_people(store))
    every = [(section.heading, code, variant) for section in wanted.sections for code, variant in section.documents]
    for place, (heading, code, variant) in enumerate(every):
        progress(place, len(every))
        kind = document(code)
        order = Order((Item(code, kind.variant(variant)),), (pupil_id,))
        drawn, refused = batch.make_if_any(store, order, look)
        if drawn is None:
            gaps.append(sentence(refused, others=False) if refused else f"There is nothing for “{kind.title}” yet.")
            continue
        made.append(drawn)
        hits += [replace(hit) for hit in guard.hits(drawn.pdf, drawn.pages, drawn.namings)]
        parts.append(Part(kind.title, drawn.pdf, store.clock.today(), heading))
    return parts, made, gaps, hits


def _files(store: Store, wanted: Purpose, pupil_id: str) -> tuple[list[AttachmentRow], list[str]]:
    """The attachments that go in, oldest first, and a sentence about each that cannot."""
    rows = sorted(attachments.attachments(store, pupil_id), key=lambda one: (one.happened_on, one.written_at))
    chosen = [one for one in rows if wanted.attachments == "all" or one.about == "report"]
    taken = [one for one in chosen if one.media_type in TAKEN]
    gaps = [
        f"“{one.label}” is a {one.kind}, which a bundle cannot hold, so it is left out. Attach it once more as a PDF."
        for one in chosen
        if one not in taken
    ]
    return taken, gaps


def _part(store: Store, row: AttachmentRow) -> Part:
    return Part(
        row.label,
        attachments.content(store, row.uuid),
        row.happened_on,
        ATTACHED,
        row.media_type,
        frozenset((Mark.AS_IT_CAME,)),
    )


def _chronology(store: Store, pupil_id: str, before: int, files: list[AttachmentRow]) -> tuple[Event, ...]:
    """Everything of the pupil's story by its day, the oldest first; what came as a file leads to it."""
    told = story.story(store, pupil_id)
    places = {f"attachment:{row.uuid}": before + place for place, row in enumerate(files)}
    named = {term.code: term.label for term in KINDS}
    events = [
        Event(
            mark.day,
            ". ".join(filter(None, (mark.label, mark.detail.strip(".")))),
            named.get(mark.kind, ""),
            places.get(mark.key),
        )
        for mark in told.marks
    ]
    events += [
        Event(stage.starts_on, f"Cycle {stage.cycle}: {STAGES.label(stage.code)} begins", "Cycles")
        for stage in told.stages
        if stage.begun
    ]
    for bar in told.bars:
        events.append(Event(bar.starts_on, f"Support begins: {bar.label}. {bar.detail}".strip(), "Support"))
        if bar.ends_on is not None:
            events.append(Event(bar.ends_on, f"Support ends: {bar.label}", "Support"))
    return tuple(sorted((one for one in events if one.day <= told.today), key=lambda one: one.day))
