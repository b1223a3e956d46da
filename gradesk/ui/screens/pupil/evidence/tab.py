"""The evidence for Assess and Do: what is there and missing, what was seen in class, assessments, and documents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from gradesk.services.evidence import assessing
from gradesk.services.evidence.assessing import Gap
from gradesk.store.work import Changed
from gradesk.ui.context import Context
from gradesk.ui.kit.layouts import column
from gradesk.ui.screens.pupil.evidence.assess import AssessCard
from gradesk.ui.screens.pupil.evidence.documents import DocumentsPart
from gradesk.ui.screens.pupil.evidence.form import FormPart
from gradesk.ui.screens.pupil.evidence.observations import ObservationsPart
from gradesk.ui.screens.pupil.evidence.own_words import OwnWordsPart
from gradesk.ui.screens.pupil.evidence.results import ResultsPart
from gradesk.ui.screens.pupil.panel import Panel


class EvidenceTab(Panel):
    """Everything that was seen, measured and written about one pupil. Files may be dropped on it."""

    kinds = frozenset(
        {
            "observation",
            "measure_result",
            "school_measure",
            "attachment",
            "happening",
            "plan",
            "review",
            "passport",
            "pupil",
            "pupil_answer",
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.assess = AssessCard(context, self._cure)
        self.observations = ObservationsPart(context, self)
        self.own_words = OwnWordsPart(context, self)
        self.results = ResultsPart(context, self)
        self.documents = DocumentsPart(context, self)
        self.forms = FormPart(context)
        self.calm_changed.connect(self._show_calm)
        context.changes.changed.connect(self._own_change)
        self.setAcceptDrops(True)
        self.setLayout(
            column(
                self.assess,
                self.observations,
                self.own_words,
                self.results,
                self.documents,
                self.forms,
                None,
                margin=16,
                gap=12,
            )
        )

    @property
    def is_calm(self) -> bool:
        """Whoever watches a class sees the counter and nothing else of the pupil."""
        return self.observations.is_counting

    def reload(self) -> None:
        """Read everything anew; what is typed or counted stays."""
        self._show_calm()
        self.assess.show_found(assessing.assess(self.context.store, self.pupil_id))
        self.observations.show_pupil(self.pupil_id)
        self.own_words.show_pupil(self.pupil_id)
        self.results.show_pupil(self.pupil_id)
        self.documents.show_pupil(self.pupil_id)
        self.forms.show_pupil(self.pupil_id)
        self._show_calm()

    def flush(self) -> None:
        """Keep what is typed and counted."""
        super().flush()
        self.observations.flush()

    def put_down(self) -> None:
        """Close the form of a result before another pupil is shown."""
        self.results.put_down()

    def work_going_on(self) -> str:
        """What would be broken off by closing the window."""
        return "A document is still being read in." if self.documents.task is not None else ""

    def new_observation(self) -> None:
        """Begin an observation."""
        self.observations.begin()

    def watch(self) -> None:
        """Begin to watch and count."""
        self.observations.count()

    def new_result(self) -> None:
        """Begin a result."""
        self.results.begin()

    def attach(self) -> None:
        """Choose a document."""
        self.documents.choose()

    def read_form(self) -> None:
        """Choose a filled form."""
        self.forms.choose()

    def go_to(self, record: str, at: Sequence[str]) -> bool:
        """Open what was seen, measured or attached (`record`) to read and correct it."""
        parts = (self.observations, self.own_words, self.results, self.documents)
        return any(part.go_to(record) for part in parts if record) or super().go_to(record, at)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of this laptop may be dropped here."""
        if event.mimeData().urls() and all(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files in."""
        urls: list[QUrl] = event.mimeData().urls()
        event.acceptProposedAction()
        self.documents.take_in([Path(url.toLocalFile()) for url in urls])

    def _cure(self, gap: Gap) -> None:
        acts = {"observation": self.new_observation, "result": self.new_result, "document": self.attach}
        if gap.act:
            acts[gap.act]()
        else:
            self.context.go("pupil", pupil_id=self.pupil_id, tab=gap.tab)

    def _own_change(self, changed: Changed) -> None:
        """What is kept from here closes gaps at once; what others change comes by `reload`."""
        if changed.initiator is self and self.page is not None and self.isVisible():
            self.assess.show_found(assessing.assess(self.context.store, self.pupil_id))

    def _show_calm(self) -> None:
        for part in (self.assess, self.own_words, self.results, self.documents, self.forms):
            part.setVisible(not self.is_calm)
