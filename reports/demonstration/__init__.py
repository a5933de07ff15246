"""The demonstration councils: their history, told to the services in the order in which it happened."""

from reports.demonstration.history import COUNCILS, load

__all__ = ["COUNCILS", "load"]
