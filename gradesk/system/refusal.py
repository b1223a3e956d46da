"""The one kind of error that is meant for the person at the screen."""


class Refused(Exception):
    """Gradesk will not do it. The text is one sentence: what happened, what was kept, what to do.

    Screens show it in a banner, the command line on standard error with exit code 1. Everything else that is raised
    is a fault of the program and is never shown word for word.
    """
