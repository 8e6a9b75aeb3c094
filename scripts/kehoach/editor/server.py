"""The language server: what it can do, each feature with the function that answers, by pygls."""

from collections.abc import Callable, Coroutine
from datetime import date
from typing import Any

from lsprotocol import types as lsp

from kehoach.editor import answers, events, saying, turns
from kehoach.editor.projects import Server
from kehoach.plan import Plan

#: What opens a list of choices: a key, a type, the next of several objects, a value.
_TRIGGERS = (":", "{", ",", " ")
_ACTIONS = (lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll)
#: Pages come, change, go.
_EVENTS: dict[str, Callable[[Server, Any], None]] = {
    lsp.INITIALIZED: events.initialized,
    lsp.TEXT_DOCUMENT_DID_OPEN: events.opened,
    lsp.TEXT_DOCUMENT_DID_CHANGE: events.changed,
    lsp.TEXT_DOCUMENT_DID_SAVE: events.saved,
    lsp.TEXT_DOCUMENT_DID_CLOSE: events.closed,
    lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: events.changed_on_disk,
}
#: What is asked of a page.
_ANSWERS: dict[str, answers.Answer] = {
    lsp.TEXT_DOCUMENT_COMPLETION: answers.completion,
    lsp.TEXT_DOCUMENT_HOVER: answers.hover,
    lsp.TEXT_DOCUMENT_INLAY_HINT: answers.hints,
    lsp.TEXT_DOCUMENT_CODE_LENS: answers.lenses,
    lsp.TEXT_DOCUMENT_DOCUMENT_LINK: answers.links,
    lsp.TEXT_DOCUMENT_FOLDING_RANGE: answers.folds,
    lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: answers.tokens,
    lsp.TEXT_DOCUMENT_DEFINITION: answers.definition,
    lsp.TEXT_DOCUMENT_REFERENCES: answers.references,
    lsp.TEXT_DOCUMENT_PREPARE_RENAME: answers.renamed,
    lsp.TEXT_DOCUMENT_RENAME: answers.rename,
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: answers.symbols,
}
_OPTIONS: dict[str, Any] = {
    lsp.TEXT_DOCUMENT_COMPLETION: lsp.CompletionOptions(list(_TRIGGERS)),
    lsp.TEXT_DOCUMENT_CODE_ACTION: lsp.CodeActionOptions(list(_ACTIONS)),
    lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: lsp.SemanticTokensLegend(list(saying.TOKENS), []),
}


def server(today: Callable[[Plan], date]) -> Server:
    """A server with everything that it can do."""
    turns.share()
    made = Server(today)
    for method, take in _EVENTS.items():
        made.feature(method)(_with(made, take))
    for method, answer in _ANSWERS.items():
        made.feature(method, _OPTIONS.get(method))(_with(made, answers.of_page(answer)))
    actions = _OPTIONS[lsp.TEXT_DOCUMENT_CODE_ACTION]
    made.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, actions)(_waiting(made, answers.actions))
    made.feature(lsp.WORKSPACE_SYMBOL)(_with(made, answers.everywhere))
    return made


def _with(made: Server, answer: Callable[[Server, Any], Any]) -> Callable[[Any], Any]:
    def answered(params: Any) -> Any:
        with turns.first():
            return answer(made, params)

    return answered


def _waiting(
    made: Server, answer: Callable[[Server, Any], Coroutine[Any, Any, Any]]
) -> Callable[[Any], Coroutine[Any, Any, Any]]:
    async def answered(params: Any) -> Any:
        return await answer(made, params)

    return answered
