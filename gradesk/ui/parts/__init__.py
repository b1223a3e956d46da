"""Pieces that several screens show: tabs, forms that keep what is typed, lists of promises, strategies and history."""
