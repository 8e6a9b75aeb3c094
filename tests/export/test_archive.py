"""PDF/A-2 as a validator other than our typesetter sees it."""

import re
from io import BytesIO

from pikepdf import pdfa

from export.test_pdf import FONT, every
from kehoach.export import pdf
from kehoach.plan import Plan

#: What the validator says of every PDF of the typesetter, and why it is no fault of the file. It knows only
#: level B of PDF/A-2, and refuses what it does not know.
FALSE_ALARMS = {
    # Level A is B with tags and letters that can be read, and says so.
    "pdfaid:conformance is 'A', expected 'B'",
    # ISO 19005-2, 6.6.2.3: extension schemas are declared like this; the one declared is that of PDF/UA.
    "XMP namespace pdfaExtension=http://www.aiim.org/pdfa/ns/extension/ is not permitted",
    "XMP namespace pdfaSchema=http://www.aiim.org/pdfa/ns/schema# is not permitted",
    "XMP namespace pdfaProperty=http://www.aiim.org/pdfa/ns/property# is not permitted",
    "XMP property pdfaExtension:schemas is not permitted",
    "XMP property pdfuaid:part is not permitted",
    # The paged-text schema is one of those of the XMP specification of 2005, which the standard allows.
    "XMP namespace xmpTPg=http://ns.adobe.com/xap/1.0/t/pg/ is not permitted",
    "XMP property xmpTPg:NPages is not permitted",
    # Not checked by the validator: the history of the document in its metadata; matrices of subset CFF fonts.
    "the content of structured XMP property xmpMM:History is not checked",
    "CIDFontType0: CFF FDArray FontMatrix is not supported",
    # ISO 32000-1, 12.3.2.2: a destination is an array, which may be an object of its own like any value.
    "'N 0 R' is not valid under any of the given schemas",
}


def test_a_validator_finds_nothing_but_false_alarms(demo_plan: Plan) -> None:
    """Each kind of document has only complaints that were looked into."""
    for document in every(demo_plan):
        report = pdfa.validate_written(BytesIO(pdf.pdf(document, FONT)), pdfa.Flavour.PDFA_2B)
        said = {re.sub(r"'\d+ 0 R'", "'N 0 R'", finding.message) for finding in report.findings}
        assert said <= FALSE_ALARMS
        destinations = (f.where for f in report.findings if " 0 R'" in f.message)
        assert all(where.endswith("/Dest") for where in destinations)
