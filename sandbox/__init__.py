"""A stand-in for Microsoft Teams on one machine: a Bot Connector service, and a page with its people."""
