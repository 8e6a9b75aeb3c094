"""What we say while Sphinx builds: sentences for officials, without the English words that it puts before."""

import logging

from sphinx.util.logging import NAMESPACE, SphinxWarningLogRecord


class _Plain(SphinxWarningLogRecord):
    """A record of ours: the place that it is about, if any, and the sentence."""

    prefix = ""


def say_plainly() -> None:
    """Leave out "WARNING: " and "ERROR: " before what this package says; it counts as before."""
    for handler in logging.getLogger(NAMESPACE).handlers:
        handler.addFilter(_without_prefix)


def _without_prefix(record: logging.LogRecord) -> bool:
    # Sphinx's own filter, before this one, has made it one of its records by the same means.
    if isinstance(record, SphinxWarningLogRecord) and record.name.startswith(f"{NAMESPACE}.kehoach."):
        record.__class__ = _Plain
    return True
