"""The official documents of a plan: what each of them says, whatever it is printed with."""

from kehoach.documents.assignment import assignment
from kehoach.documents.form import filled, form_named
from kehoach.documents.layout import Document
from kehoach.documents.letter import letters
from kehoach.documents.official_text import official_text
from kehoach.documents.period_report import period_report
from kehoach.documents.report import report
from kehoach.documents.slip import slips
from kehoach.documents.summary import summary

__all__ = [
    "Document",
    "assignment",
    "filled",
    "form_named",
    "letters",
    "official_text",
    "period_report",
    "report",
    "slips",
    "summary",
]
