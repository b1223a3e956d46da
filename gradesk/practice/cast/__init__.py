"""The invented people of the practice school."""
