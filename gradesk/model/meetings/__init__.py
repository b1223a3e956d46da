"""Meetings and every other contact with home: booked, held, agreed, and on paper."""
