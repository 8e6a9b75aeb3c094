/** What `kehoach new TYPE --questions` asks, and the answers as its options. */

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly about: string;
}

export interface Question {
  readonly option: string;
  readonly label: string;
  readonly needed: boolean;
  readonly several: boolean;
  readonly lines: boolean;
  readonly format: string;
  readonly choices: readonly Choice[];
}

/** Answers by the option that takes them; one answer for each line, or for each object chosen. */
export type Answers = ReadonlyMap<string, readonly string[]>;

/** The options that hand the answers over. */
export function options(questions: readonly Question[], answers: Answers): string[] {
  return questions.flatMap((question) => {
    const given = (answers.get(question.option) ?? []).filter((answer) => answer.trim() !== "");
    if (given.length === 0) return [];
    // One argument an option, so that an answer that begins with a hyphen is none.
    if (question.lines && question.option !== "body")
      return given.map((line) => `--${question.option}=${line}`);
    return [`--${question.option}=${given.join(question.lines ? "\n" : ", ")}`];
  });
}

/** The choices with those first that are named near the cursor. */
export function nearestFirst(choices: readonly Choice[], near: ReadonlySet<string>): Choice[] {
  return [
    ...choices.filter(({ value }) => near.has(value)),
    ...choices.filter(({ value }) => !near.has(value)),
  ];
}

/** Why words are no day as people write it (15/09/2023); undefined where they are one. */
export function notADay(words: string): string | undefined {
  const found = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/.exec(words.trim()) ?? null;
  if (found) {
    const [day, month, year] = [found[1], found[3], found[4]].map(Number) as [number, number, number];
    const made = new Date(Date.UTC(year, month - 1, day));
    if (made.getUTCDate() === day && made.getUTCMonth() === month - 1) return undefined;
    return `Không có ngày ${words.trim()}.`;
  }
  return "Ghi ngày như 15/09/2023, năm đủ bốn chữ số.";
}

/** A day as people write it. */
export function dayWords(day: Date): string {
  const [date, month] = [day.getDate(), day.getMonth() + 1].map((part) => String(part).padStart(2, "0"));
  return `${date}/${month}/${day.getFullYear()}`;
}

/** Where the first new object stands: from the lines that `kehoach new` prints, "path:line: ID title". */
export function placeOf(stdout: string): { path: string; line: number } | undefined {
  const found = /^(.+):(\d+): /m.exec(stdout);
  return found ? { path: found[1]!, line: Number(found[2]) } : undefined;
}
