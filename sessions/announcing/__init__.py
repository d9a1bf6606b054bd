"""Announcements: what is posted in channels, when, and how many sessions it led to."""
