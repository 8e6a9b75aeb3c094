"""What a model asks for no longer: a change of ``ubproject.toml`` can let through what was refused before."""

from collections.abc import Iterator
from typing import Any

from kehoach.plan.model import Model

#: What says what a thing is called, and lets nothing through.
_WORDS = {"description", "title", "outgoing", "incoming", "color", "style"}
#: What the declaration of an option has.
_DECLARES = {"schema", "target_types"}
_LISTS = {"types": "directive", "schemas": "id"}


def weakened(before: Model, after: Model) -> tuple[str, ...]:
    """The places of a model that ask for less, or for something else, than before.

    Types, options, links, words of a list and required options may be added; whatever is dropped or
    reads otherwise is named, as ``needs.types.task.links.owner``. So is another clock for "today".
    """
    clock = () if before.time_zone == after.time_zone else ("kehoach.time_zone",)
    return (*_differing(before.settings, after.settings, "needs"), *clock)


def _differing(before: Any, after: Any, place: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            if key in _WORDS:
                continue
            here = f"{place}.{key}"
            if key not in after:
                yield here
            else:
                yield from _differing(_named(key, value), _named(key, after[key]), here)
        if place == "needs" or before.keys() & _DECLARES:
            # A switch that was not there, or a default value of an option.
            yield from (f"{place}.{key}" for key in after if key not in {*before, *_WORDS})
    elif isinstance(before, list) and isinstance(after, list):
        # Lists of words: a list to choose from and a list of what is required both may grow.
        yield from (f"{place}: {word}" for word in before if word not in after)
    elif before != after:
        yield place


def _named(key: str, value: Any) -> Any:
    """A list of tables by what identifies each."""
    name = _LISTS.get(key)
    if name and isinstance(value, list) and all(isinstance(one, dict) and name in one for one in value):
        return {one[name]: one for one in value}
    return value
