"""Reading a filled form out of a PDF: the values of its fields, and nothing else of the file.

The parser runs in a child process with a limit of time and memory, as for workbooks: native code meets the file there and
nowhere else. Scripts, attachments and links of the file are never looked at, and nothing of it is kept but the answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradesk.interchange import limits
from gradesk.services.paper import form_marks
from gradesk.services.paper.forms_in import FilledForm
from gradesk.services.paper.registers_in import FilledRegister
from gradesk.system.laptop.child import read_apart
from gradesk.system.lazy import lazily
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

FIELDS = 5_000  # of a register: a large group every day of a half-term
LONGEST = 10_000  # characters of one answer
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DEEPEST = 4  # levels of fields below one another
_MARK = r"(?P<mark>gradesk-[0-9a-f]{8}-[upt]\d{8}-[0-9a-f]{16})"
_NAME = re.compile(_MARK + r"-(?:q-(?P<question>[a-z_]{1,20})|t-(?P<target>[0-9a-f]{8})-(?P<level>[1-5])|(?P<who>who))")
_REGISTER = re.compile(
    r"(?P<mark>gradesk-[0-9a-f]{8}-r\d{8}-[0-9a-f]{16})-c-(?P<cell>[0-9a-f]{8}-\d{8}[ux]-[0-9a-f]{8})"
)
_INSIDE = re.compile(_MARK)
_OFF = "Off"  # the state of a box that is not ticked, as every PDF calls it; programs call the other as they like
_AGAIN = "Nothing was changed. Ask for the form to be saved as a PDF once more, or copy the answers by hand."


def read_form(path: Path, progress: Progress = no_progress) -> FilledForm:
    """The answers of one filled form.

    Raises:
        Refused: the file cannot be read, is too large, no PDF, damaged, protected, no form of Gradesk, altered, or several.
        Cancelled: from `progress`.
    """
    return _form(_values(path, progress))


def read_register(path: Path, progress: Progress = no_progress) -> FilledRegister:
    """What was typed into one register.

    Raises:
        Refused: as for a form.
        Cancelled: from `progress`.
    """
    marks: set[str] = set()
    cells: dict[str, str] = {}
    for name, value in _values(path, progress).items():
        found = _REGISTER.fullmatch(name) or _REGISTER.fullmatch(name.rpartition(".")[2])
        if found is not None:
            marks.add(found["mark"])
            cells[found["cell"]] = value
    if not marks:
        raise Refused(
            "This PDF is no register of Gradesk, or its fields are gone. Nothing was changed. Ask for it to be saved instead of "
            "printed, or type its marks on the screen."
        )
    if len(marks) > 1:
        raise Refused("This PDF holds several registers. Nothing was changed. Save each by itself.")
    return FilledRegister(marks.pop(), cells)


def _values(path: Path, progress: Progress) -> dict[str, str]:
    """The names of all fields and what they hold, read by a child."""
    data = _bytes(path)
    if b"%PDF-" not in data[:1024]:
        raise Refused(f"“{path.name}” is no PDF. Nothing was changed. Choose the form that came back.")
    values = read_apart(_read, data, f"The PDF is damaged or too large to be read. {_AGAIN}", progress)
    progress(1, 1)
    return values


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise Refused(f"“{path.name}” is no file. Nothing was changed. Choose the form that came back.")
        with path.open("rb") as file:
            data = file.read(limits.FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Refused(
            f"“{path.name}” could not be read. Nothing was changed. Check that it is still there, then choose it again."
        ) from error
    if len(data) > limits.FILE_BYTES:
        raise Refused(
            f"“{path.name}” has more than {limits.FILE_BYTES // limits.MEGABYTE} MB; a filled form is far smaller. "
            "Nothing was changed."
        )
    return data


def _form(values: dict[str, str]) -> FilledForm:
    """The values put to their questions."""
    marks: set[str] = set()
    answers: dict[str, str] = {}
    levels: dict[str, tuple[str, ...]] = {}
    who = ""
    for name, value in values.items():
        found = _NAME.fullmatch(name) or _NAME.fullmatch(name.rpartition(".")[2])
        if found is None:
            continue
        marks.add(found["mark"])
        if found["question"]:
            answers[found["question"]] = value
        elif found["target"]:
            before = levels.setdefault(found["target"], ())
            levels[found["target"]] = (*before, found["level"]) if _is_ticked(value) else before
        else:
            who = value
    if not marks and any(_INSIDE.search(name) for name in values):
        raise Refused(
            "The fields of this form were renamed by the program that saved it, as happens when PDFs are joined or filled "
            f"anew. {_AGAIN}"
        )
    if not marks:
        raise Refused(
            "This PDF is no form of Gradesk, or it was printed into a new PDF and its fields are gone. Nothing was changed. "
            "Ask for it to be saved instead of printed, or attach it as a document."
        )
    if len(marks) > 1:
        raise Refused("This PDF holds the forms of several pupils or people. Nothing was changed. Save each by itself.")
    mark = marks.pop()
    if form_marks.read_mark(mark) is None:
        raise Refused(f"The form was altered since it was made. {_AGAIN}")
    return FilledForm(mark, answers, {target: tuple(sorted(ticked)) for target, ticked in levels.items()}, who[:200])


def _read(data: bytes, _count: Progress) -> dict[str, str]:
    """The child's work: the names of all fields and what they hold."""

    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            form = pdf.Root.get("/AcroForm")
            if not isinstance(form, pikepdf.Dictionary):
                return {}
            return dict(_fields(form.get("/Fields")))
    except pikepdf.PasswordError:
        raise Refused(
            "This PDF is protected with a password. Nothing was changed. Ask for it to be saved without one."
        ) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Refused(f"The PDF is damaged. {_AGAIN}") from None


def _fields(top: Any) -> Iterator[tuple[str, str]]:
    """Name and value of every field, below one another joined by dots as PDF has it (ISO 32000-1, 12.7.3.2)."""

    waiting = [(one, "", 0) for one in top] if isinstance(top, pikepdf.Array) else []
    count = 0
    while waiting:
        one, above, depth = waiting.pop()
        count += 1
        if count > FIELDS or depth > DEEPEST:
            raise Refused("This PDF has more fields than any form of Gradesk. Nothing was changed.")
        if not isinstance(one, pikepdf.Dictionary):
            continue
        own = one.get("/T")
        name = ".".join(part for part in (above, _text(own) if own is not None else "") if part)
        kids = one.get("/Kids")
        if isinstance(kids, pikepdf.Array) and any("/T" in kid for kid in kids if isinstance(kid, pikepdf.Dictionary)):
            waiting += [(kid, name, depth + 1) for kid in kids]
            continue
        yield name, _state(one, kids) if _inherited(one, "/FT") == "/Btn" else _text(one.get("/V"))


def _is_ticked(value: str) -> bool:
    return value not in ("", _OFF)


def _inherited(field: Any, name: str) -> Any:
    """An entry of a field, or of those above it."""
    for _ in range(DEEPEST + 1):
        if not isinstance(field, pikepdf.Dictionary):
            return None
        if name in field:
            return field[name]
        field = field.get("/Parent")
    return None


def _state(box: Any, kids: Any) -> str:
    """The state of a box: what it looks like (`AS`) where that says a tick, else its value. Some programs set one alone."""
    shown = (
        [box, *(kid for kid in kids if isinstance(kid, pikepdf.Dictionary))]
        if isinstance(kids, pikepdf.Array)
        else [box]
    )
    states = [_text(one.get("/AS")) for one in shown] + [_text(box.get("/V"))]
    return next(filter(_is_ticked, states), _OFF)


def _text(value: Any) -> str:
    """A string, a stream or a name as text (table 228 of ISO 32000-1); what is none is empty, and an endless one is refused.

    Control characters become spaces: no keyboard types them.
    """

    if isinstance(value, pikepdf.Name):
        return str(value)[1:]
    if isinstance(value, pikepdf.Stream):
        value = pikepdf.String(value.read_bytes()[: LONGEST * 4 + 4])
    if not isinstance(value, pikepdf.String):
        return ""
    text = _CONTROL.sub(" ", str(value)).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > LONGEST:
        raise Refused(f"One answer is longer than {LONGEST:,} characters. {_AGAIN}")
    return text
