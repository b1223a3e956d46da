"""The cycles of the whole school."""
