/** Where one is in a file of the plan, and where that stands on the site. */

const BEGIN = /^:{3,}\{([\w-]+)\}/;
const ID = /\b[A-Z]{2,4}-[A-Z0-9]+(?:-[A-Z0-9]+)*\b/g;

export interface Here {
  /** The object whose directive is at or above the line; undefined where there is none. */
  readonly id: string | undefined;
  /** All IDs that it names in its options. */
  readonly near: ReadonlySet<string>;
}

/** The object at a line (from 0) of a page. */
export function objectAt(lines: readonly string[], line: number): Here {
  const at = Math.min(line, lines.length - 1);
  let start = at;
  while (start >= 0 && !BEGIN.test(lines[start]!)) {
    // The end of an object above is none of the object below it.
    if (start < at && /^:{3,}\s*$/.test(lines[start]!)) return { id: undefined, near: new Set() };
    start--;
  }
  if (start < 0) return { id: undefined, near: new Set() };
  const options: string[] = [];
  for (let next = start + 1; /^:[\w-]+:/.test(lines[next] ?? ""); next++) options.push(lines[next]!);
  const id = options.map((option) => /^:id:\s*(\S+)/.exec(option)?.[1]).find(Boolean);
  return { id, near: new Set(options.flatMap((option) => option.match(ID) ?? [])) };
}

/** The address of an object on the site that `kehoach serve` shows. */
export function addressOf(port: number, path: string, id: string | undefined): string {
  const page = path.replace(/\.md$/, ".html").split(/[\\/]/).map(encodeURIComponent).join("/");
  return `http://127.0.0.1:${port}/${page}${id ? `#${encodeURIComponent(id)}` : ""}`;
}
