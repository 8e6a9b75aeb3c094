"""kehoach: government implementation plans as code."""
