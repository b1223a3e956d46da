"""Builders for registers and known pupils; everybody is invented."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl

from gradesk.interchange.receive import make_plan, open_table
from gradesk.model.rules.upn import check_letter
from gradesk.services.admission.admission import AdmissionPlan, ImportMemory, KnownPupil, PlanRow

TODAY = date(2026, 11, 23)
SAMPLES = Path(__file__).parent.parent / "data" / "registers"
HEADERS = ("UPN", "Legal Surname", "Legal Forename", "Date of Birth", "Year Group", "Reg Group", "SEN Status")


def upn(number: int) -> str:
    """A UPN with the right check letter; authority 867 and establishment 2001 belong to no invented pupil but ours."""
    body = f"867200118{number:03d}"
    return check_letter(body) + body


def row(number: int, **changes: str) -> list[str]:
    """A line of a plain register under `HEADERS`."""
    values = {
        "upn": upn(number),
        "surname": f"Surname{chr(97 + number % 26)}",
        "forename": f"Forename{chr(97 + number // 26)}",
        "dob": f"{1 + number % 28:02d}/03/2017",
        "year": "5",
        "form": "5 Oak",
        "status": "N",
    }
    return list((values | changes).values())


def csv_bytes(*lines: Sequence[str], encoding: str = "utf-8") -> bytes:
    """Lines as a comma-separated file."""
    return "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in line) + "\r\n" for line in lines).encode(
        encoding
    )


def workbook(*lines: Sequence[object], title: str = "Pupils", mac: bool = False) -> bytes:
    """Lines as an XLSX workbook, `mac` with dates counted from 1904."""
    book = openpyxl.Workbook()
    if mac:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = title
    for line in lines:
        sheet.append(list(line))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook as the bytes of its file."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def plan_of(
    folder: Path,
    data: bytes,
    known: Sequence[KnownPupil] = (),
    memory: ImportMemory | None = None,
    name: str = "register.csv",
) -> AdmissionPlan:
    """The plan for a file with this content."""
    path = folder / name
    path.write_bytes(data)
    return make_plan(open_table(path, memory), known, today=TODAY)


def only(plan: AdmissionPlan) -> PlanRow:
    """The one row of a plan that has one."""
    (found,) = plan.rows
    return found


def known_from(plan: AdmissionPlan) -> list[KnownPupil]:
    """The pupils as they would be known if the plan's new rows were taken in."""
    fields = KnownPupil.__dataclass_fields__
    return [
        KnownPupil(uuid=f"pupil-{place}", **{name: value for name, value in row.values.items() if name in fields})
        for place, row in enumerate(plan.rows)
    ]
