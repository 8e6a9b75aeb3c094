/** Starts the servers, and names what each command does. */

import * as vscode from "vscode";

import { said } from "./core/program";
import { create } from "./create";
import { chosenProject, runIn } from "./folders";
import { send } from "./send";
import { Servers } from "./servers";
import { build, openPage, serve } from "./site";
import { statusItem } from "./status";
import { Previews, takeWorkbook } from "./workbooks";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const servers = new Servers();
  const [previews, shown] = Previews.register();
  const commands: Record<string, (...given: never[]) => unknown> = {
    "kehoach.newEvidence": () => create("evidence", "Thêm tài liệu minh chứng"),
    "kehoach.newUpdate": () => create("update", "Thêm báo cáo tiến độ"),
    "kehoach.newAmendment": () => create("amendment", "Thêm văn bản điều chỉnh, gia hạn"),
    "kehoach.newTask": () => create("task", "Thêm nhiệm vụ"),
    "kehoach.takeWorkbook": (named?: vscode.Uri) => takeWorkbook(previews, named),
    "kehoach.fixAll": fixAll,
    "kehoach.build": build,
    "kehoach.serve": serve,
    "kehoach.openPage": openPage,
    "kehoach.send": send,
    "kehoach.restart": () => servers.restart(),
  };
  for (const [name, does] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, does));
  }
  context.subscriptions.push(
    servers,
    shown,
    statusItem(servers),
    vscode.workspace.onDidChangeWorkspaceFolders(() => servers.follow()),
    vscode.workspace.onDidChangeConfiguration((changed) => {
      if (changed.affectsConfiguration("kehoach.command")) void servers.restart();
    }),
  );
  await vscode.commands.executeCommand("setContext", "kehoach.active", true);
  await servers.follow();
}

/** Take all fixes that are no guess. */
async function fixAll(): Promise<void> {
  const folder = await chosenProject();
  if (!folder) return;
  const done = await runIn(folder, "fix", {}, "Sửa những lỗi không phải đoán…");
  const detail = said(done);
  const tell = done.code > 1 ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
  await tell(done.code > 1 ? "Chưa sửa được." : "Sửa mọi lỗi không phải đoán", { modal: true, detail });
}
