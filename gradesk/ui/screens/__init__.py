"""All screens in the order of the navigation; those without a title are gone to from others.

Only Today is read at the start. The module of any other screen is imported when the window first goes there: together
they would make the start half as long again.
"""

from gradesk.ui.context import Context
from gradesk.ui.screen import Listed, Screen
from gradesk.ui.screens.today.screen import TodayScreen


def _pupils(context: Context) -> Screen:
    from gradesk.ui.screens.pupils.screen import PupilsScreen  # noqa: PLC0415 (start-up time)

    return PupilsScreen(context)


def _pupil(context: Context) -> Screen:
    from gradesk.ui.screens.pupil.screen import PupilScreen  # noqa: PLC0415 (start-up time)

    return PupilScreen(context)


def _everyone(context: Context) -> Screen:
    from gradesk.ui.screens.everyone.screen import EveryoneScreen  # noqa: PLC0415 (start-up time)

    return EveryoneScreen(context)


def _staff(context: Context) -> Screen:
    from gradesk.ui.screens.staff.screen import StaffScreen  # noqa: PLC0415 (start-up time)

    return StaffScreen(context)


def _cycles(context: Context) -> Screen:
    from gradesk.ui.screens.cycles.screen import CyclesScreen  # noqa: PLC0415 (start-up time)

    return CyclesScreen(context)


def _reviews(context: Context) -> Screen:
    from gradesk.ui.screens.reviews.screen import ReviewsScreen  # noqa: PLC0415 (start-up time)

    return ReviewsScreen(context)


def _bank(context: Context) -> Screen:
    from gradesk.ui.screens.bank.screen import BankScreen  # noqa: PLC0415 (start-up time)

    return BankScreen(context)


def _assessments(context: Context) -> Screen:
    from gradesk.ui.screens.assessments.screen import AssessmentsScreen  # noqa: PLC0415 (start-up time)

    return AssessmentsScreen(context)


def _importing(context: Context) -> Screen:
    from gradesk.ui.screens.importing.screen import ImportScreen  # noqa: PLC0415 (start-up time)

    return ImportScreen(context)


def _preview(context: Context) -> Screen:
    from gradesk.ui.screens.preview.screen import PreviewScreen  # noqa: PLC0415 (start-up time)

    return PreviewScreen(context)


def _school(context: Context) -> Screen:
    from gradesk.ui.screens.school.screen import SchoolScreen  # noqa: PLC0415 (start-up time)

    return SchoolScreen(context)


SCREENS: tuple[Listed, ...] = (
    Listed("today", TodayScreen, "Today", "clock"),
    Listed("pupils", _pupils, "{Pupils}", "users"),
    Listed("pupil", _pupil),
    Listed("cycles", _cycles, "Cycles", "waves"),
    Listed("reviews", _reviews, "Reviews", "history"),
    Listed("everyone", _everyone, "Everyday", "sun"),
    Listed("staff", _staff, "Staff", "graduation-cap"),
    Listed("bank", _bank, "Bank", "target"),
    Listed("assessments", _assessments, found_as="Assessments of a class"),
    Listed("importing", _importing, "Import", "upload", takes_files=True),
    Listed("preview", _preview, "Print", "printer"),
    Listed("school", _school, "School", "school"),
)
