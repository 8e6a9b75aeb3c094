"""Sphinx configuration: what is this site's own. The model is in ubproject.toml, all else in the package."""

extensions = ["kehoach"]
include_patterns = ["index.md", "docs/**", "needs/**"]

# With these, each card links to its line in the repository's editor.
kehoach_repository = ""  # as "https://gitlab.example.org/group/project"
kehoach_edit = ""  # "github", "gitlab", "gitea", or an address with {path}
kehoach_branch = "main"

# For whoever changes the tool: pages that are not on the site.
exclude_patterns = [
    f"docs/{name}.md"
    for name in (
        "api",
        "decisions",
        "hosting",
        "hostile",
        "importing",
        "mutants",
        "performance",
        "scale",
        "security",
    )
]
