"""Words that several documents share."""

from collections.abc import Iterable, Iterator
from datetime import date

from kehoach.documents.layout import Letterhead, Run, Text
from kehoach.language import _
from kehoach.plan import Need
from kehoach.progress import Progress
from kehoach.reports.words import as_of_words, closed_words, draft_words, number_of, uncounted_words


def notice(*plans: Need) -> str:
    """What every page says of itself: the signed paper is the original, or nobody has signed it yet."""
    return _notice(draft_words(plans))


def notice_of_all(progress: Progress) -> str:
    """The same, of pages of all plans, some of which may be in none of their figures."""
    return _notice(uncounted_words(progress))


def _notice(words: str) -> str:
    return ". ".join(filter(None, (words, _("Made from data; it does not replace the original"))))


def remarks(progress: Progress, plan: Need) -> tuple[str, ...]:
    """What stands under the title of a document: of which day its figures are, and whether the plan ended."""
    said = (as_of_words(progress.as_of), closed_words(progress, plan))
    return tuple(f"({words})" for words in said if words)


def footer(progress: Progress, plan: Need) -> str:
    """The foot of pages that show figures of a plan."""
    return f"{notice(plan)}. {as_of_words(progress.as_of)}"


def draft_footer(as_of: date, plan: Need) -> str:
    """The foot of what an office signs once it is finished, and which is then an original."""
    return ". ".join(filter(None, (_("Draft"), draft_words([plan]), as_of_words(as_of))))


#: Where a draft is signed, in the words of the decree's forms (annex III).
SIGNATURE = ("QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ", "Họ và tên")


def recipients(*named: str) -> tuple[str, ...]:
    """The recipients of a draft."""
    return ("Nơi nhận:", *(f"- {name};" for name in named), "- Lưu: VT, ……")


def long_day(value: date) -> str:
    """A day as letterheads write it (Decree 30/2020/NĐ-CP): days and the first two months with two digits."""
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02} tháng {month} năm {value.year}"


def called(plan: Need) -> str:
    """A plan as other documents name it: kind, number, day and issuer, as the decree cites documents."""
    number = number_of(plan) if plan.unsigned else _("no. {number}").format(number=plan["number"])
    words = " ".join(filter(None, (plan["doc_type"], number)))
    issued = plan.day("issued")
    if issued:
        words += " " + long_day(issued)
    return f"{words} {_('of {issuer}').format(issuer=plan['issuer'])}" if plan["issuer"] else words


def draft_letterhead(plan: Need, as_of: date, kind: str, about: str = "") -> Letterhead:
    """The letterhead of a draft: number and day are for the office that sends it to fill in."""
    own = plan["report_via"].upper() or "……………………"
    blank = f"……, ngày …… tháng …… năm {as_of.year}"
    return Letterhead((own,), f"Số:       /{kind}", blank, above=plan["issuer"].upper(), about=about)


def facts(pairs: Iterable[tuple[str, str]]) -> Iterator[Text]:
    """Labels in bold with their words, leaving out what there is nothing to say of."""
    for label, words in pairs:
        if words:
            yield (Run(f"{label}: ", bold=True), Run(words))
