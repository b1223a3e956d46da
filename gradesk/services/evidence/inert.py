"""A PDF from outside without what it would do by itself: scripts, programs to start, files inside, film.

Its bytes in the school's file stay as they came; this is for a copy that leaves. A child process with limits does it, since
native code reads the file.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from gradesk.model.rules import file_kinds
from gradesk.system.laptop.child import ChildFailed, run_in_child
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

SECONDS, MEGABYTES = 30, 1024
_PASSIVE = frozenset(("/GoTo", "/URI", "/Named"))  # what an action may do: lead to a page or a place of the web
_FILM = frozenset(("/RichMedia", "/Screen", "/Movie", "/Sound", "/3D", "/FileAttachment"))
_REFUSED = (
    "The parts of this PDF that act by themselves could not be taken out; nothing was saved. Save it as it is, or not."
)


def inert(pdf: bytes) -> bytes:
    """The same pages without anything that acts.

    Raises:
        Refused: it is damaged, protected, or something in it is left that acts.
    """
    try:
        return run_in_child(_stripped, pdf, seconds=SECONDS, megabytes=MEGABYTES, beat=lambda: None)
    except ChildFailed as error:
        raise Refused(_REFUSED) from error


def _stripped(pdf: bytes) -> bytes:
    """The child's work."""
    out = BytesIO()
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            strip(opened)
            opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        raise Refused(_REFUSED) from None
    if file_kinds.warnings("application/pdf", out.getvalue()):
        raise Refused(_REFUSED)
    return out.getvalue()


def strip(opened: pikepdf.Pdf) -> None:
    """Take out of an opened file whatever acts; for a child process only."""
    root: Any = opened.Root
    _drop(root, "/OpenAction", "/AA", "/AF", "/Collection")
    if isinstance(names := root.get("/Names"), pikepdf.Dictionary):
        _drop(names, "/JavaScript", "/EmbeddedFiles", "/Renditions")
    if isinstance(form := root.get("/AcroForm"), pikepdf.Dictionary):
        _drop(form, "/XFA")
    for page in opened.pages:
        if isinstance(notes := page.obj.get("/Annots"), pikepdf.Array):
            page.obj.Annots = pikepdf.Array([one for one in notes if one.get("/Subtype") not in _FILM])
    for found in opened.objects:
        if isinstance(found, pikepdf.Dictionary):
            _calm(found)


def _calm(holder: Any) -> None:
    """Take the actions out of a dictionary, and out of those that stand in it."""
    _drop(holder, "/AA", "/AF")
    for name in ("/A", "/PA", "/Next"):
        action = holder.get(name)
        if isinstance(action, pikepdf.Array) or (
            isinstance(action, pikepdf.Dictionary) and "/S" in action and str(action.S) not in _PASSIVE
        ):
            del holder[name]
        elif isinstance(action, pikepdf.Dictionary):
            _drop(action, "/Next")


def _drop(holder: Any, *names: str) -> None:
    for name in names:
        if name in holder:
            del holder[name]
