/** What `kehoach merge --format json` says of a workbook. */

import type { Done } from "./program";

export interface Merged {
  readonly changes: readonly unknown[];
  readonly added: readonly unknown[];
  readonly refused: readonly unknown[];
  readonly diff: string;
  /** Markdown for people. */
  readonly receipt: string;
}

/**
 * What came of a run: no merge where it could not run, and then what it said. A merge with exit code 2 was
 * written, but its receipt was not.
 */
export function read({ code, stdout, stderr }: Done): Done & { merged?: Merged } {
  if (!stdout.startsWith("{")) return { code, stdout, stderr };
  return { code, stdout: "", stderr, merged: JSON.parse(stdout) as Merged };
}

/** How many places can be taken. */
export function taken(merged: Merged): number {
  return merged.changes.length + merged.added.length;
}

/** What is asked before anything is taken; undefined where there is nothing to take. */
export function question(merged: Merged): string | undefined {
  if (taken(merged) === 0) return undefined;
  const refused = merged.refused.length;
  return `Nhận ${taken(merged)} chỗ` + (refused ? `; ${refused} chỗ không nhận được, ghi vào biên nhận` : "");
}

/** The file of a receipt, in the folder of what is generated: of the workbook's name and the moment. */
export function receiptName(workbook: string, now: Date): string {
  const name = workbook.replace(/^.*[\\/]/, "").replace(/\.xlsx$/i, "");
  const moment = now.toISOString().slice(0, 19).replaceAll(":", "").replace("T", "-");
  return `${name}-${moment}.md`;
}
