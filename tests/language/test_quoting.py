"""Words of people in files of Python, TOML and JSON, and in messages."""

import ast
import json
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from kehoach.language.text import cut, quoted


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_quoted_text_is_read_back_as_it_was(text: str) -> None:
    """No letter ends the string, whichever of the three reads it."""
    written = quoted(text)
    assert (json.loads(written), ast.literal_eval(written), tomllib.loads(f"x = {written}")["x"]) == (
        text,
    ) * 3


def test_a_message_quotes_the_first_sixty_letters() -> None:
    """What is longer ends in an ellipsis, which is one of them."""
    assert cut("x" * 60) == "x" * 60
    assert cut("x" * 61) == "x" * 59 + "…"
