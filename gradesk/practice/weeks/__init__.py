"""The weeks of the practice school: lessons, groups, what goes on every day and what lies ahead."""
