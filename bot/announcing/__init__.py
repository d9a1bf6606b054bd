"""Announcements: what organisers say and press, and the crier who posts."""
