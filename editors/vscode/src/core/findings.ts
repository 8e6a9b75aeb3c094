/** The number of findings, in words for the status bar. */

/** The name that the server's findings carry. */
export const SOURCE = "kehoach";

/** Undefined: nothing has been checked yet. */
export function statusWords(findings: number | undefined): string {
  if (findings === undefined) return "$(sync) Kế hoạch";
  return findings === 0 ? "$(check) Kế hoạch" : `$(warning) ${findings} chỗ cần sửa`;
}
