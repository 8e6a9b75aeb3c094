/** "Gửi thay đổi": what was edited in the plan, committed and pushed. */

import { sep } from "node:path";
import * as vscode from "vscode";

import { type Changes, message } from "./core/sending";
import { chosenProject, runIn } from "./folders";
import { type Repository, repositoryOf } from "./git";
import { findings } from "./status";

/** Commit what has changed below needs/, with words that may be edited, and push it. */
export async function send(): Promise<void> {
  const folder = await chosenProject();
  if (!folder) return;
  await vscode.workspace.saveAll(false);
  const repository = await repositoryOf(folder.uri);
  if (!repository) return void vscode.window.showErrorMessage("Thư mục này không nằm trong kho git nào.");
  if (!(await sure())) return;
  await repository.status();
  const paths = changed(repository, vscode.Uri.joinPath(folder.uri, "needs"));
  if (paths.length > 0) {
    const found = await runIn(folder, "changes", {}, "Xem những gì đã sửa…");
    const changes = found.code < 2 ? (JSON.parse(found.stdout) as Changes) : undefined;
    const prompt = `Gửi ${paths.length} tệp. Ghi ngắn gọn đã sửa gì, theo văn bản nào.`;
    const words = await vscode.window.showInputBox({
      title: "Gửi thay đổi",
      prompt,
      value: message(changes, paths),
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() ? undefined : "Phải ghi mục này."),
    });
    if (!words) return;
    try {
      await repository.add(paths);
      await repository.commit(words.trim());
    } catch (error) {
      return void vscode.window.showErrorMessage(`Chưa ghi được vào git: ${why(error)}`);
    }
  }
  await push(repository, paths.length > 0);
}

async function sure(): Promise<boolean> {
  const count = findings();
  if (count === 0) return true;
  const anyway = "Vẫn gửi";
  const detail = "Máy chủ cũng kiểm tra như vậy, và sẽ báo lỗi.";
  const asked = `Còn ${count} chỗ cần sửa.`;
  return (await vscode.window.showWarningMessage(asked, { modal: true, detail }, anyway)) === anyway;
}

/** The files below a folder that differ from the last commit. */
function changed({ state }: Repository, folder: vscode.Uri): string[] {
  const { workingTreeChanges, indexChanges, mergeChanges, untrackedChanges = [] } = state;
  const all = [...workingTreeChanges, ...indexChanges, ...mergeChanges, ...untrackedChanges];
  const below = all.map(({ uri }) => uri.fsPath).filter((path) => path.startsWith(folder.fsPath + sep));
  return [...new Set(below)].sort();
}

async function push(repository: Repository, committed: boolean): Promise<void> {
  const { HEAD, remotes } = repository.state;
  const remote = remotes[0]?.name;
  if (!remote) {
    const told = committed ? "Đã ghi vào git trên máy này." : "Không có gì để gửi.";
    return void vscode.window.showInformationMessage(`${told} Kho này chưa nối với máy chủ nào.`);
  }
  try {
    await (HEAD?.upstream ? repository.push() : repository.push(remote, HEAD?.name, true));
    void vscode.window.showInformationMessage("Đã gửi.");
  } catch (error) {
    const pull = "Lấy về rồi gửi lại";
    const told = `Đã ghi vào git trên máy này nhưng chưa gửi được: ${why(error)}`;
    const buttons = HEAD?.upstream ? [pull] : [];
    const chosen = await vscode.window.showErrorMessage(told, ...buttons);
    if (HEAD?.upstream && chosen === pull) {
      await again(repository, `${HEAD.upstream.remote}/${HEAD.upstream.name}`);
    }
  }
}

/** Take in what others have sent before, whatever git's settings say of pulling, and push. */
async function again(repository: Repository, upstream: string): Promise<void> {
  try {
    await repository.fetch();
    await repository.merge(upstream);
    await repository.push();
    void vscode.window.showInformationMessage("Đã gửi.");
  } catch (error) {
    const both = "Hai người cùng sửa một chỗ thì chọn ở các chỗ được đánh dấu, lưu, rồi gửi lại.";
    void vscode.window.showErrorMessage(`Chưa gửi được. ${both} ${why(error)}`);
  }
}

/** What git itself says, else what went wrong. */
function why(error: unknown): string {
  const { gitErrorCode, stderr, message: words } = error as Partial<Record<string, string>>;
  if (gitErrorCode === "PushRejected") return "người khác đã gửi trước.";
  return (stderr ?? "").trim() || (words ?? String(error));
}
