/** The number of findings in the status bar. */

import * as vscode from "vscode";

import { SOURCE, statusWords } from "./core/findings";
import type { Servers } from "./servers";

/** An item that follows the findings of all projects; a click lists them. */
export function statusItem(servers: Servers): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("kehoach", vscode.StatusBarAlignment.Left, 10);
  item.name = "Kế hoạch";
  item.command = "workbench.actions.view.problems";
  item.tooltip = "Số chỗ cần sửa trong kế hoạch. Bấm để xem danh sách.";
  const follow = (): void => {
    const found = servers.alive ? findings() : undefined;
    item.text = statusWords(found);
    item.backgroundColor = found ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
  };
  follow();
  item.show();
  return vscode.Disposable.from(
    item,
    servers.onDidChange(follow),
    vscode.languages.onDidChangeDiagnostics(follow),
  );
}

/** How many findings there are. */
export function findings(): number {
  const all = vscode.languages.getDiagnostics().flatMap(([, found]) => found);
  return all.filter((found) => found.source === SOURCE).length;
}
