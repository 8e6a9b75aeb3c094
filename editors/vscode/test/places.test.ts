import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, objectAt } from "../src/core/places";

const PAGE = `# Nhiệm vụ

:::{task} Rà soát
:id: NV-9-2026-II-4
:owner: CQ-STP, CQ-SNV
:deliverables: SP-9-2026-II-4-1

Nguyên văn, theo CQ-XA.
:::

Lời giữa hai mục.

::::{evidence} Báo cáo
:id: MC-9-2026-1
::::`.split("\n");

test("the object is the one whose lines the cursor is in", () => {
  for (const line of [2, 4, 7, 8]) assert.equal(objectAt(PAGE, line).id, "NV-9-2026-II-4", String(line));
  for (const line of [0, 9, 10]) assert.equal(objectAt(PAGE, line).id, undefined, String(line));
  assert.equal(objectAt(PAGE, 99).id, "MC-9-2026-1");
  assert.equal(objectAt([], 0).id, undefined);
});

test("near are the IDs of its options, not of its text", () => {
  assert.deepEqual([...objectAt(PAGE, 7).near], ["NV-9-2026-II-4", "CQ-STP", "CQ-SNV", "SP-9-2026-II-4-1"]);
});

test("an object that is being typed has no ID yet", () => {
  assert.deepEqual(objectAt([":::{task} Việc"], 0), { id: undefined, near: new Set() });
});

test("an object's address is that of its page, on whatever system the path is from", () => {
  const expected = "http://127.0.0.1:8000/needs/k%E1%BA%BF/ii.html#NV-1";
  assert.equal(addressOf(8000, "needs/kế/ii.md", "NV-1"), expected);
  assert.equal(addressOf(8000, "needs\\kế\\ii.md", "NV-1"), expected);
  assert.equal(addressOf(80, "index.md", undefined), "http://127.0.0.1:80/index.html");
});
