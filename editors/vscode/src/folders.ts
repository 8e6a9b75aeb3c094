/** The folders of the workspace that hold a project, and what runs in them. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

import { type Done, type Program, argumentsOf, program, run, said } from "./core/program";

/** Whether a folder holds a project. */
export function isProject(folder: vscode.WorkspaceFolder): boolean {
  return folder.uri.scheme === "file" && existsSync(join(folder.uri.fsPath, "ubproject.toml"));
}

/** All projects of the workspace. */
export function projects(): vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(isProject);
}

/** The project of a file, or of the page that is open, or the only one, or the one that is chosen. */
export async function chosenProject(file?: vscode.Uri): Promise<vscode.WorkspaceFolder | undefined> {
  const open = file ?? vscode.window.activeTextEditor?.document.uri;
  const mine = open && vscode.workspace.getWorkspaceFolder(open);
  if (mine && isProject(mine)) return mine;
  const all = projects();
  if (all.length > 1) {
    const items = all.map((folder) => ({ label: folder.name, description: folder.uri.fsPath, folder }));
    return (await vscode.window.showQuickPick(items, { title: "Kế hoạch nào?" }))?.folder;
  }
  if (!all[0]) void vscode.window.showErrorMessage("Thư mục đang mở không có tệp ubproject.toml.");
  return all[0];
}

/** How kehoach is started in a project. */
export function programOf(folder: vscode.WorkspaceFolder): Program {
  const settings = vscode.workspace.getConfiguration("kehoach", folder);
  return program(folder.uri.fsPath, settings.get<string[]>("command", []));
}

/** Save what is edited, then run kehoach in a project while a message says what is done. */
export async function runIn(
  folder: vscode.WorkspaceFolder,
  name: Parameters<typeof argumentsOf>[0],
  values: Readonly<Record<string, string>>,
  title: string,
  more: readonly string[] = [],
): Promise<Done> {
  await vscode.workspace.saveAll(false);
  const location = vscode.ProgressLocation.Notification;
  const args = [...argumentsOf(name, values), ...more];
  return vscode.window.withProgress({ location, title }, () =>
    run(programOf(folder), args, folder.uri.fsPath),
  );
}

/** Say why something was not done, in a message that takes several lines. */
export async function refuse(title: string, done: Done, ...buttons: string[]): Promise<string | undefined> {
  return vscode.window.showErrorMessage(title, { modal: true, detail: said(done) }, ...buttons);
}
