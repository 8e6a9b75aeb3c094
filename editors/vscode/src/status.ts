/** The number of findings in the status bar. */

import * as vscode from "vscode";

import { SOURCE, statusWords } from "./core/findings";

/** An item that follows the findings of all projects; a click lists them. */
export function statusItem(): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("kehoach", vscode.StatusBarAlignment.Left, 10);
  item.name = "Kế hoạch";
  item.command = "workbench.actions.view.problems";
  item.tooltip = "Số chỗ cần sửa trong kế hoạch. Bấm để xem danh sách.";
  item.text = statusWords(undefined);
  item.show();
  const follow = (): void => {
    item.text = statusWords(findings());
    const warning = new vscode.ThemeColor("statusBarItem.warningBackground");
    item.backgroundColor = findings() > 0 ? warning : undefined;
  };
  return vscode.Disposable.from(item, vscode.languages.onDidChangeDiagnostics(follow));
}

/** How many findings there are. */
export function findings(): number {
  const all = vscode.languages.getDiagnostics().flatMap(([, found]) => found);
  return all.filter((found) => found.source === SOURCE).length;
}
