"""Notices on their way: the courier, its rounds, the card each becomes, the chat it goes to."""
