/** The site: built, shown while one edits, and opened at the task that is being edited. */

import { connect } from "node:net";
import * as vscode from "vscode";

import { addressOf, objectAt } from "./core/places";
import { argumentsOf, environment } from "./core/program";
import { chosenProject, programOf } from "./folders";

const SERVE = "Hiện trang trong lúc sửa";
const BUILD = "Dựng trang";
/** Building a large plan for the first time takes minutes. */
const PATIENCE = 600_000;

/** Build the site, in a terminal. */
export async function build(): Promise<void> {
  const folder = await chosenProject();
  if (folder) await start(folder, BUILD, argumentsOf("build"), false);
}

/** Show the site, and open it. */
export async function serve(): Promise<void> {
  const folder = await chosenProject();
  const port = folder && (await served(folder));
  if (port) await vscode.env.openExternal(vscode.Uri.parse(`http://127.0.0.1:${port}/`));
}

/** Open the page of the site at the object where the cursor is. */
export async function openPage(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const folder = await chosenProject();
  if (!editor || !folder) return;
  const path = vscode.workspace.asRelativePath(editor.document.uri, false);
  const { id } = objectAt(editor.document.getText().split(/\r?\n/), editor.selection.active.line);
  const port = await served(folder);
  if (port) await vscode.env.openExternal(vscode.Uri.parse(addressOf(port, path, id)));
}

/** The port that the site is shown at, once somebody listens there. */
async function served(folder: vscode.WorkspaceFolder): Promise<number | undefined> {
  const port = vscode.workspace.getConfiguration("kehoach", folder).get<number>("port", 8000);
  if (!isServed(folder)) {
    if (await listens(port)) return (await others(port)) ? port : undefined;
    await start(folder, SERVE, argumentsOf("serve", { port: String(port) }), true);
  }
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: "Dựng trang…", cancellable: true },
    async (_told, cancel) => {
      for (const until = Date.now() + PATIENCE; Date.now() < until && !cancel.isCancellationRequested;) {
        if (await listens(port)) return port;
        if (!isServed(folder)) return undefined; // the terminal says why
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      return undefined;
    },
  );
}

function isServed(folder: vscode.WorkspaceFolder): boolean {
  const here = folder.uri.toString();
  return vscode.tasks.taskExecutions.some(({ task }) => {
    const scope = typeof task.scope === "object" ? task.scope.uri.toString() : undefined;
    return task.name === SERVE && scope === here;
  });
}

/** Somebody listens there whom this window has not started: the same in a terminal, or another program. */
async function others(port: number): Promise<boolean> {
  const [same, settings] = ["Mở trang ở cổng ấy", "Đổi cổng"];
  const asked = `Cổng ${port} đang có chương trình khác dùng.`;
  const said = await vscode.window.showWarningMessage(asked, same, settings);
  if (said === settings)
    await vscode.commands.executeCommand("workbench.action.openSettings", "kehoach.port");
  return said === same;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const tried = connect(port, "127.0.0.1");
    const end = (answer: boolean): void => {
      tried.destroy();
      resolve(answer);
    };
    tried.once("connect", () => end(true)).once("error", () => end(false));
  });
}

async function start(
  folder: vscode.WorkspaceFolder,
  name: string,
  args: readonly string[],
  isBackground: boolean,
): Promise<void> {
  await vscode.workspace.saveAll(false);
  const [file, ...first] = programOf(folder);
  const env = Object.fromEntries(
    Object.entries(environment()).filter((pair): pair is [string, string] => !!pair[1]),
  );
  const execution = new vscode.ProcessExecution(file, [...first, ...args], { cwd: folder.uri.fsPath, env });
  const task = new vscode.Task({ type: "kehoach", run: name }, folder, name, "kehoach", execution, []);
  task.isBackground = isBackground;
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    focus: false,
  };
  await vscode.tasks.executeTask(task);
}
