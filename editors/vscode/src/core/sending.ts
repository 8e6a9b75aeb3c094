/** What is said of edits that are sent: a first line of git's, from what `kehoach changes` found. */

export interface Changes {
  readonly evidence: readonly string[];
  readonly changes: readonly { readonly kind: string; readonly id: string }[];
}

const MOST = 2;

/** The message of a commit, which whoever sends may edit. */
export function message(found: Changes | undefined, files: readonly string[]): string {
  const changed = new Set(ids(found, "changed"));
  const kinds: [string, string[]][] = [
    ["thêm", ids(found, "added")],
    ["bỏ", ids(found, "removed")],
    ["sửa", ids(found, "changed")],
    ["sửa minh chứng", (found?.evidence ?? []).filter((id) => !changed.has(id))],
  ];
  const parts = kinds
    .filter(([, named]) => named.length > 0)
    .map(([words, named]) => `${words} ${some(named)}`);
  if (parts.length === 0) parts.push(`sửa ${some(files.map((file) => file.replace(/^.*[\\/]/, "")))}`);
  const [first = "", ...others] = parts;
  return [first.charAt(0).toUpperCase() + first.slice(1), ...others].join("; ");
}

function ids(found: Changes | undefined, kind: string): string[] {
  return (found?.changes ?? []).filter((change) => change.kind === kind && change.id).map(({ id }) => id);
}

function some(named: readonly string[]): string {
  const more = named.length - MOST;
  return named.slice(0, MOST).join(", ") + (more > 0 ? ` và ${more} mục khác` : "");
}
