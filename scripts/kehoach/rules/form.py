"""KH0xx: what the files must look like."""

import re
from collections.abc import Iterator

from kehoach.language import _
from kehoach.language.text import cut
from kehoach.plan import Fault, FaultKind, Need
from kehoach.plan.forms import FIELDS
from kehoach.plan.model import Model, NeedType
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule


def _finding(fault: Fault, message: str) -> Finding:
    return Finding(fault.path, fault.line, "", fault.id, message, fault.field)


@rule("KH001")
def encoding(check: Check) -> Iterator[Finding]:
    """A file is UTF-8 text.

    Bad: a file saved as Windows-1258. Good: the same file saved as UTF-8.
    """
    for fault in check.faults(FaultKind.ENCODING):
        yield _finding(fault, _("The file is not UTF-8 from this line on. Save it as UTF-8."))


@rule("KH002")
def not_nfc(check: Check) -> Iterator[Finding]:
    """Vietnamese letters are written precomposed (Unicode NFC).

    Bad: "ê" as two characters. Good: "ê" as one.
    """
    for fault in check.faults(FaultKind.NOT_NFC):
        message = _('"{text}" has decomposed letters. Save the file as precomposed Unicode (NFC).')
        yield _finding(fault, message.format(text=cut(fault.detail)))


@rule("KH003")
def line_ends(check: Check) -> Iterator[Finding]:
    """A file has plain line ends (LF) and no byte order mark.

    Bad: CR LF line ends. Good: LF line ends.
    """
    for fault in check.faults(FaultKind.LINE_ENDS):
        if fault.detail == "BOM":
            message = _("The file begins with a byte order mark. Save it as UTF-8 without BOM.")
        elif fault.detail == "CR":
            message = _("The file has Windows line ends (CR). Save it with LF line ends.")
        else:
            message = _("This line holds a hidden line end (as some programs paste it). Type it anew.")
        yield _finding(fault, message)


@rule("KH004")
def unclosed(check: Check) -> Iterator[Finding]:
    """Every ``:::{...}`` is closed by a line ``:::`` of its own.

    Bad: the next ``:::{task}`` begins before the closing line. Good: ``:::`` after the last line.
    """
    for fault in check.faults(FaultKind.UNCLOSED):
        if fault.detail == "stray":
            message = _('This ":::" closes nothing. Delete it.')
        elif fault.detail == "indented":
            message = _('This ":::" is too far in to close anything. Put it at the beginning of its line.')
        else:
            message = _('":::{{{name}}}" is not closed. Add a line ":::" after its last line.')
        yield _finding(fault, message.format(name=fault.detail))


@rule("KH005")
def nested(check: Check) -> Iterator[Finding]:
    """An object does not stand inside another.

    Bad: a deliverable inside a task. Good: both side by side, linked by ``deliverables``.
    """
    for fault in check.faults(FaultKind.NESTED):
        message = _(
            '"{{{name}}}" stands inside {id}. Close {id} with ":::" before this line, and delete the ":::" '
            "that closes it further down."
        )
        yield _finding(fault, message.format(name=fault.detail, id=fault.id or _("another object")))


@rule("KH006")
def lost_option(check: Check) -> Iterator[Finding]:
    """Options stand together right under the opening line, each beginning with a colon.

    Bad: a blank line between ``:id:`` and ``:owner:``. Good: no blank line among the options.
    """
    for fault in check.faults(FaultKind.LOST_OPTION):
        message = _(
            'The line "{name}" would be lost in the text. Write ":{name}:" right under the other '
            "options, with no blank line between."
        )
        if fault.hint:
            message = _('This line is no option as it stands. Write "{line}".')
        yield _finding(fault, message.format(name=fault.detail, line=fault.hint))


@rule("KH007")
def cut_value(check: Check) -> Iterator[Finding]:
    """A value is taken to the end of its line as it stands.

    Bad: ``:form: Trực tiếp #1`` (cut at the #). Good: ``:form: Trực tiếp, đợt 1``.
    """
    for fault in check.faults(FaultKind.CUT_VALUE):
        message = _(
            'Not all of the value "{text}" would be read. Leave a space after the option\'s colon; '
            'do not use " #", tabs, or quotes, "|", ">" at its beginning.'
        )
        yield _finding(fault, message.format(text=cut(fault.detail)))


@rule("KH008")
def two_lines(check: Check) -> Iterator[Finding]:
    """One option is one line, however long.

    Bad: the agencies of ``:owner:`` go on in a second line. Good: all of them in one line.
    """
    for fault in check.faults(FaultKind.TWO_LINES):
        message = _('The value of "{name}" goes on in the next line: "{text}". Join the lines.')
        yield _finding(fault, message.format(name=fault.field, text=cut(fault.detail)))


@rule("KH009")
def dash_block(check: Check) -> Iterator[Finding]:
    """Options are lines ``:key: value``, not a block between ``---`` lines.

    Bad: ``---``, ``id: NV-1``, ``---``. Good: ``:id: NV-1``.
    """
    for fault in check.faults(FaultKind.DASH_BLOCK):
        message = _('Options stand between "---" lines. Write each as ":key: value" instead.')
        yield _finding(fault, message)


@rule("KH010")
def duplicate_option(check: Check) -> Iterator[Finding]:
    """An option is written once.

    Bad: two lines ``:owner:``. Good: one line ``:owner: CQ-A, CQ-B``.
    """
    for fault in check.faults(FaultKind.DUPLICATE_OPTION):
        message = _('"{name}" is written twice. Keep one line.')
        yield _finding(fault, message.format(name=fault.detail))


@rule("KH011")
def unknown_option(check: Check) -> Iterator[Finding]:
    """Only the options of the model are used.

    Bad: ``:ower: CQ-SNV``. Good: ``:owner: CQ-SNV``.
    """
    for fault in check.faults(FaultKind.UNKNOWN_OPTION):
        label = ""
        if fault.hint:
            message = _('There is no option "{name}" here. Did you mean "{near}"?')
            if label := _label(check, fault):
                message = _('There is no option "{name}" here. The key of "{label}" is "{near}".')
        else:
            message = _('There is no option "{name}" here. Delete it, or see docs/glossary.md.')
        yield _finding(fault, message.format(name=fault.detail, near=fault.hint, label=label))


def _label(check: Check, fault: Fault) -> str:
    """The words for the option that was meant, where words were written for it."""
    need = check.plan.needs.get(fault.id)
    need_type = check.plan.model.types[need.type] if need else None
    called = need_type is not None and need_type.option_called(fault.detail) == fault.hint
    return need_type.labels.get(fault.hint, "") if need_type and called else ""


@rule("KH012")
def computed_option(check: Check) -> Iterator[Finding]:
    """What is computed is never typed.

    Bad: ``:due: 2023-09-30``. Good: ``:deadline: Quý III năm 2023``, from which it is computed.
    """
    for fault in check.faults(FaultKind.COMPUTED_OPTION):
        message = _('"{name}" is computed. Delete this line.')
        yield _finding(fault, message.format(name=fault.detail))


@rule("KH013")
def markup(check: Check) -> Iterator[Finding]:
    """``needs/`` holds headings, paragraphs, lists, emphasis, links, {need} references and our objects only.

    Bad: ``{include}``, raw HTML, images, code. Good: plain text.
    """
    for fault in check.faults(FaultKind.MARKUP):
        if fault.hint:
            message = _('There is no object "{text}". Did you mean "{{{near}}}"?')
        elif fault.detail.startswith("!["):
            message = _("No image stands in needs/. Name its file or address in an evidence (`file`, `url`).")
        else:
            message = _('"{text}" is not allowed in needs/. Delete it, or write it as plain text.')
        yield _finding(fault, message.format(text=fault.detail, near=fault.hint))
    for fault in check.faults(FaultKind.LONG_LINE):
        message = _(
            "This line has {count} characters, and no page may have one of more than 10000. Break it up."
        )
        yield _finding(fault, message.format(count=fault.detail))


_CALL = re.compile(r"\[\[.*?(\]\]|$)")


@rule("KH014")
def dynamic_function(check: Check) -> Iterator[Finding]:
    """Titles and options hold words, not functions to be computed.

    Bad: ``:::{task} Báo cáo [[copy("id")]]``. Good: ``:::{task} Báo cáo``.
    """
    for need in _all(check):
        for option, value in (("title", need.title), *need.options.items()):
            if "[[" in value and (call := _CALL.search(value)):
                message = _('"{text}" is a function call, which is not allowed. Write plain words.')
                yield check.at(need, message.format(text=call[0]), option)


@rule("KH015")
def duplicate_id(check: Check) -> Iterator[Finding]:
    """An ID belongs to one object, for ever.

    Bad: two tasks ``NV-172-2023-II-1-A``. Good: the second is ``NV-172-2023-II-1-B``.
    """
    for need in check.plan.duplicates:
        first = check.plan.needs[need.id]
        message = _('"{id}" is already the ID of "{title}" ({path}:{line}). Give this one its own.')
        text = message.format(id=need.id, title=first.title, path=first.path, line=first.line)
        yield check.at(need, text, "id")
    for need_id in check.plan.needs.keys() & check.plan.outside.keys():
        other = check.plan.outside[need_id]
        message = _('"{id}" is already the ID of "{title}" in {path}. Give that project an `id_prefix`.')
        if check.plan.above(need_id):
            message = _(
                '"{id}" is already the ID of "{title}" in {path}. Take that plan out of the lock, and in '
                "again with `kehoach upstream add --prefix …`."
            )
        text = message.format(id=need_id, title=other.title, path=other.path)
        yield check.at(check.plan.needs[need_id], text, "id")


@rule("KH016")
def malformed_id(check: Check) -> Iterator[Finding]:
    """An ID begins with the letters of its type and is made of capitals, digits and hyphens.

    Bad: ``:id: nv_1``. Good: ``:id: NV-172-2023-II-1-A``.
    """
    for need in _all(check):
        if message := refused_id(check.plan.model, need.type, need.id):
            yield check.at(need, message, "id")


def refused_id(model: Model, type_name: str, need_id: str) -> str:
    """What is wrong with an ID for an object of a type; empty where nothing is."""
    prefix = model.types[type_name].prefix
    if not need_id:
        message = _('No ID. Add a line ":id: {prefix}…".')
    elif not need_id.startswith(prefix):
        message = _('The ID "{id}" of this object must begin with "{prefix}".')
    elif not re.search(model.id_regex, need_id):
        message = _('The ID "{id}" may hold capitals A-Z, digits and single hyphens only.')
    else:
        return ""
    return message.format(id=need_id, prefix=prefix)


@rule("KH017")
def no_title(check: Check) -> Iterator[Finding]:
    """Every object has a title on its opening line.

    Bad: ``:::{task}``. Good: ``:::{task} Tổ chức hội nghị``.
    """
    for need in _all(check):
        if not need.title:
            yield check.at(need, _('No title. Write it behind the opening ":::{…}".'), "title")


@rule("KH018")
def missing_option(check: Check) -> Iterator[Finding]:
    """What the model requires of a type is there.

    Bad: a deliverable without ``:origin:``. Good: ``:origin: stated``.
    """
    # What nobody has signed has neither number nor day.
    of_the_signed = {"number", "issued"}
    # Owner, deadline, deliverables and what a waiver needs have rules, and so words, of their own.
    own_rule = {
        "task": {"owner", "deadline", "deliverables"},
        "waiver": {"waives", "reason", "decided_by"},
        "evidence": {"proves"},
        "indicator": {"owner", "targets"},
    }
    for need in _all(check):
        need_type = check.plan.model.types[need.type]
        for option in need_type.required:
            if written(need, option) or option in own_rule.get(need.type, ()):
                continue
            if not (need.unsigned and option in of_the_signed):
                message = _('No "{option}" ({label}). Add a line ":{option}: …".')
                text = message.format(option=option, label=need_type.labels[option])
                yield check.at(need, text, option)


@rule("KH019")
def wrong_value(check: Check) -> Iterator[Finding]:
    """A value has the form that the model declares: a day, a word from a list, a pattern.

    Bad: ``:issued: 26/06/2023``. Good: ``:issued: 2023-06-26``.
    """
    for need in _all(check):
        need_type = check.plan.model.types[need.type]
        values = {name: value for name, value in need.options.items() if value}
        if need_type.validator.is_valid(values):
            continue
        for error in need_type.validator.iter_errors(values):
            option = str(error.instance_path[0])
            text = refusal(need_type, option, need[option])
            yield check.at(need, text, option)


def refusal(need_type: NeedType, option: str, value: str) -> str:
    """What is wrong with a value that the model's schema refuses, and what may be written."""
    schema = need_type.fields[option]
    if len(schema.get("enum", ())) == 1:
        message = _('"{option}" cannot be "{value}". Write {allowed}, or delete the line.')
    elif "enum" in schema:
        message = _('"{option}" cannot be "{value}". Write one of: {allowed}.')
    elif schema.get("format") == "date":
        message = _('"{option}" is no day: "{value}". Write year-month-day, as in 2023-06-26.')
    else:
        message = _('"{option}" cannot be "{value}": it must match {pattern}.')
    allowed = ", ".join(schema.get("enum", ()))
    pattern = schema.get("pattern", schema["type"])
    return message.format(option=option, value=value, allowed=allowed, pattern=pattern)


@rule("KH020")
def not_a_plain_file(check: Check) -> Iterator[Finding]:
    """``needs/`` holds plain files, with names that every system can hold, and pages end in ``.md``.

    Bad: ``nhiem-vu.rst``, a link to another folder. Good: ``nhiem-vu.md``.
    """
    for fault in check.faults(FaultKind.FILE):
        message = {
            "LINK": _("This is a link to another place. Put the file itself here."),
            "HIDDEN": _("Git carries this hidden file, and nobody reads it. Rename or delete it."),
            "SPECIAL": _("This is no file that can be read. Delete it."),
            "NAME": _("Not every system can hold this name. Rename it: letters, digits and hyphens."),
            "TWIN": _(
                "Another name differs in capitals only, and not every system can hold both. Rename one."
            ),
            "SUFFIX": _("This file is not read. Name it .md, or delete it."),
            "SIZE": _("This file is too large. Split it, or keep it elsewhere and write its address."),
        }[fault.detail]
        yield _finding(fault, message)


@rule("KH021")
def invisible(check: Check) -> Iterator[Finding]:
    """A file holds no control characters, none that nobody sees, none that turn the order of letters round.

    Bad: a title with an ESC character, U+200B or U+202E in it. Good: the title typed anew.
    """
    for fault in check.faults(FaultKind.INVISIBLE):
        message = _("This line holds an invisible character ({code}). Type it anew.")
        if fault.field:
            message = _(
                'The value of "{option}" holds a character that looks like a space or like nothing ({code}: '
                "pasted from a web page or Word?). Type it anew."
            )
        yield _finding(fault, message.format(code=fault.detail, option=fault.field))


@rule("KH023")
def elsewhere(check: Check) -> Iterator[Finding]:
    """Objects stand in ``needs/`` only, and are changed there only.

    Bad: ``:::{task}`` or ``:::{needextend}`` in ``docs/``. Good: the task in ``needs/``, an amendment.
    """
    for fault in check.faults(FaultKind.ELSEWHERE):
        message = _('"{{{name}}}" stands outside needs/, where nothing is checked. Move it there.')
        yield _finding(fault, message.format(name=fault.detail))


@rule("KH028")
def form_of_report(check: Check) -> Iterator[Finding]:
    """A form of reports in ``forms/`` says what its rows are about, and what stands in each column.

    Bad: ``value = "han"`` in a form of tasks. Good: ``value = "due"``.
    """
    for fault in check.faults(FaultKind.FORM):
        message = _form_message(fault)
        if fault.hint and fault.hint != fault.detail:
            message = _('{message} Did you mean "{near}"?').format(message=message, near=fault.hint)
        yield _finding(fault, message)


def _form_message(fault: Fault) -> str:
    message = {
        "long": _("This form is too long to be one. Take out what is not its own."),
        "toml": _('This line cannot be read. Write "key = value", texts in quotation marks, lists in "[ ]".'),
        "wide": _("A form has at most {detail} columns: paper has no room for more."),
        "key": _('A form has no "{detail}".'),
        "missing": _('"{detail}" is missing. Add a line for it.'),
        "rows": _('Rows cannot be about "{detail}", only: {known}.'),
        "value": _('No column of such rows can show "{detail}". docs/exports.md lists what can.'),
        "total": _("Only agencies and plans are counted, so only they have a line that adds up."),
        "not-text": _('"{detail}" has to be a text in quotation marks.'),
        "not-words": _('"{detail}" has to be texts in square brackets: ["…", "…"].'),
        "not-flag": _('"{detail}" has to be true or false.'),
        "not-width": _('"{detail}" has to be a number of letters, from 1 to 200.'),
        "not-columns": _('Write "[[columns]]" above the lines of each column.'),
    }[fault.field]
    return message.format(detail=cut(fault.detail), known=", ".join(FIELDS))


@rule("KH022")
def conflict(check: Check) -> Iterator[Finding]:
    """A file holds one version of the text, without the marks that git leaves where two edits meet.

    Bad: lines ``<<<<<<<``, ``=======``, ``>>>>>>>``. Good: the lines of one of the two, or of both.
    """
    for fault in check.faults(FaultKind.CONFLICT):
        message = _(
            "Two edits of the same lines met here (git). Keep what is right of both between the lines "
            '"<<<<<<<" and ">>>>>>>", and delete these and "=======".'
        )
        yield _finding(fault, message)


@rule("KH024")
def formatted(check: Check) -> Iterator[Finding]:
    """A page is as people wrote it, not as a formatter of Markdown has rewritten it.

    Bad: ``:::{task} Báo cáo :id: NV-1 :owner: CQ-A`` on one line. Good: each option on a line of its own.
    """
    for fault in check.faults(FaultKind.FORMATTED):
        message = _(
            'A formatter (prettier, mdformat …) has rewritten this page, as here: "{text}". Take its last '
            "version back (git restore {path}), and switch formatting off for needs/."
        )
        yield _finding(fault, message.format(text=cut(fault.detail), path=fault.path))


def written(need: Need, option: str) -> bool:
    """Whether an option has a value, as a field or as a link."""
    return bool(need[option] or need.to(option))


def _all(check: Check) -> Iterator[Need]:
    yield from check.plan.needs.values()
    yield from check.plan.duplicates
