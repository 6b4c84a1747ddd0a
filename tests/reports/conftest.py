"""The sample street for the reports."""

from tests.sample import kept_sample, sample

__all__ = ["kept_sample", "sample"]
