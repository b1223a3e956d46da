"""How many minutes of support are planned, given, missed and owed, and what they cost: exact, and its parts sum to the whole."""
