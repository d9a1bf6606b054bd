"""What dev.py does. Only the standard library is used here: this runs before anything is installed."""
