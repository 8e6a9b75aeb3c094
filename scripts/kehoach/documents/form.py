"""A form that an office wrote, or one of those that are here, filled in as a draft."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from kehoach.documents.layout import Block, Document, Listing, Paragraph, text
from kehoach.documents.phrases import SIGNATURE, called, draft_footer, draft_letterhead, recipients
from kehoach.files.tree import FORM, FORMS
from kehoach.language import _
from kehoach.language.text import slug
from kehoach.plan import forms
from kehoach.plan.forms import Form
from kehoach.reports import tables
from kehoach.reports.tables import Scope
from kehoach.reports.words import as_of_words, period_days

_BUILT_IN = Path(__file__).with_name("forms")


def form_named(root: Path, name: str) -> Form:
    """The form of that name: the office's own in ``forms/``, else one of those that are built in.

    Raises:
        OSError: its file cannot be read.
        ValueError: there is none; the message lists those that there are.
    """
    known = {path.stem: path for folder in (_BUILT_IN, root / FORMS) for path in folder.glob(f"*{FORM}")}
    if name not in known:
        message = _('There is no form "{name}". Forms: {known}.')
        raise ValueError(message.format(name=name, known=", ".join(sorted(known))))
    path = known[name]
    form, faults = forms.read(path.name, path.read_bytes())
    if form is None:
        raise ValueError(f"{path}:{faults[0].line}")
    return form


def filled(form: Form, scopes: Sequence[Scope]) -> Document:
    """A form for one plan, or with rows about plans for several, as a draft without number and day."""
    first, *others = scopes
    found = first.found
    as_of = max(scope.now.as_of for scope in scopes)
    names = (form.name, slug(found.name) if found else "", "" if others else first.home.id)
    days = dict.fromkeys(period_days(s.found) if s.found else as_of_words(s.now.as_of) for s in scopes)
    about = [] if others else [called(first.home)]
    return Document(
        name="-".join(("bieu", *filter(None, names))),
        title=form.title,
        kind=form.title,
        subject=(", ".join((*about, found.name)),) if found else tuple(about),
        remarks=(_("DRAFT"), f"({'; '.join(days)})"),
        blocks=tuple(_blocks(form, scopes)),
        footer=draft_footer(as_of, first.home),
        as_of=as_of,
        letterhead=draft_letterhead(first.home, as_of, "……"),
        recipients=("Nơi nhận:", *form.recipients) if form.recipients else recipients("……"),
        signature=form.signature or SIGNATURE,
        landscape=form.landscape,
    )


def _blocks(form: Form, scopes: Sequence[Scope]) -> Iterator[Block]:
    yield from (Paragraph(text(words)) for words in form.before)
    yield Listing(tables.form_table(form, scopes))
    if apart := tables.apart_words(form, scopes):
        yield Paragraph(text(apart, italic=True))
    yield from (Paragraph(text(words)) for words in form.after)
