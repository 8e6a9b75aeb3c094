import assert from "node:assert/strict";
import { test } from "node:test";

import { type Machine, argumentsOf, program, run, said } from "../src/core/program";

/** A machine with these files and no others. */
function machine(platform: NodeJS.Platform, ...files: string[]): Machine {
  return { platform, exists: (path) => files.includes(path) };
}

test("the program is that of the project's environment, on each system", () => {
  assert.deepEqual(program("/a", [], machine("linux", "/a/.venv/bin/kehoach")), ["/a/.venv/bin/kehoach"]);
  const windows = "C:\\kh\\.venv\\Scripts\\kehoach.exe";
  assert.deepEqual(program("C:\\kh", [], machine("win32", windows)), [windows]);
});

test("without an environment uv makes one", () => {
  assert.deepEqual(program("/a", [], machine("darwin")), ["uv", "run", "kehoach"]);
});

test("in a package for PCs without network it is the package's own", () => {
  const python = "C:\\goi\\python\\python.exe";
  const found = program("C:\\goi\\ke-hoach", [], machine("win32", "C:\\goi\\kehoach.cmd", python));
  assert.deepEqual(found, [python, "-X", "utf8", "-m", "kehoach"]);
  const made = program("/goi/ke-hoach", [], machine("linux", "/goi/kehoach.sh", "/goi/.venv/bin/python"));
  assert.equal(made[0], "/goi/.venv/bin/python");
  assert.equal(program("/goi/ke-hoach", [], machine("linux", "/goi/.venv/bin/python"))[0], "uv");
});

test("the setting comes before all, with the folder in its place", () => {
  const found = program("/a b", ["${workspaceFolder}/env/bin/kehoach", "--lang", "en"], machine("linux"));
  assert.deepEqual(found, ["/a b/env/bin/kehoach", "--lang", "en"]);
});

test("values stand in the place of names, and one that is missing is said", () => {
  const given = { file: "bảng {x}.xlsx", receipt: "r.md" };
  assert.deepEqual(argumentsOf("take", given).slice(0, 2), ["merge", "bảng {x}.xlsx"]);
  assert.throws(() => argumentsOf("take", { file: "a" }), /receipt/);
});

test("a run tells its exit code and what it said, Vietnamese letters included", async () => {
  const script = 'console.log("đã ghi"); console.error("lời nhắc"); process.exit(1)';
  const done = await run([process.execPath, "-e"], [script], process.cwd());
  assert.deepEqual(done, { code: 1, stdout: "đã ghi\n", stderr: "lời nhắc\n" });
  assert.equal(said(done), "đã ghi\nlời nhắc");
});

test("a program that is not there is said in a sentence", async () => {
  const done = await run(["không-có"], [], process.cwd());
  assert.equal(done.code, 2);
  assert.match(done.stderr, /^Không chạy được "không-có": /);
});
