"""Gradesk: plans, passports and review cycles for a school's SENCO, offline and encrypted."""

__version__ = "0.1.0"
