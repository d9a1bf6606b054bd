"""The load: people who talk to a bot, and the services around it, in one process that costs little itself."""
