"""Meetings and calls are booked, held, agreed and followed up here, and promises kept."""
