"""Many plans of many offices as one: gathered into a folder of Parquet, counted by plain SQL.

Nothing here judges: each office's data hold from which day to which each of its tasks stood where
(``course`` of its plan data), and to have the states as of a day is to keep the rows that hold it.
"""
