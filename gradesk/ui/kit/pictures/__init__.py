"""What is drawn: charts, rings, calendars, pages."""
