"""The waterfall that walks an LRO through a request."""
