"""Sphinx configuration: wiring only. The model is in ubproject.toml, the code in scripts/kehoach/."""

from pathlib import Path

from kehoach.extension import theme

ROOT = Path(__file__).parent

project = "Theo dõi thực hiện kế hoạch"
author = "kehoach"
language = "vi"
locale_dirs = theme.catalogues(ROOT / "build" / "locale")

extensions = ["myst_parser", "sphinx_needs", "kehoach.extension"]
include_patterns = ["index.md", "docs/**", "needs/**"]
source_suffix = {".md": "markdown"}  # reStructuredText can include files and raw HTML
exclude_patterns = ["[.]*", "**/.*", "build"]
exclude_patterns += [
    f"docs/{name}.md"
    for name in ("api", "decisions", "hosting", "importing", "mutants", "performance", "security")
]
myst_enable_extensions = ["colon_fence"]

# With these, each card links to its line in the repository's editor (see CONTRIBUTING.md).
kehoach_repository = ""  # as "https://gitlab.example.org/group/project"
kehoach_edit = ""  # "github", "gitlab", "gitea", or an address with {path}
kehoach_branch = "main"

needs_from_toml = "ubproject.toml"
needs_role_need_template = "{{ title }}"

html_theme = "furo"
html_title = project
html_show_copyright = False
html_copy_source = False
html_use_index = False
html_permalinks_icon = "¶"
templates_path = [str(theme.HERE / "templates")]
html_static_path = [str(theme.HERE / "static")]
