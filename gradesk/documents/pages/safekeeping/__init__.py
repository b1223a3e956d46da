"""Sheets for the safe and the desk drawer: how the school's file is opened in need, and what a lost laptop had on it.

They are about no pupil, so they are in no batch and pass no guard.
"""
