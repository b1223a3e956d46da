"""The lines of a translator's list that came back: a small table as text. It is read in a child, which loads nothing else."""

from __future__ import annotations

import csv
import io

from gradesk.system.progress import Progress
from gradesk.system.refusal import Refused


def lines(data: bytes, _count: Progress) -> list[list[str]]:
    """The cells, line by line.

    Raises:
        Refused: the letters are not in UTF-8, or a quotation mark stays open.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(
            "The letters of this file are not in UTF-8, so some would be wrong; nothing was changed. In the spreadsheet, "
            "save it as “CSV UTF-8”."
        ) from error
    heading = text.partition("\n")[0]
    separator = max(",;\t", key=heading.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Refused(
            "This is no list of words that Gradesk saved; nothing was changed. A quotation mark in it is opened and never closed."
        ) from error
