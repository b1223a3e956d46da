"""Passports, plans, their targets and cycles: written, checked, agreed, noted on and reviewed."""
