"""Words of people in files of Python, TOML and JSON."""

import ast
import json
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from kehoach.language.text import quoted


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_quoted_text_is_read_back_as_it_was(text: str) -> None:
    """No letter ends the string, whichever of the three reads it."""
    written = quoted(text)
    assert (json.loads(written), ast.literal_eval(written), tomllib.loads(f"x = {written}")["x"]) == (
        text,
    ) * 3
