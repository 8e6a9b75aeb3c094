import assert from "node:assert/strict";
import { test } from "node:test";

import { type Question, dayWords, nearestFirst, notADay, options, placeOf } from "../src/core/questions";

const FREE: Question = {
  option: "title",
  label: "Tên",
  needed: true,
  several: false,
  lines: false,
  format: "",
  choices: [],
};

test("answers are options, in the order of the questions, empty ones left out", () => {
  const questions = [
    { ...FREE, option: "proves", several: true },
    FREE,
    { ...FREE, option: "deliverables", lines: true },
    { ...FREE, option: "body", lines: true },
    { ...FREE, option: "number" },
  ];
  const answers = new Map([
    ["body", ["a) Một", "b) Hai"]],
    ["deliverables", ["Báo cáo", "Tờ trình"]],
    ["title", ["--dry-run"]],
    ["proves", ["SP-1", "SP-2"]],
    ["number", [" "]],
  ]);
  assert.deepEqual(options(questions, answers), [
    "--proves=SP-1, SP-2",
    "--title=--dry-run",
    "--deliverables=Báo cáo",
    "--deliverables=Tờ trình",
    "--body=a) Một\nb) Hai",
  ]);
});

test("what is named where the cursor is comes first", () => {
  const choices = ["A", "B", "C"].map((value) => ({ value, label: value, about: "" }));
  assert.deepEqual(
    nearestFirst(choices, new Set(["B", "X"])).map(({ value }) => value),
    ["B", "A", "C"],
  );
});

test("days are read as in Vietnam, and only days that there are", () => {
  for (const words of ["15/9/2023", "15.09.2023", " 29-2-2024 "]) assert.equal(notADay(words), undefined);
  for (const words of [
    "2023-09-15",
    "31/2/2023",
    "29/2/2023",
    "9/15/2023",
    "15/9/23",
    "15/9-2023",
    "0/1/2023",
    "",
  ])
    assert.ok(notADay(words), words);
  assert.equal(dayWords(new Date(2026, 1, 3)), "03/02/2026");
});

test("the first place of what was printed is opened", () => {
  const printed = "needs/kh-9-2026/theo-doi.md:204: BC-9-2026-4 Tiến độ: 2\nneeds/x.md:1: SP-1 x\n";
  assert.deepEqual(placeOf(printed), { path: "needs/kh-9-2026/theo-doi.md", line: 204 });
  assert.equal(placeOf(""), undefined);
});
