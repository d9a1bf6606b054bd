"""Who comes and goes: people, teams, channels, and the bot itself."""
