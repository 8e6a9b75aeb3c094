"""What an editor tells: pages that are opened, changed, saved and closed, and files that others change."""

from pathlib import Path

from lsprotocol import types as lsp
from pygls import uris

from kehoach.editor.projects import Server
from kehoach.plan import model

#: The files that make a plan, as clients are asked to watch them.
_WATCHED = ("**/needs/**", f"**/{model.FILE}", "**/docs/**/*.md", "**/conf.py")


def initialized(server: Server, _params: lsp.InitializedParams) -> None:
    """Look at the projects that the client has opened; ask one that can to tell which files others change."""
    for folder in server.workspace.folders.values():
        server.begin(Path(uris.to_fs_path(folder.uri) or ""))
    workspace = server.client_capabilities.workspace
    watching = workspace and workspace.did_change_watched_files
    if watching and watching.dynamic_registration:
        watchers = [lsp.FileSystemWatcher(pattern) for pattern in _WATCHED]
        options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
        method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
        wanted = lsp.RegistrationParams([lsp.Registration("kehoach-files", method, options)])
        server.client_register_capability(wanted)


def opened(server: Server, params: lsp.DidOpenTextDocumentParams) -> None:
    """A page has the text that the editor has."""
    whole = lsp.TextDocumentContentChangeWholeDocument(params.text_document.text)
    server.change(params.text_document.uri, [whole])


def changed(server: Server, params: lsp.DidChangeTextDocumentParams) -> None:
    """Parts of it are others; of a page that is not open nobody knows which."""
    if params.text_document.uri in server.pages:
        server.change(params.text_document.uri, params.content_changes)


def saved(server: Server, params: lsp.DidSaveTextDocumentParams) -> None:
    """What stands on disk is looked at again; a saved model is another project."""
    path = Path(uris.to_fs_path(params.text_document.uri) or "")
    if path.name == model.FILE:
        server.again(path.parent)
    elif found := server.at(params.text_document.uri):
        found[0].session.reload()
        found[0].look()


def closed(server: Server, params: lsp.DidCloseTextDocumentParams) -> None:
    """A page that is closed is what it is on disk."""
    server.pages.pop(params.text_document.uri, None)
    if found := server.at(params.text_document.uri):
        opened, path = found
        opened.session.close(path)
        opened.look()


def changed_on_disk(server: Server, params: lsp.DidChangeWatchedFilesParams) -> None:
    """Others have written, git or another program."""
    paths = [Path(uris.to_fs_path(change.uri) or "") for change in params.changes]
    for root in {path.parent for path in paths if path.name == model.FILE}:
        server.again(root)
    for root, project in list(server.open.items()):
        if any(path.is_relative_to(root) for path in paths):
            project.session.reload()
            project.look()
