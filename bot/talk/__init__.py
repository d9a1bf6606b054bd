"""What people say and press, and what is done about it."""
