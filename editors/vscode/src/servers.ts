/** One language server for each project of the workspace. */

import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type RelativePattern,
  State,
} from "vscode-languageclient/node";

import { SOURCE } from "./core/findings";
import { argumentsOf, environment } from "./core/program";
import { programOf, projects } from "./folders";

/** A server that ends by itself is started again so many times. */
const RESTARTS = 3;

/** Its errors stand in the output, in English; what is told to people is said here. */
class Client extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export class Servers implements vscode.Disposable {
  private readonly running = new Map<string, LanguageClient>();
  private readonly changed = new vscode.EventEmitter<void>();
  /** A server has started or ended. */
  readonly onDidChange = this.changed.event;

  /** Whether anybody checks anything: without, nothing is known of findings. */
  get alive(): boolean {
    return [...this.running.values()].some((client) => client.state === State.Running);
  }

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
    this.changed.dispose();
    for (const uri of [...this.running.keys()]) void this.stop(uri);
  }

  private async start(uri: string, folder: vscode.WorkspaceFolder): Promise<void> {
    const [command, ...first] = programOf(folder);
    const options = { cwd: folder.uri.fsPath, env: environment() };
    let left = 0; // restarts: none of a server that has never started
    let told = false;
    const tell = (): void => {
      if (!told) void this.tell(folder, client);
      told = true;
    };
    const client: LanguageClient = new Client(
      SOURCE,
      `Kế hoạch: ${folder.name}`,
      { command, args: [...first, ...argumentsOf("server")], options },
      {
        workspaceFolder: folder,
        documentSelector: [{ scheme: "file", language: "markdown", pattern: within(folder) }],
        initializationFailedHandler: () => false,
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue, handled: true }),
          closed: () => {
            if (left-- > 0) return { action: CloseAction.Restart, handled: true };
            tell();
            return { action: CloseAction.DoNotRestart, handled: true };
          },
        },
      },
    );
    this.running.set(uri, client);
    client.onDidChangeState(() => this.changed.fire());
    try {
      await client.start();
      left = RESTARTS;
    } catch (error) {
      client.outputChannel.appendLine(String(error));
      tell();
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
