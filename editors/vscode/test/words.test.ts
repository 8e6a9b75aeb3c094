import assert from "node:assert/strict";
import { test } from "node:test";

import { statusWords } from "../src/core/findings";
import { type Merged, question, read, receiptName, taken } from "../src/core/merge";
import { message } from "../src/core/sending";

const MERGED: Merged = { changes: [1, 2], added: [3], refused: [4], diff: "", receipt: "" };

test("what is asked before taking says how much is taken and how much is not", () => {
  assert.equal(taken(MERGED), 3);
  assert.equal(question(MERGED), "Nhận 3 chỗ; 1 chỗ không nhận được, ghi vào biên nhận");
  assert.equal(question({ ...MERGED, refused: [] }), "Nhận 3 chỗ");
  assert.equal(question({ ...MERGED, changes: [], added: [] }), undefined);
});

test("a run that printed no merge has none, and one whose receipt failed has one", () => {
  const failed = { code: 2, stdout: "", stderr: "Lỗi: không đọc được." };
  assert.deepEqual(read(failed), failed);
  const half = read({ code: 2, stdout: JSON.stringify(MERGED), stderr: "Lỗi" });
  assert.deepEqual(half, { code: 2, stdout: "", stderr: "Lỗi", merged: MERGED });
});

test("a receipt is of its workbook and its moment", () => {
  const now = new Date(Date.UTC(2026, 10, 30, 1, 2, 3));
  assert.equal(receiptName("C:\\gửi\\Sở Y tế.XLSX", now), "Sở Y tế-2026-11-30-010203.md");
  assert.equal(receiptName("/tmp/a.b.xlsx", now), "a.b-2026-11-30-010203.md");
});

test("the message says what was added, removed and changed, and not more than can be read", () => {
  const change = (kind: string, id: string) => ({ kind, id });
  const changes = ["1", "2", "3", "4", "5"].map((id) => change("changed", `NV-${id}`));
  const found = { evidence: ["MC-1", "NV-1"], changes: [...changes, change("added", "NV-9")] };
  assert.equal(message(found, []), "Thêm NV-9; sửa NV-1, NV-2 và 3 mục khác; sửa minh chứng MC-1");
});

test("what has no ID yet is not named", () => {
  const changes = [{ kind: "added", id: "" }];
  assert.equal(message({ evidence: [], changes }, ["x.md"]), "Sửa x.md");
});

test("where nothing is told, the message names the files", () => {
  assert.equal(message(undefined, ["/a/needs/cơ-quan.md"]), "Sửa cơ-quan.md");
  assert.equal(message({ evidence: [], changes: [] }, ["/a/x.md", "/a/y.md"]), "Sửa x.md, y.md");
});

test("the status says nothing before anything was checked", () => {
  assert.equal(statusWords(undefined), "$(sync) Kế hoạch");
  assert.equal(statusWords(0), "$(check) Kế hoạch");
  assert.equal(statusWords(12), "$(warning) 12 chỗ cần sửa");
});
