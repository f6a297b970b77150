"""The commands: one module for each, or for few that belong together."""
