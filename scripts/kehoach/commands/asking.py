"""Asking for the values of a new object in a terminal, one after another, until each can be taken."""

from collections.abc import Callable, Sequence

import click

from kehoach.editing import entries
from kehoach.language import _
from kehoach.language.text import unaccented
from kehoach.plan import Need, Plan
from kehoach.plan.model import NeedType
from kehoach.reports.words import value_label

_MOST = 6


def ask(question: str, check: Callable[[str], str], *, needed: bool) -> str:
    """Ask until the answer can be taken; nothing is an answer where nothing is needed."""
    if not needed:
        question = _("{question} (Enter to skip)").format(question=question)
    while True:
        answer = entries.one_line(click.prompt(question, default="", show_default=False))
        if not answer and needed:
            click.echo(_("This must be said."))
            continue
        try:
            return check(answer)
        except ValueError as error:
            click.echo(error)


def dragged(words: str) -> str:
    """A path as a window writes it into a terminal: in quotes where it holds spaces."""
    return words.strip().strip("\"'")


def choose(question: str, answers: Sequence[str]) -> int:
    """Ask which of several answers holds, by its number; nothing is the first. Counted from 0."""
    click.echo(f"\n{question}")
    for number, answer in enumerate(answers, 1):
        click.echo(f"  {number}. {answer}")
    question = _("Which? Write its number (Enter: 1)")
    while True:
        said = click.prompt(question, default="1", show_default=False).strip()
        if said.isdecimal() and 0 < int(said) <= len(answers):
            return int(said) - 1
        click.echo(_("Write a number from 1 to {count}.").format(count=len(answers)))


def lines(question: str) -> str:
    """Ask for several lines, ended by an empty one."""
    click.echo(_("{question} (line by line, an empty line ends it)").format(question=question))
    found = []
    while line := entries.one_line(click.prompt("", default="", show_default=False, prompt_suffix="> ")):
        found.append(line)
    return "\n".join(found)


def value(plan: Plan, need_type: NeedType, option: str, *, needed: bool) -> str:
    """Ask for the value of an option."""
    label = _("Title") if option == "title" else need_type.labels[option]
    if option in need_type.links:
        return ask(label, _Search(plan, need_type, option), needed=needed)
    schema = need_type.fields.get(option, {})
    keys = {value_label(key).casefold(): key for key in schema.get("enum", ())}
    if keys:
        label = f"{label} [{', '.join(keys)}]"
    elif schema.get("format") == "date":
        label = _("{question}, as in 15/09/2023").format(question=label)

    def check(answer: str) -> str:
        return entries.checked(plan, need_type, option, keys.get(answer.casefold(), answer))

    return ask(label, check, needed=needed)


class _Search:
    """Finds objects by ID, by a number of the list shown last, or by words of their title."""

    def __init__(self, plan: Plan, need_type: NeedType, option: str) -> None:
        self.plan, self.type, self.option = plan, need_type, option
        self.shown: Sequence[Need] = ()

    def __call__(self, answer: str) -> str:
        parts = [self.numbered(part.strip()) for part in answer.split(",")]
        try:
            return entries.checked(self.plan, self.type, self.option, ", ".join(parts))
        except ValueError:
            self.shown = nearest(self.plan, self.type.links[self.option], answer)
            if not self.shown:
                raise
            found = (f"  {number}. {need.title} ({need.id})" for number, need in enumerate(self.shown, 1))
            words = _("Which one? Write its number or ID; several with commas:")
            raise ValueError("\n".join([words, *found])) from None

    def numbered(self, part: str) -> str:
        here = part.isdecimal() and 0 < int(part) <= len(self.shown)
        return self.shown[int(part) - 1].id if here else part


def nearest(plan: Plan, types: Sequence[str], words: str) -> list[Need]:
    """The objects whose titles, abbreviations or IDs are nearest to some words, with or without accents."""
    from rapidfuzz import fuzz, process

    needs = [need for name in types for need in plan.of_type(name)]
    names = [unaccented(f"{need.title} {need['abbr']} {need.id}".casefold()) for need in needs]
    ranked = process.extract(
        unaccented(words.casefold()), names, scorer=fuzz.token_set_ratio, limit=_MOST, score_cutoff=60
    )
    return [needs[index] for _name, _score, index in ranked]
