"""What comes in: HTTP, tokens, turns and their state, and which activity goes where."""
