"""Every key of every screen, as the sheet of keys tells it; a screen need not be made to tell of its keys."""

from __future__ import annotations

Rows = tuple[tuple[str, str], ...]

PUPIL: Rows = (
    ("Turn to Passport, Plan, Support, Review, Evidence, Timeline, Meetings, Outside, Details", "Alt+1 … Alt+9"),
    ("Turn to History", "Alt+0"),
    ("Change the words of a passport or an agreed plan, or read them as a page", "F2"),
    ("Next thing missing, next thing to check, put it right, next blank on this page", "F6, F7, Shift+F7, F8"),
    ("Show or fold what is known at a glance; the page beside the words", "F4; F9"),
    ("Preview and print; parent’s pack", "Ctrl+P; Ctrl+Shift+P"),
    ("Refresh the passport together", "Ctrl+Shift+R"),
    ("The {pupil}’s corner: questions for the {pupil} to answer", "Shift+F5"),
    ("In a refresh: still true, keep new words, skip, go back", "Enter, Ctrl+Enter, Page Down, Page Up"),
    ("Begin a plan, add a target, choose from the bank, agree the plan", "Ctrl+N, Ctrl+T, Ctrl+B, Ctrl+G"),
    ("Begin support for the target in hand, then begin it as the target says", "Ctrl+Shift+B, Enter"),
    ("The layer that the support belongs to: take it, leave the layer as it is", "Ctrl+Shift+Y; Ctrl+Shift+X"),
    ("In the list of a plan’s parts: into its fields, move a target, remove it", "Enter, Alt+↑ and Alt+↓, Delete"),
    ("Review now; record the review", "Ctrl+R; Ctrl+Enter"),
    ("On Meetings: log the contact, note the action that is being written", "Ctrl+Enter"),
    ("On Outside: keep what is being written anew, put it away", "Ctrl+Enter, Escape"),
    ("On Outside: to the other side, referrals or the EHC plan", "Alt+Page Down, Alt+Page Up"),
    ("In a report: take up what is selected, or the sentence the cursor is in", "R"),
    ("On a scale: choose, go along, none", "the digit of a value, ← →, Delete"),
    ("New observation; watch and count in class; new result", "Ctrl+Shift+O; Ctrl+Shift+W; Ctrl+Shift+M"),
    ("Attach a document; read a filled form", "Ctrl+Shift+D; Ctrl+Shift+F"),
    ("While watching: begin or pause, count, take the last one back", "Space; 1 on, 0 off, + counts; Backspace"),
    ("On a chart", "← → along the results, Home and End to the first and last"),
    (
        "On the timeline",
        "+ and − zoom, ← → move, Ctrl+← → by half-term, ↑ ↓ step, Enter opens, Alt+← → move a planned end, "
        "Home fits, End today",
    ),
)  # fmt: skip
MEETING: Rows = (
    ("On, with the words read back; back", "Page Down or Ctrl+Enter; Page Up"),
    ("Keep a line; to the lines above", "Enter, ↑"),
    ("On a line: change, decided, held back, not agreed, delete, the next", "Enter, D, H, N, Delete, ↑ and ↓"),
    ("At the read-back: all agree, somebody does not, back to the step", "Enter, N, Escape"),
    ("What was promised last time; another step", "F3; Ctrl+Shift+A"),
    ("Show staff notes and scores in this meeting", "Ctrl+Shift+N"),
    ("At the end: print, save, letter of thanks, what staff do", "Ctrl+P, Ctrl+S, Ctrl+T, Ctrl+Shift+T"),
    ("The {pupil}’s corner; leave meeting mode", "Shift+F5; Ctrl+Shift+F5"),
)
CORNER: Rows = (
    ("On, back; leave the corner", "Enter or PgDown, PgUp; Ctrl+Shift+F5"),
    ("On a row of faces, numbers or pictures: go along, choose, choose nothing", "arrows, Space, Delete"),
    ("Choose a face or a number at once", "its digit"),
    ("On the sheet to draw on: move the pen, put it down or lift it, take the last line back", "arrows, Space, Ctrl+Z"),
    ("In the words: on to the next question", "Ctrl+Enter"),
)
TODAY: Rows = (
    ("Turn to each tab", "Alt+1 … Alt+4"),
    ("In the list: open, put off, bring back, next group", "Enter, L, B, Ctrl+↓ and Ctrl+↑"),
    ("In the list: grouped by {pupil} or by rule; not seen by home this term", "P; H"),
    ("Who owes what: done, open", "D, Enter"),
    ("The coming weeks: move the line in hand to another week, open it", "Ctrl+← and Ctrl+→, Enter"),
    ("The in-tray: to the names, give the line", "↓, Enter"),
)
MEETINGS: Rows = (
    ("Turn to each tab", "Alt+1 … Alt+6"),
    ("September: stays down, leaves, another class, as proposed, where a class goes", "S, L, C, A, K"),
    ("Coming and To write up: open, move, call off, it was held, next day", "Enter, M, C, H, Ctrl+↓ and Ctrl+↑"),
    ("Coming and To write up: hold the meeting in hand, step by step", "F5"),
    ("Coming: invitations of this day; its running order; book a meeting", "I; R; N"),
    ("To write up: nobody came", "N"),
    ("Held: from the search to the list, open, back to the search", "↓, Enter, any letter"),
    ("Actions: done, open", "D, Enter"),
    ("Plan a review day: move whoever comes, leave a slot empty or close it, take out", "Alt+↑ and Alt+↓, E, Delete"),
)
OUTSIDE: Rows = (
    ("Turn to Waiting, What was advised, EHC plans, People, Inspection", "Alt+1 … Alt+5"),
    ("Waiting: open, asked again, the letter that asks, the summary", "Enter, A, L, S"),
    ("What was advised: open in its report, it is in place, the {pupil}’s list", "Enter, D, T"),
    ("Inspection: somebody else, a folder of each, open", "X, P, Enter"),
    ("People: change, add somebody, keep them, put away", "Enter, N, Ctrl+Enter, Escape"),
)
REVIEWS: Rows = (
    ("Rate the targets: outcome, evidence, own rating, then the next target", "Tab, back with Shift+Tab"),
    ("Rate, and go on to the next target", "the digit of the outcome; in the last column of the {pupil}’s own rating"),
    ("Straight after a digit: its evidence, the {pupil}’s own rating", "Enter or Tab, Alt+1 … Alt+5"),
    ("Write in a field of words; open the field at its end", "any letter; Enter or F2"),
    ("Empty the field in hand", "Delete"),
    ("Views and decisions: decide, as above, next field", "the digit of the decision, Ctrl+D, Tab"),
    ("Leave the table", "Ctrl+Tab, Ctrl+Shift+Tab"),
)
TERM: Rows = (
    ("Turn to Groups, Board, Week, Registers, Money, What it did", "Alt+1 … Alt+6"),
    ("Among the groups: open its words, begin support, mark its register", "Enter, N, R"),
    ("Among the groups: move somebody to another group, what plans say already, the provision map", "M, C, P"),
    ("On the board: from bar to bar, from week to week", "↑ ↓, ← →"),
    ("On the board: move a bar by a week, its end, its beginning", "Shift+← →, Ctrl+Shift+← →, Alt+Shift+← →"),
    ("On the board: copy what runs forward into a draft, open a bar, who works with whom", "C, Enter, D"),
    ("In a draft: its week, add, take out, compare with what runs, accept", "W, N, Delete, V, A"),
    ("While it is carried over: tick, carry over, leave", "Space, Ctrl+Enter, Escape"),
    ("On a sum, or on what an intervention did: show what it is made of, and go there", "Enter, Enter"),
    ("In the week: place the rest, somebody is away, add something, the school’s day", "P, I, N, D"),
    ("In the week: open what is there, take it to place it elsewhere, take it out", "Enter, X, Delete"),
    (
        "In the week: move it by a period, or to the adult above or below; the next of several in a cell",
        "Alt+arrows; Space",
    ),
    ("In the week: to what is to be placed, to the clashes; Enter there places or goes to it", "B, C"),
    (
        "While a session is placed: the next place by cost, another beginning in it, place, leave",
        "← →, ↑ ↓, Enter, Escape",
    ),
    ("In the week: earlier, later, this week; whose week; wider, narrower", "Ctrl+←, Ctrl+→, T; W; +, −"),
    ("While the rest is placed: tick, accept, leave the week as it is", "Space, Ctrl+Enter, Escape"),
    (
        "Who is away: take the proposal, another adult, another time, not at all, take back, all",
        "Enter, ← →, M, S, U, Ctrl+Enter",
    ),
    ("In a register: here, absent, for a part, did not run, take a mark back", "H, A, P, N, Delete"),
    ("In a register: the letter for all of the session who have no mark", "Shift+H, Shift+A, Shift+P"),
    ("In a register: type the note of the cell, put it into the notes of a target", "T, G"),
    ("In a register: plan to make good what is owed; take back a session put on", "M, Delete"),
    ("In a register: the day or half-term before, after", "Ctrl+←, Ctrl+→"),
    ("Print the board, the week or the register in hand; read a filled register", "Ctrl+P, Ctrl+Shift+F"),
)
CYCLES: Rows = (
    ("Print the cycles", "Ctrl+P"),
    ("Along the lanes", "↑ ↓ and Page Up, Page Down step, ← → move, + and − zoom, Home and End, Enter opens"),
)
PREVIEW: Rows = (
    ("Print; save as one PDF; save one PDF each", "Ctrl+P; Ctrl+S; Ctrl+Shift+S"),
    ("Who was given it: note, leave", "Enter, Escape"),
)
TABLE: Rows = (
    ("In a table: write, empty, next row", "any letter or Enter, Delete, Enter"),
    ("Paste a column from a spreadsheet", "Ctrl+V"),
)
SCHOOL: Rows = (
    ("Turn to each tab; to the last", "Alt+1 … Alt+9; Alt+0"),
    ("Clocks: try the day typed; a day later or earlier, a week", "Enter; ↑ ↓, with Shift"),
    ("Calendar: change a cell, take a date away", "Enter, Delete"),
    ("Calendar of the year: from day to day, from week to week", "← →, ↑ ↓"),
    ("Paper: show or hide a section, move it, its heading", "1, Alt+Shift+↑ and Alt+Shift+↓, Enter"),
)
KEYS: dict[str, Rows] = {
    "today": TODAY,
    "pupils": (
        ("From the search to the list; open the {pupil} in hand; back to the search", "↓; Enter; any letter"),
        ("Filter the list; take off the filter in hand", "Ctrl+Shift+L; Delete"),
    ),
    "pupil": PUPIL,
    "corner": CORNER,
    "meetings": MEETINGS,
    "outside": OUTSIDE,
    "term": TERM,
    "meeting": MEETING,
    "cycles": CYCLES,
    "reviews": REVIEWS,
    "interventions": (
        ("From the search to the list; begin the one in hand for {pupils}", "↓; Enter or Ctrl+B"),
        ("Add one of our own", "Ctrl+N"),
        ("While it begins: tick, begin it, leave without beginning", "Space, Ctrl+Enter, Escape"),
    ),
    "everyone": (("Add a strategy", "Enter in the line"),),
    "staff": (("Turn to People; to Training", "Alt+1; Alt+2"), ("Add somebody", "Enter in the line")),
    "bank": (("From the search to the list", "↓"),),
    "assessments": TABLE,
    "preview": PREVIEW,
    "school": SCHOOL,
}
TITLES = {
    "meeting": "A meeting being held (F5)",
    "pupil": "A {pupil}’s page",
    "corner": "The {pupil}’s corner",
    "assessments": "Assessments of a class",
    "preview": "Print",
}
EVERYWHERE: Rows = (
    ("In a date field: a day later or earlier; a week", "↑ ↓; with Shift. fri, tomorrow, 24/11 and +2w are understood"),
    ("In a field of text: the next field; take back what was typed there, else the last thing done", "Tab; Ctrl+Z"),
    ("In a list to choose from: go down and up, choose, close", "↓ ↑, Enter, Escape"),
    ("In the one line: choose what it is, keep it, put it away", "↓ ↑ or a digit, Enter, Escape"),
    ("Put a message away", "Escape"),
    ("Cover everything, where there is nothing to put away", "Escape, Escape"),
)
