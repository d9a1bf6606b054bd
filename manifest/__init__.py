"""The Teams app package: manifest template, icons, and what zips them (`python3 dev.py package`)."""
