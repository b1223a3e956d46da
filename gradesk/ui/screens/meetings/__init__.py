"""Meetings: those coming, those to write up, those held, what was promised, and a day of them planned."""
