"""What can be typed after `gradesk`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from gradesk import __version__
from gradesk.model.rules.placing.solving import LONGEST

_DESCRIPTION = "Plans, passports and review cycles for a school's SENCO. Without a verb the window opens."
_EPILOG = "The passphrase comes from the terminal, from GRADESK_PASSPHRASE, or from --passphrase-file."


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    # The same options before and after the verb; only what is really typed may overwrite the other place.
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--data", type=Path, metavar="FOLDER", help="where the school's file lies")
    common.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="a file whose first line is the passphrase"
    )
    common.add_argument(
        "--new-copy", action="store_true", help="this file was copied or put back: go on with it as a copy of its own"
    )
    common.add_argument(
        "--same-file",
        action="store_true",
        help="this is one file used in turn from several laptops, on a stick or share",
    )
    top = argparse.ArgumentParser(prog="gradesk", description=_DESCRIPTION, epilog=_EPILOG, parents=[common])
    top.add_argument("--version", action="version", version=f"gradesk {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", title="verbs")

    def verb(name: str, words: str, *, json: bool = False) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=words, description=words, parents=[common])
        if json:
            added.add_argument("--json", action="store_true", help="print one JSON value and nothing else")
        return added

    demo = verb("demo", "Build the practice school, print its passports, open the window on it.")
    demo.add_argument("--pupils", type=_count, default=60, metavar="N", help="how many pupils (60)")
    demo.add_argument("--seed", type=int, default=1, metavar="N", help="another seed gives other pupils (1)")
    demo.add_argument("--out", type=Path, metavar="FOLDER", help="where the passports go (passports beside the file)")
    demo.add_argument("--no-window", action="store_true", help="do not open the window")
    made = verb("init", "Set up a school's file.")
    made.add_argument("--school", required=True, metavar="NAME")
    made.add_argument("--anywhere", action="store_true", help="also in a synced folder, on a network drive or a stick")
    _add_import(verb("import", "Bring a register in from CSV or XLSX.", json=True))
    verb("pupils", "List the pupils.", json=True)
    showing = verb("plan", "Show a pupil's plan in force with its targets and outcomes.", json=True)
    showing.add_argument("--pupil", metavar="UPN-or-uuid", required=True)
    seen = verb("evidence", "Show what was seen, measured and attached for a pupil, and what is missing.", json=True)
    seen.add_argument("--pupil", metavar="UPN-or-uuid", required=True)
    owed = verb("due", "List what is owed to whom, and by which rule.", json=True)
    owed.add_argument("--on", type=_day, metavar="DATE")
    owed.add_argument("--rule", metavar="RULE", help="only the lines of one rule, such as review_overdue")
    held = verb("meetings", "List meetings and contacts with home: booked, held, called off.", json=True)
    held.add_argument("--on", type=_day, metavar="DATE", help="only those of one day")
    promised = verb("actions", "List what is promised and not done, by who does it.", json=True)
    promised.add_argument("--owner", metavar="NAME", help="only what one person owes")
    _add_referrals(verb)
    _add_provision(verb("provision", "List support: its minutes planned, given, missed and owed; its cost.", json=True))
    _add_calendar(
        verb("calendar", "Write the school's dates, or the timetable of weeks, as a calendar file, without names.")
    )
    verb("documents", "List the documents that can be printed.", json=True)
    _add_paper(verb)
    _add_weeks(verb)
    verify = verb("verify", "Look through the whole file for damage; tell what it holds.", json=True)
    verify.add_argument("--seal", metavar="CODE", help="tell which line of the history a printed page’s seal is of")
    _add_backups(verb)
    return top


def _add_referrals(verb: Callable[..., argparse.ArgumentParser]) -> None:
    words = "List who outside was asked, where each stands since when, and when to ask again."
    asked = verb("referrals", words, json=True)
    asked.add_argument("--pupil", metavar="UPN-or-uuid", help="only those of one pupil")
    asked.add_argument("--closed", action="store_true", help="those that are over, too")
    chosen = verb("sample", "Propose a sample for an inspection, why each fits, and print a folder of each.", json=True)
    chosen.add_argument("--inspection", action="store_true", help="about six pupils, each for another reason")
    chosen.add_argument("--count", type=_count, default=6, metavar="N", help="how many (6)")
    chosen.add_argument("--out", type=Path, metavar="FOLDER", help="where a PDF of each goes")
    chosen.add_argument("--looked", action="store_true", help="the pages were looked at; what may name nobody passes")
    counted = verb("clocks", "List the law’s clocks that run, each with its sum and its source.", json=True)
    plans = verb("ehc", "List EHC plans and requests: outcomes, lines, and whether each line is met.", json=True)
    for one in (counted, plans):
        one.add_argument("--pupil", metavar="UPN-or-uuid", help="only those of one pupil")


def _add_backups(verb: Callable[..., argparse.ArgumentParser]) -> None:
    made = verb("backup", "Make a backup, restore it aside and compare it row by row.")
    made.add_argument("--to", type=Path, metavar="FOLDER", help="where it goes; else every place the school chose")
    tried = verb(
        "drill", "Restore the newest backup aside and compare it: 0 equal, 1 not equal or damaged, 2 could not."
    )
    tried.add_argument("--from", dest="source", type=Path, metavar="FOLDER", help="only the newest in this folder")
    back = verb("restore", "Put a backup into a new folder, as a copy of its own.")
    back.add_argument("--from", dest="source", type=Path, required=True, metavar="FOLDER-or-FILE")
    back.add_argument("--to", type=Path, required=True, metavar="NEW-FOLDER")
    back.add_argument("--anywhere", action="store_true", help="also in a synced folder, on a network drive or a stick")
    given = verb("export", "Write everything of the school as open files, unencrypted.")
    given.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    anew = verb("rebuild", "Build an equal school from such open files, under a passphrase of its own.")
    anew.add_argument("--from", dest="source", type=Path, required=True, metavar="FOLDER")
    anew.add_argument("--to", type=Path, required=True, metavar="NEW-FOLDER")
    anew.add_argument("--anywhere", action="store_true", help="also in a synced folder, on a network drive or a stick")
    _add_erasing(verb)
    saved = verb("rescue", "Read a damaged file or backup as far as it goes, and write open formats, unencrypted.")
    saved.add_argument("--from", dest="source", type=Path, required=True, metavar="FILE")
    saved.add_argument("--out", type=Path, required=True, metavar="FOLDER")


def _add_erasing(verb: Callable[..., argparse.ArgumentParser]) -> None:
    verb("leavers", "List who left, until when their records are kept, and who is to be decided on.", json=True)
    gone = verb("erase", "Erase one pupil for good; without --yes only say what would go.")
    gone.add_argument("--pupil", required=True, metavar="UUID", help="as `gradesk leavers` lists it")
    gone.add_argument("--reason", required=True, metavar="CODE", help="retention, passed_on, mistake or asked")
    gone.add_argument("--note", default="", metavar="WORDS", help="for the certificate; it may name nobody")
    gone.add_argument("--although-on-roll", action="store_true", help="this pupil has not left, and it is meant")
    gone.add_argument("--yes", action="store_true", help="do it; nothing brings the pupil back")


def _add_calendar(dates: argparse.ArgumentParser) -> None:
    dates.add_argument("--ics", type=Path, metavar="FILE", required=True)
    dates.add_argument("--initials", action="store_true", help="with the initials of pupils, and a warning")
    dates.add_argument("--looked", action="store_true", help="let pass what may be nobody, after you have looked at it")
    dates.add_argument("--week", type=_day, metavar="DATE", help="the timetable of the week with this day instead")
    dates.add_argument("--weeks", type=_count, default=1, metavar="N", help="with --week: so many weeks (1)")
    dates.add_argument(
        "--adult", default="", metavar="NAME", help="the timetable of one adult, this week’s unless --week"
    )


def _add_paper(verb: Callable[..., argparse.ArgumentParser]) -> None:
    _add_print(verb("print", "Print a document as PDF, or draw a timeline as SVG."))
    coming_back = verb("read-form", "Show what a filled form says, and take its answers in.")
    coming_back.add_argument("file", type=Path, metavar="FILE")
    coming_back.add_argument("--pupil", metavar="UPN-or-uuid", help="refuse it if it is about anybody else")
    coming_back.add_argument("--take", action="store_true", help="add the answers to the pupil's views")
    coming_back.add_argument("--instead", action="store_true", help="with --take: in place of what is there")


def _add_weeks(verb: Callable[..., argparse.ArgumentParser]) -> None:
    _add_timetable(
        verb("timetable", "Show the week: sessions, lessons, duties; its clashes, what has no place.", json=True)
    )
    _add_term(verb("plan-term", "Begin or go on with the draft of the next half-term.", json=True))
    solved = verb("solve-week", "Place the sessions of a week from a JSON file; it reads no school.", json=True)
    solved.add_argument("file", type=Path, metavar="FILE")
    solved.add_argument("--seconds", type=_seconds, default=30.0, metavar="N", help="at most so long (30)")


def _add_import(added: argparse.ArgumentParser) -> None:
    added.add_argument("file", type=Path, metavar="FILE")
    added.add_argument("--dry-run", action="store_true", help="only say what would change")
    added.add_argument("--header-line", type=_line, metavar="N", help="the line that holds the headers; 0 if none does")
    added.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="HEADER=FIELD",
        help="what a column is, by its header or number, such as Cyfenw=surname; nothing after = leaves it out",
    )
    added.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="FIELD:VALUE=MEANING",
        help="what an unknown value means, such as status:T=K; the questions are listed with their answers",
    )
    added.add_argument("--bring-back", action="store_true", help="bring deleted pupils back who are in the file")
    added.add_argument("--sheet", default="", metavar="NAME", help="the sheet of a workbook")
    added.add_argument("--encoding", default="", metavar="NAME", help="of a text file, such as cp1252 or mac-roman")
    added.add_argument("--separator", default="", metavar="SIGN", help="comma, semicolon, tab, pipe or the sign itself")


def _add_provision(given: argparse.ArgumentParser) -> None:
    whose = given.add_mutually_exclusive_group()
    whose.add_argument("--pupil", metavar="UPN-or-uuid", help="only that of one pupil")
    whose.add_argument("--class", dest="class_name", metavar="NAME", help="only that of a class")
    whose.add_argument("--all", action="store_true", help="that of everybody, as without any of these")


def _add_timetable(shown: argparse.ArgumentParser) -> None:
    whose = shown.add_mutually_exclusive_group()
    whose.add_argument("--adult", metavar="NAME", help="only that of one adult")
    whose.add_argument("--pupil", metavar="UPN-or-uuid", help="only that of one pupil")
    whose.add_argument("--class", dest="class_name", metavar="NAME", help="only that of a class")
    shown.add_argument("--week", type=_day, metavar="DATE", help="a day of the week (this one)")


def _add_term(planned: argparse.ArgumentParser) -> None:
    planned.add_argument("--solve", action="store_true", help="place the sessions that have no place yet")
    planned.add_argument("--again", action="store_true", help="with --solve: what stands may move too")
    planned.add_argument("--seconds", type=_seconds, default=30.0, metavar="N", help="at most so long (30)")
    ends = planned.add_mutually_exclusive_group()
    ends.add_argument("--accept", action="store_true", help="make the draft the plan")
    ends.add_argument("--discard", action="store_true", help="throw the draft away")


def _add_print(added: argparse.ArgumentParser) -> None:
    added.add_argument("document", metavar="DOCUMENT", help="one of those that `gradesk documents` lists, or bundle")
    who = added.add_mutually_exclusive_group(required=True)
    who.add_argument("--pupil", metavar="UPN-or-uuid")
    who.add_argument("--class", dest="class_name", metavar="NAME")
    who.add_argument("--all", action="store_true")
    added.add_argument("--out", type=Path, required=True, metavar="FILE-or-FOLDER")
    added.add_argument("--purpose", default="", metavar="P", help="of a bundle: assessment, annual_review, tribunal …")
    added.add_argument("--variant", default="", metavar="ID", help="one of the document’s own; else its usual one")
    added.add_argument("--which", default="", metavar="KEY", help="a day such as 2026-12-01, or whose actions")
    added.add_argument(
        "--language", default="en", metavar="CODE", help="of fixed words, such as pl or ur; home: each family’s"
    )
    added.add_argument("--both", action="store_true", help="English beside the other language")
    added.add_argument("--font-size", type=_size, default=12, metavar="POINTS", help="from 11 to 18")
    added.add_argument("--font", default="atkinson", metavar="ID", help="atkinson, lexend, opendyslexic or andika")
    added.add_argument("--theme", default="calm", metavar="ID", help="calm, mono or contrast")
    added.add_argument("--paper", default="white", metavar="ID", help="white or cream")
    added.add_argument("--spacing", default="normal", metavar="ID", help="normal or wide")
    added.add_argument("--name", default="full", metavar="ID", help="full, first or initials")
    added.add_argument(
        "--say", action="append", default=[], type=_said, metavar="KEY=WORDS", help="such as day='Tuesday 1 December'"
    )
    added.add_argument(
        "--looked", action="store_true", help="let pass what may be somebody else, after you have looked at it"
    )
    added.add_argument("--insist", action="store_true", help="let all names pass, also another pupil’s full name")
    added.add_argument("--separators", action="store_true", help="a sheet before each pupil’s pages")
    added.add_argument("--list", action="store_true", help="a list of what is in the file as its last page")
    added.add_argument(
        "--protect", action="store_true", help="AES-256, with the password in GRADESK_FILE_PASSWORD or typed"
    )


def _seconds(text: str) -> float:
    """More than none, and no more than anybody waits for."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= LONGEST:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of seconds from 0.1 to {LONGEST:g}")
    return number


def _said(text: str) -> tuple[str, str]:
    key, sign, words = text.partition("=")
    if not sign or not key.strip():
        raise argparse.ArgumentTypeError(f"“{text}” says nothing; write it as day='Tuesday 1 December'")
    return key.strip(), words.strip()


def _size(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 11 <= int(text) <= 18:
        raise argparse.ArgumentTypeError(f"“{text}” is no size of type from 11 to 18 points")
    return int(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no date; write it as 2026-11-23") from None
    if not 1990 <= day.year <= 2100:
        raise argparse.ArgumentTypeError(f"“{text}” is no day of a school’s file; it keeps those from 1990 to 2100")
    return day


def _line(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of a line; count from 1, or 0 for no headers")
    return int(text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"“{text}” is no number of pupils from 1 to 100000")
    return int(text)
