"""Plans of the offices above: taken in as pinned copies, brought up to date, and held against ours."""
