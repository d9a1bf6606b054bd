"""The domain: requests, what may happen to them, when people are free. No Teams, no web, no database."""
