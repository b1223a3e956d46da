"""All screens in the order of the navigation; those without a title are gone to from others.

Only Today is read at the start. The module of any other screen is imported when the window first goes there: together
they would make the start half as long again.
"""

from typing import TYPE_CHECKING

from gradesk.system.lazy import lazily
from gradesk.ui.screen import Listed
from gradesk.ui.screens.today.screen import TodayScreen

if TYPE_CHECKING:
    from gradesk.ui.screens.assessments.screen import AssessmentsScreen
    from gradesk.ui.screens.bank.screen import BankScreen
    from gradesk.ui.screens.corner.screen import CornerScreen
    from gradesk.ui.screens.cycles.screen import CyclesScreen
    from gradesk.ui.screens.everyone.screen import EveryoneScreen
    from gradesk.ui.screens.importing.screen import ImportScreen
    from gradesk.ui.screens.interventions.screen import InterventionsScreen
    from gradesk.ui.screens.meeting.screen import MeetingScreen
    from gradesk.ui.screens.meetings.screen import MeetingsScreen
    from gradesk.ui.screens.outside.screen import OutsideScreen
    from gradesk.ui.screens.preview.screen import PreviewScreen
    from gradesk.ui.screens.pupil.screen import PupilScreen
    from gradesk.ui.screens.pupils.screen import PupilsScreen
    from gradesk.ui.screens.reviews.screen import ReviewsScreen
    from gradesk.ui.screens.school.screen import SchoolScreen
    from gradesk.ui.screens.staff.screen import StaffScreen
    from gradesk.ui.screens.term.screen import TermScreen
else:
    PupilsScreen = lazily("gradesk.ui.screens.pupils.screen:PupilsScreen")
    PupilScreen = lazily("gradesk.ui.screens.pupil.screen:PupilScreen")
    EveryoneScreen = lazily("gradesk.ui.screens.everyone.screen:EveryoneScreen")
    TermScreen = lazily("gradesk.ui.screens.term.screen:TermScreen")
    StaffScreen = lazily("gradesk.ui.screens.staff.screen:StaffScreen")
    MeetingsScreen = lazily("gradesk.ui.screens.meetings.screen:MeetingsScreen")
    OutsideScreen = lazily("gradesk.ui.screens.outside.screen:OutsideScreen")
    CornerScreen = lazily("gradesk.ui.screens.corner.screen:CornerScreen")
    CyclesScreen = lazily("gradesk.ui.screens.cycles.screen:CyclesScreen")
    ReviewsScreen = lazily("gradesk.ui.screens.reviews.screen:ReviewsScreen")
    BankScreen = lazily("gradesk.ui.screens.bank.screen:BankScreen")
    InterventionsScreen = lazily("gradesk.ui.screens.interventions.screen:InterventionsScreen")
    AssessmentsScreen = lazily("gradesk.ui.screens.assessments.screen:AssessmentsScreen")
    ImportScreen = lazily("gradesk.ui.screens.importing.screen:ImportScreen")
    MeetingScreen = lazily("gradesk.ui.screens.meeting.screen:MeetingScreen")
    PreviewScreen = lazily("gradesk.ui.screens.preview.screen:PreviewScreen")
    SchoolScreen = lazily("gradesk.ui.screens.school.screen:SchoolScreen")


SCREENS: tuple[Listed, ...] = (
    Listed("today", TodayScreen, "Today", "clock"),
    Listed("pupils", PupilsScreen, "{Pupils}", "users"),
    Listed("pupil", PupilScreen, within="pupils"),
    Listed("meeting", MeetingScreen, within="pupils"),
    Listed("corner", CornerScreen, within="pupils"),
    Listed(
        "assessments",
        AssessmentsScreen,
        "Assessments",
        "graduation-cap",
        found_as="Assessments of a class",
        within="pupils",
    ),
    Listed("meetings", MeetingsScreen, "Meetings", "calendar-days"),
    Listed("outside", OutsideScreen, "Outside", "phone", found_as="People outside"),
    Listed("cycles", CyclesScreen, "Cycles", "waves"),
    Listed("reviews", ReviewsScreen, "Reviews", "history", found_as="Reviews of a class", within="cycles"),
    Listed("term", TermScreen, "Term", "register"),
    Listed("bank", BankScreen, "Bank", "target"),
    Listed("interventions", InterventionsScreen, "Interventions", "users", within="bank"),
    Listed("everyone", EveryoneScreen, "Everyday", "sun", found_as="Everyday adjustments", within="bank"),
    Listed("preview", PreviewScreen, "Print", "printer"),
    Listed("school", SchoolScreen, "School", "school"),
    Listed("staff", StaffScreen, "Staff", "user", within="school"),
    Listed("importing", ImportScreen, "Import", "upload", takes_files=True, within="school"),
)
