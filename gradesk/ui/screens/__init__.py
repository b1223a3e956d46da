"""All screens in the order of the navigation; those without a title are gone to from others."""

from gradesk.ui.screens.importing.screen import ImportScreen
from gradesk.ui.screens.preview.screen import PreviewScreen
from gradesk.ui.screens.pupil.screen import PupilScreen
from gradesk.ui.screens.pupils.screen import PupilsScreen
from gradesk.ui.screens.school.screen import SchoolScreen
from gradesk.ui.shell.window import Listed

SCREENS: tuple[Listed, ...] = (
    Listed("pupils", PupilsScreen, "{Pupils}", "users"),
    Listed("pupil", PupilScreen),
    Listed("importing", ImportScreen, "Import", "upload", takes_files=True),
    Listed("preview", PreviewScreen, "Print", "printer"),
    Listed("school", SchoolScreen, "School", "school"),
)
