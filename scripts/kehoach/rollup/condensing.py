"""What is read of plan data, a line each: DuckDB reads such lines ten times as fast as the files as they are.

The words of clauses, most of a file, are not even decoded.
"""

import re
from datetime import date
from typing import Any

import msgspec


class _Options(msgspec.Struct, omit_defaults=True, gc=False):
    issuer: str | None = None
    issued: str | None = None
    number: str | None = None
    field: str | None = None
    kind: str | None = None


class _Links(msgspec.Struct, omit_defaults=True, gc=False):
    implements: list[str] | None = None


class _Need(msgspec.Struct, gc=False):
    id: str | None = None
    title: str | None = None
    options: _Options | None = None
    links: _Links | None = None


class _Task(msgspec.Struct, omit_defaults=True, gc=False):
    id: str | None = None
    clause: str | None = None
    title: str | None = None
    effective_deadline: str | None = None
    fingerprint: str | None = None


class _Held(msgspec.Struct, omit_defaults=True, gc=False):
    task: str | None = None
    agency: str | None = None
    state: str | None = None
    since: date | None = None
    until: date | None = None
    due: date | None = None
    counted: bool | None = None
    certain: bool | None = None


class _Data(msgspec.Struct):
    """Of :mod:`kehoach.export.data` what is gathered; the first five are ours."""

    filename: str = ""
    source: str = ""
    file: str = ""
    sha256: str = ""
    fault: str = ""
    format: str | None = None
    version: float | None = None
    as_of: date | None = None
    commit: str | None = None
    plan: str | None = None
    needs: list[_Need] | None = None
    tasks: list[_Task] | None = None
    course: list[_Held] | None = None
    uppers: Any = None
    indicators: Any = None


#: What nobody sees, or what turns the order of letters round.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DECODER, _ENCODER = msgspec.json.Decoder(_Data), msgspec.json.Encoder()


def _fault(told: _Data) -> str:
    """What is wrong with names and titles, which are many: the others are looked at by SQL."""
    needs = told.needs or ()
    if _UNSEEN.search("".join([need.title or "" for need in needs])):
        return "words"
    for one in (needs, told.tasks or ()):
        if len(one) > len({named.id for named in one}):
            return "twice"
    return ""


def condensed(raw: bytes, filename: str, source: str, file: str, digest: str) -> bytes:
    """Plan data in a line, with what file of which source they are and its hash.

    Raises:
        ValueError: they are no JSON of this form.
    """
    try:
        told = _DECODER.decode(raw)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(str(error)) from error
    told.filename, told.source, told.file, told.sha256 = filename, source, file, digest
    told.fault = _fault(told)
    if told.needs:  # the others were looked at, and are in no table
        wanted = {told.plan, *(held.agency for held in told.course or ())}
        told.needs = [n for n in told.needs if n.id in wanted or (n.links and n.links.implements)]
    return _ENCODER.encode(told) + b"\n"
