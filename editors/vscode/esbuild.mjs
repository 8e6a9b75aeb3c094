// `node esbuild.mjs extension|test`: what VS Code loads, or the tests of what knows no VS Code.
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

/** As in pyproject.toml, for what is in the bundle. */
const ALLOWED = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "BlueOak-1.0.0"]);
const what = process.argv[2];
const common = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "warning" };
if (what === "test") {
  rmSync("dist/test", { recursive: true, force: true });
  const entryPoints = readdirSync("test").map((name) => `test/${name}`);
  await build({
    ...common,
    entryPoints,
    outdir: "dist/test",
    outExtension: { ".js": ".cjs" },
    sourcemap: "inline",
  });
} else {
  const entryPoints = ["src/extension.ts"];
  const more = { outfile: "dist/extension.js", external: ["vscode"], minify: true, metafile: true };
  const { metafile } = await build({ ...common, ...more, entryPoints });
  writeFileSync("dist/LICENSES.txt", licences(Object.keys(metafile.inputs)));
}

/** The licences of all packages that are bundled; one without a text of its licence ends the build. */
function licences(inputs) {
  const folders = inputs.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean);
  const texts = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file || !ALLOWED.has(license)) throw new Error(`${name}: ${license}, ${file}`);
    return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}
