"""What is wrong with ubproject.toml is said in one sentence, with the key, by whoever reads it."""

import re
from pathlib import Path

import pytest

from conftest import Run
from kehoach.plan import model, reader

OWNER = 'owner = { description = "Cơ quan chủ trì", outgoing = "Cơ quan chủ trì", incoming = "Chủ trì", '
TARGETS = f'{OWNER}target_types = ["agency"] }}'
# what stands there, what somebody made of it, what is said
WRONG = {
    "a text for a list": (
        TARGETS,
        f'{OWNER}target_types = "agency" }}',
        '"needs.types[task].links.owner.target_types" is "agency", and must be a list, in square brackets',
    ),
    "an unknown type": (
        TARGETS,
        f'{OWNER}target_types = ["agncy"] }}',
        '"needs.types[task].links.owner.target_types" names "agncy", which is declared nowhere; '
        'did you mean "agency"',
    ),
    "a number for a text": (
        'prefix = "NV-"',
        "prefix = 1",
        '"needs.types[task].prefix" is 1, and must be a text, in quotation marks',
    ),
    "a text for a yes": (
        "json_remove_defaults = true",
        'json_remove_defaults = "yes"',
        '"needs.json_remove_defaults" is "yes", and must be true or false',
    ),
    "what may not be": (
        "allow_unsafe_filters = false",
        "allow_unsafe_filters = true",
        '"needs.allow_unsafe_filters" is true, and must be false',
    ),
    "a misspelt key": (
        "reproducible_json = true",
        "reproducable_json = true",
        'there is no key "needs.reproducable_json"; did you mean "reproducible_json"',
    ),
    "a key of nobody's": ("[needs]\n", "[needs]\nzzz = 1\n", 'there is no key "needs.zzz"'),
    "a key that is gone": ('title = "Nhiệm vụ"\n', "", '"needs.types[task].title" is missing'),
    "no pattern": (
        'pattern = "^https?://"',
        'pattern = "("',
        '"needs.types[basis].fields.url.schema.pattern" cannot be "("',
    ),
    "an unknown option required": (
        'validate.local.required = ["origin"]',
        'validate.local.required = ["orign"]',
        '"needs.schema_definitions.schemas[deliverable].required" names "orign", which is declared nowhere; '
        'did you mean "origin"',
    ),
    "an unknown option in the order": (
        'directive = ["on"]',
        'directive = ["onn"]',
        '"kehoach.order.directive" names "onn", which is declared nowhere',
    ),
    "another type of file": ("[needs]\n", "[needs\n", "Expected ']' at the end of a table declaration"),
    "nested without end": ("[needs]\n", f"x = {'[' * 5000}\n[needs]\n", "nested too deeply"),
}


def damaged(root: Path, old: str, new: str) -> None:
    """Put something in the place of something in the model, where it stands first."""
    path = root / "ubproject.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(("old", "new", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_one_sentence_with_its_key(small: Path, old: str, new: str, said: str) -> None:
    """Whatever is wrong, the reader refuses it by the key where it stands."""
    damaged(small, old, new)
    with pytest.raises(ValueError, match=f"^{re.escape(said)}"):
        reader.read(small)
    with pytest.raises(ValueError, match=re.escape(said)):
        model.load(small)


@pytest.mark.parametrize(
    "name", ["a text for a list", "an unknown type", "a number for a text", "a misspelt key"]
)
def test_check_and_build_say_it_without_a_traceback(
    name: str, small: Path, kehoach: Run, sphinx_build: Run
) -> None:
    """Both stop with exit code 2 and the same sentence, with the file."""
    old, new, _said = WRONG[name]
    damaged(small, old, new)
    (small / "conf.py").write_text('extensions = ["kehoach"]\n', encoding="utf-8")
    (small / "index.md").write_text("# X\n\n```{toctree}\n:glob:\n\nneeds/**\n```\n", encoding="utf-8")
    check, built = kehoach("check", "--root", small), sphinx_build(small)
    assert (check.returncode, built.returncode) == (2, 2)
    sentence = check.stderr.partition(": ")[2].strip()
    assert "ubproject.toml" in sentence
    assert sentence in built.stderr
    assert "Traceback" not in check.stderr + built.stderr


def test_every_key_of_sphinx_needs_may_be_set(small: Path) -> None:
    """A setting that changes nothing about what objects are is no fault."""
    added = '[needs]\nstatuses = [{ name = "open" }]\nflow_engine = "graphviz"\n'
    damaged(small, "[needs]\n", f"{added}layouts = {{}}\n")
    assert reader.read(small).needs
