/** One language server for each project of the workspace. */

import * as vscode from "vscode";
import { LanguageClient, type RelativePattern } from "vscode-languageclient/node";

import { SOURCE } from "./core/findings";
import { argumentsOf, environment } from "./core/program";
import { programOf, projects } from "./folders";

export class Servers implements vscode.Disposable {
  private readonly running = new Map<string, LanguageClient>();

  /** Start a server where a project has come, stop that of one that has gone. */
  async follow(): Promise<void> {
    const wanted = new Map(projects().map((folder) => [folder.uri.toString(), folder]));
    const gone = [...this.running].filter(([uri]) => !wanted.has(uri));
    await Promise.all(gone.map(([uri]) => this.stop(uri)));
    const come = [...wanted].filter(([uri]) => !this.running.has(uri));
    await Promise.all(come.map(([uri, folder]) => this.start(uri, folder)));
  }

  /** Start all anew, as after an update of the environment. */
  async restart(): Promise<void> {
    await Promise.all([...this.running.keys()].map((uri) => this.stop(uri)));
    await this.follow();
  }

  dispose(): void {
    for (const uri of [...this.running.keys()]) void this.stop(uri);
  }

  private async start(uri: string, folder: vscode.WorkspaceFolder): Promise<void> {
    const [command, ...first] = programOf(folder);
    const options = { cwd: folder.uri.fsPath, env: environment() };
    const pages = new vscode.RelativePattern(folder, "**/*.{md,toml}");
    const client = new LanguageClient(
      SOURCE,
      `Kế hoạch: ${folder.name}`,
      { command, args: [...first, ...argumentsOf("server")], options },
      {
        workspaceFolder: folder,
        documentSelector: [{ scheme: "file", language: "markdown", pattern: within(folder) }],
        synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher(pages) },
      },
    );
    this.running.set(uri, client);
    try {
      await client.start();
      await openFirstPage(folder);
    } catch {
      void this.tell(folder, client);
    }
  }

  /** What the program itself said stands in the output. */
  private async tell(folder: vscode.WorkspaceFolder, client: LanguageClient): Promise<void> {
    const [why, again] = ["Xem lý do", "Thử lại"];
    const asked = `Không khởi động được công cụ của "${folder.name}". Chạy "uv sync" hoặc "make html" trong thư mục ấy.`;
    const said = await vscode.window.showErrorMessage(asked, why, again);
    if (said === why) client.outputChannel.show();
    if (said === again) await this.restart();
  }

  private async stop(uri: string): Promise<void> {
    const client = this.running.get(uri);
    this.running.delete(uri);
    if (client?.needsStop()) await client.stop().catch(() => undefined);
    await client?.dispose().catch(() => undefined);
  }
}

/** The pages of one folder only: two servers never answer for the same page. */
function within(folder: vscode.WorkspaceFolder): RelativePattern {
  return { baseUri: folder.uri.toString(), pattern: "**/*.md" };
}

/** The server reads the project of the first page that is opened: so findings are known without opening one. */
async function openFirstPage(folder: vscode.WorkspaceFolder): Promise<void> {
  const [page] = await vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, "needs/**/*.md"),
    null,
    1,
  );
  if (page) await vscode.workspace.openTextDocument(page);
}
