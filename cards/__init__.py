"""Pure functions: what the domain knows goes in, an Adaptive Card comes out."""
