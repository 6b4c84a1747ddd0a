"""Zelian 责链: one chain from a duty to the report about it."""

__version__ = "0.1.0"
