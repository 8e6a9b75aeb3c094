/** What of VS Code's git extension is used here (its API, version 1). */

import * as vscode from "vscode";

export interface Change {
  readonly uri: vscode.Uri;
}

export interface Repository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD?: {
      readonly name?: string;
      readonly upstream?: { readonly remote: string; readonly name: string };
    };
    readonly remotes: readonly { readonly name: string }[];
    readonly workingTreeChanges: readonly Change[];
    readonly indexChanges: readonly Change[];
    readonly mergeChanges: readonly Change[];
    readonly untrackedChanges?: readonly Change[];
  };
  status(): Promise<void>;
  add(paths: string[]): Promise<void>;
  commit(message: string): Promise<void>;
  fetch(): Promise<void>;
  merge(ref: string): Promise<void>;
  push(remote?: string, branch?: string, setUpstream?: boolean): Promise<void>;
}

interface Api {
  getRepository(uri: vscode.Uri): Repository | null;
  openRepository(root: vscode.Uri): Promise<Repository | null>;
}

interface Git {
  getAPI(version: 1): Api;
}

/** The repository that a folder is in; undefined where it is in none, or git is switched off. */
export async function repositoryOf(folder: vscode.Uri): Promise<Repository | undefined> {
  const extension = vscode.extensions.getExtension<Git>("vscode.git");
  if (!extension) return undefined;
  try {
    const api = (await extension.activate()).getAPI(1);
    return api.getRepository(folder) ?? (await api.openRepository(folder)) ?? undefined;
  } catch {
    return undefined;
  }
}
