"""Words: translated, folded, shortened, escaped; and what a misspelt one was meant to be."""

from kehoach.language.i18n import _, once_a_language

__all__ = ["_", "once_a_language"]
