"""A workbook of `export xlsx` that comes back: read, compared with its base and with the files, written.

``safety`` and ``workbook`` read it, ``cells`` says what is in a cell, ``threeway`` merges values and knows no
format, ``applying`` turns the result into edits, ``receipt`` says what came of it.
"""

#: What the names of workbooks begin with by which offices report.
REPORT = "phieu-bao-cao"
