/** How `kehoach` is started for a project, and what it is asked to do. No part of this knows VS Code. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { posix, win32 } from "node:path";

import runs from "./runs.json";

/** A program and the arguments before all others. */
export type Program = readonly [string, ...string[]];

/** What is different on other machines. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  exists(path: string): boolean;
}

/** What a run has said, and its exit code: 0, 1 where something is to be corrected, 2 where it could not run. */
export interface Done {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const HERE: Machine = { platform: process.platform, exists: existsSync };

/**
 * The program of a project: what the setting says, else that of its environment, else that of the package for
 * PCs without network that it was unpacked from, else uv, which makes the environment.
 */
export function program(folder: string, setting: readonly string[], machine: Machine = HERE): Program {
  const [first, ...others] = setting.map((part) => part.replaceAll("${workspaceFolder}", folder));
  if (first) return [first, ...others];
  const windows = machine.platform === "win32";
  const join = (...parts: string[]): string => (windows ? win32 : posix).join(...parts);
  const [scripts, end] = windows ? ["Scripts", ".exe"] : ["bin", ""];
  const own = join(folder, ".venv", scripts, `kehoach${end}`);
  if (machine.exists(own)) return [own];
  const above = join(folder, "..");
  if (machine.exists(join(above, windows ? "kehoach.cmd" : "kehoach.sh"))) {
    const pythons = [join(above, "python", `python${end}`), join(above, ".venv", scripts, `python${end}`)];
    const python = pythons.find((path) => machine.exists(path));
    if (python) return [python, "-X", "utf8", "-m", "kehoach"];
  }
  return ["uv", "run", "kehoach"];
}

/** The arguments of a run; `values` stand in the place of its {names}. */
export function argumentsOf(run: keyof typeof runs, values: Readonly<Record<string, string>> = {}): string[] {
  return runs[run].map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (!name) return part;
    const value = values[name];
    if (value === undefined) throw new Error(`${run}: ${name}?`);
    return value;
  });
}

/** Letters are the same whatever the code page of the PC is. */
export function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PYTHONUTF8: "1", PYTHONIOENCODING: "utf-8" };
}

/** Run a program to its end; nothing is read by a shell. */
export function run([file, ...first]: Program, args: readonly string[], folder: string): Promise<Done> {
  const options = { cwd: folder, env: environment(), maxBuffer: 2 ** 28, windowsHide: true };
  return new Promise((resolve) => {
    execFile(file, [...first, ...args], options, (error, stdout, stderr) => {
      const code = !error ? 0 : typeof error.code === "number" ? error.code : 2;
      const started = !error || typeof error.code === "number" || stderr;
      resolve({ code, stdout, stderr: started ? stderr : notStarted(file, error) });
    });
  });
}

function notStarted(file: string, error: Error): string {
  return `Không chạy được "${file}": ${error.message}`;
}

/** What a run has said, for a message: one text without blank ends. */
export function said(done: Done): string {
  return [done.stdout, done.stderr]
    .map((text) => text.trim())
    .filter(Boolean)
    .join("\n");
}
