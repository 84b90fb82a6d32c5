"""Finds personal data that is about to leak from Japanese files, and says how sure it is, and why."""

__version__ = "0.1.0.dev0"
