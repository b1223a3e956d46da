"""Passports, plans, targets, cycles and the bank."""
