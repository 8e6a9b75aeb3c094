/** New objects by quick picks: what `kehoach new` asks, and what it makes of the answers. */

import * as vscode from "vscode";

import { objectAt } from "./core/places";
import {
  type Answers,
  type Question,
  dayWords,
  nearestFirst,
  notADay,
  options,
  placeOf,
} from "./core/questions";
import { chosenProject, refuse, runIn } from "./folders";

type Item = vscode.QuickPickItem & { readonly value: string };
/** What nobody must say but nearly everybody does: a document has a number, a report a result. */
const USUAL = new Set(["number", "deadline", "result"]);

/** Ask for a new object of a type, add it and show it. */
export async function create(type: string, title: string): Promise<void> {
  const folder = await chosenProject();
  if (!folder) return;
  const asked = await runIn(folder, "questions", { type }, "Đọc kế hoạch…");
  if (asked.code !== 0) return void (await refuse("Chưa hỏi được.", asked));
  const questions = JSON.parse(asked.stdout) as Question[];
  let answers: Answers | undefined = new Map();
  while ((answers = await answered(title, questions, answers))) {
    const done = await runIn(folder, "create", { type }, `${title}…`, options(questions, answers));
    const place = done.code === 0 ? placeOf(done.stdout) : undefined;
    if (place) {
      const page = vscode.Uri.joinPath(folder.uri, place.path);
      const at = new vscode.Position(place.line - 1, 0);
      await vscode.window.showTextDocument(page, { selection: new vscode.Range(at, at) });
      return;
    }
    const again = "Trả lời lại";
    if ((await refuse("Chưa thêm được.", done, again)) !== again) return;
  }
}

/** The answers to all that must be said, and to what is chosen of the rest; undefined where one gives up. */
async function answered(
  title: string,
  questions: readonly Question[],
  former: Answers,
): Promise<Answers | undefined> {
  const answers = new Map(former);
  const needed = questions.filter((question) => question.needed);
  for (const [step, question] of needed.entries()) {
    const said = await answer(
      `${title} (${step + 1}/${needed.length})`,
      question,
      answers.get(question.option),
    );
    if (!said) return undefined;
    answers.set(question.option, said);
  }
  const others = questions.filter((question) => !question.needed);
  const items = others.map((question) => ({
    label: question.label,
    picked: former.size > 0 ? answers.has(question.option) : USUAL.has(question.option),
    question,
  }));
  const placeHolder = "Chọn những gì ghi thêm; không có thì bấm Enter";
  const more = await vscode.window.showQuickPick(items, { ...STAY, title, placeHolder, canPickMany: true });
  if (!more) return undefined;
  for (const { question } of items)
    if (!more.some((item) => item.question === question)) answers.delete(question.option);
  for (const { question } of more) {
    const said = await answer(title, question, answers.get(question.option));
    if (!said) return undefined;
    answers.set(question.option, said);
  }
  return answers;
}

/** What is typed elsewhere, as to look something up, does not end the questions. */
const STAY = { ignoreFocusOut: true } as const;

function answer(
  title: string,
  question: Question,
  former: readonly string[] = [],
): Thenable<string[] | undefined> {
  if (question.choices.length > 0) return chosen(title, question, former);
  return question.lines ? lines(title, question, former) : typed(title, question, former);
}

async function chosen(
  title: string,
  question: Question,
  former: readonly string[],
): Promise<string[] | undefined> {
  const near = here();
  const items = nearestFirst(question.choices, near).map(({ value, label, about }): Item => {
    return { label, description: value === label ? "" : value, detail: about, value };
  });
  const several = question.several ? ": một hay nhiều, đánh dấu vào ô" : "";
  const first = former.length > 0 ? former : question.several ? only(question, near) : [];
  const said = await pick(items, { title, placeHolder: question.label + several, ...question }, first);
  return said?.map((item) => item.value);
}

/** A quick pick that Enter ends where it must: with what is ticked, else with the item it stands on. */
function pick(
  items: readonly Item[],
  asked: { title: string; placeHolder: string; several: boolean; needed: boolean },
  ticked: readonly string[],
): Promise<readonly Item[] | undefined> {
  const shown = vscode.window.createQuickPick<Item>();
  Object.assign(shown, {
    title: asked.title,
    placeholder: asked.placeHolder,
    canSelectMany: asked.several,
    items,
  });
  Object.assign(shown, { matchOnDescription: true, matchOnDetail: true, ignoreFocusOut: true });
  const marked = items.filter(({ value }) => ticked.includes(value));
  if (asked.several) shown.selectedItems = marked;
  else shown.activeItems = marked;
  return new Promise((resolve) => {
    shown.onDidAccept(() => {
      const found = shown.selectedItems.length > 0 || !asked.needed ? shown.selectedItems : shown.activeItems;
      if (found.length === 0 && asked.needed) return;
      resolve(found);
      shown.hide();
    });
    shown.onDidHide(() => {
      resolve(undefined); // which changes nothing behind an answer
      shown.dispose();
    });
    shown.show();
  });
}

/** The only choice that is named where the cursor is. */
function only(question: Question, near: ReadonlySet<string>): string[] {
  const named = question.choices.map(({ value }) => value).filter((value) => near.has(value));
  return named.length === 1 ? named : [];
}

async function typed(
  title: string,
  question: Question,
  former: readonly string[],
): Promise<string[] | undefined> {
  const day = question.format === "date";
  const said = await vscode.window.showInputBox({
    ...STAY,
    title,
    prompt: question.label + (question.needed ? "" : " (Enter: bỏ qua)"),
    value: former[0] ?? (day && question.needed ? dayWords(new Date()) : ""),
    validateInput: (words) => {
      if (!words.trim()) return question.needed ? "Phải ghi mục này." : undefined;
      return day ? notADay(words) : undefined;
    },
  });
  return said === undefined ? undefined : [said];
}

/** Line by line, until an empty one; what is selected in the editor is the first proposal. */
async function lines(
  title: string,
  question: Question,
  former: readonly string[],
): Promise<string[] | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor ? editor.document.getText(editor.selection).split(/\r?\n/) : [];
  const proposed =
    former.length > 0 ? former : question.option === "body" ? selected.filter((line) => line.trim()) : [];
  const found: string[] = [];
  for (;;) {
    const number = found.length + 1;
    const said = await vscode.window.showInputBox({
      ...STAY,
      title,
      prompt: `${question.label}: dòng ${number}` + (number > 1 ? " (để trống là hết)" : ""),
      value: proposed[found.length] ?? "",
      validateInput: (words) =>
        !words.trim() && number === 1 && question.needed ? "Phải ghi mục này." : undefined,
    });
    if (said === undefined) return undefined;
    if (!said.trim()) return found;
    found.push(said);
  }
}

/** The IDs where the cursor is. */
function here(): ReadonlySet<string> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return new Set();
  return objectAt(editor.document.getText().split(/\r?\n/), editor.selection.active.line).near;
}
