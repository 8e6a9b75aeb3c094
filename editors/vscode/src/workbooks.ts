/** A workbook that an agency has filled in and sent back: looked at, taken, and a receipt for it. */

import { join } from "node:path";
import * as vscode from "vscode";

import { type Merged, question, read, receiptName, taken } from "./core/merge";
import { chosenProject, refuse, runIn } from "./folders";

const SCHEME = "kehoach-xem";

/** What is only shown, by its address: a preview is no file. */
export class Previews implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  static register(): [Previews, vscode.Disposable] {
    const previews = new Previews();
    return [previews, vscode.workspace.registerTextDocumentContentProvider(SCHEME, previews)];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? "";
  }

  put(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    return uri;
  }
}

/** Take a workbook, chosen or named, after its differences have been looked at. */
export async function takeWorkbook(previews: Previews, named?: vscode.Uri): Promise<void> {
  const folder = await chosenProject(named);
  const workbook = folder && (named ?? (await choose(folder)));
  if (!folder || !workbook) return;
  const file = workbook.fsPath;
  const looked = read(await runIn(folder, "preview", { file }, "Đọc bảng…"));
  if (!looked.merged) return void (await refuse("Không đọc được bảng này.", looked));
  if (!(await agreed(previews, looked.merged))) return;
  const receipt = join(folder.uri.fsPath, "build", "bien-nhan", receiptName(file, new Date()));
  const took = read(await runIn(folder, "take", { file, receipt }, "Ghi vào kế hoạch…"));
  if (!took.merged) return void (await refuse("Chưa nhận được.", took));
  if (took.code > 1) return void (await refuse("Đã nhận, nhưng chưa ghi được biên nhận.", took));
  await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.file(receipt));
  const open = "Mở tệp biên nhận";
  const told = `Đã nhận ${taken(took.merged)} chỗ, không nhận ${took.merged.refused.length} chỗ.`;
  if ((await vscode.window.showInformationMessage(told, open)) === open) {
    await vscode.commands.executeCommand("revealFileInOS", vscode.Uri.file(receipt));
  }
}

async function choose(folder: vscode.WorkspaceFolder): Promise<vscode.Uri | undefined> {
  const filters = { "Bảng Excel": ["xlsx"] };
  const title = "Bảng mà cơ quan gửi lại";
  const found = await vscode.window.showOpenDialog({
    title,
    filters,
    openLabel: "Xem trước",
    defaultUri: folder.uri,
  });
  return found?.[0];
}

/** Show what a workbook holds, and ask. */
async function agreed(previews: Previews, merged: Merged): Promise<boolean> {
  await vscode.commands.executeCommand(
    "markdown.showPreview",
    previews.put("bang-gui-lai.md", merged.receipt),
  );
  const take = question(merged);
  if (!take) {
    void vscode.window.showInformationMessage("Bảng này không có gì để nhận: lý do ở trang xem trước.");
    return false;
  }
  const lines = "Xem từng dòng sẽ đổi trong tệp";
  for (;;) {
    const asked = { title: "Nhập bảng Excel của cơ quan", ignoreFocusOut: true };
    const said = await vscode.window.showQuickPick([take, lines, "Không nhận"], asked);
    if (said !== lines) return said === take;
    const shown = await vscode.workspace.openTextDocument(previews.put("thay-doi.diff", merged.diff));
    await vscode.window.showTextDocument(shown, { preview: true });
  }
}
