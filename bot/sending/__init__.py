"""What leaves: the Bot Connector, the token for it, Teams' limits, what a failed send means."""
