import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "*.mjs"] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
  {
    rules: {
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", name: "test", package: "node:test" }] },
      ],
      "@typescript-eslint/no-non-null-assertion": "off", // an index that a loop or a pattern has just checked
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": "off", // `return void …` ends a command with a message
      "@typescript-eslint/no-meaningless-void-operator": "off",
    },
  },
);
