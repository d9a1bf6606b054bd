"""Who is who: what the bot remembers of people, the advisers' roster, who may do what."""
