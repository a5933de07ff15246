"""Builders of what a test needs. They call the services under a past clock, as the application does."""
