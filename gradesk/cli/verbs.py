"""Carries a verb out and turns what went wrong into an exit code and one sentence."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable

from gradesk.cli import (
    demo,
    evidence,
    forms,
    keeping,
    leaving,
    listing,
    outside,
    printing,
    sampling,
    support,
    taking_in,
    talks,
    terms,
    verifying,
    weeks,
)
from gradesk.system.kept import logs
from gradesk.system.paths import default_data_folder
from gradesk.system.refusal import Refused

DONE, REFUSED, COULD_NOT, INTERRUPTED = 0, 1, 2, 130

VERBS: dict[str, Callable[[Namespace], None]] = {
    "demo": demo.demo,
    "init": taking_in.init,
    "import": taking_in.take_in,
    "pupils": listing.show_pupils,
    "plan": listing.show_plan,
    "due": listing.show_due,
    "meetings": talks.show_meetings,
    "actions": talks.show_actions,
    "referrals": outside.show_referrals,
    "clocks": outside.show_clocks,
    "sample": sampling.sample,
    "ehc": outside.show_ehc,
    "provision": support.show_provision,
    "evidence": evidence.show_evidence,
    "calendar": printing.write_calendar,
    "documents": listing.show_documents,
    "print": printing.print_document,
    "read-form": forms.read_form,
    "timetable": terms.show_timetable,
    "plan-term": terms.plan_term,
    "solve-week": weeks.solve_week,
    "verify": verifying.verify,
    "backup": keeping.back_up,
    "drill": keeping.drill,
    "restore": keeping.restore,
    "rescue": keeping.rescue,
    "export": leaving.export,
    "rebuild": leaving.rebuild,
    "leavers": leaving.show_leavers,
    "erase": leaving.erase,
}


def carry_out(options: Namespace) -> int:
    """Carry out the verb: 0 done, 1 refused with one sentence on standard error, 2 not found out, 130 interrupted."""
    try:
        VERBS[options.verb](options)
        sys.stdout.flush()
    except Refused as refused:
        print(refused, file=sys.stderr)
        return COULD_NOT if isinstance(refused, keeping.CouldNot) else REFUSED
    except KeyboardInterrupt:
        print("Interrupted; what was not finished was not kept.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone, as `| head` does; Python would complain again at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Exception as error:
        logs.start(default_data_folder() / "logs")
        logs.fault(type(error), error.__traceback__)
        print("Something went wrong in Gradesk itself; it was logged without any names. Try again.", file=sys.stderr)
        return REFUSED
    return DONE
