"""How the next plan begins and ends: the letterhead, the recipients and the signature of the former."""

from kehoach.documents.layout import NATIONAL
from kehoach.official.letterhead import OfficialText
from kehoach.plan import Need
from kehoach.renewal import wording


def head(read: OfficialText, home: Need, year: int) -> list[str]:
    """The letterhead of the next plan: that of the former, number and day still open."""
    sign = home["number"].partition("/")[2]
    subject = [wording.in_year(line.text, home.year, year) for line in read.subject]
    return [
        *([line.text for line in read.issuer] or [home["issuer"].upper()]),
        *([line.text for line in read.national] or NATIONAL),
        f"Số: …/{sign or 'KH-UBND'}",
        f"{_place(read)}ngày … tháng … năm {year}",
        *([line.text for line in read.doc_type] or [home["doc_type"].upper()]),
        *(subject or [wording.in_year(home.title, home.year, year).upper()]),
    ]


def end(read: OfficialText, home: Need) -> list[str]:
    """Recipients and signature as they were, without the name of who signed the former plan."""
    signature = [line.text for line in read.signature]
    signer = home["signer"].casefold()
    while signature and (signature[-1].casefold() == signer or signature[-1] != signature[-1].upper()):
        signature.pop()
    return [*(line.text for line in read.recipients), *signature]


def _place(read: OfficialText) -> str:
    place = read.place_and_day[0].text if read.place_and_day else ""
    return place[: place.lower().rfind("ngày")] if "ngày" in place.lower() else ""
