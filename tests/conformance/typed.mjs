// JSON judged by a chat's published TypeScript types: each value becomes a literal of its type, and one run of tsc reads all.
import ts from "typescript";

const options = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: ["node"],
};

/**
 * What tsc complains of in each value, by its name. A literal may hold no member that its type does not know; the value's
 * JSON is written in the source, for JSON is TypeScript.
 */
export function type_faults(module, type, values) {
  const names = Object.keys(values);
  const lines = [`import type { ${type} } from "${module}";`];
  for (const name of names) lines.push(`({ value: ${JSON.stringify(values[name])} }) satisfies { value: ${type} };`);
  const host = ts.createCompilerHost(options);
  const file = `${process.cwd()}/literals.mts`;
  const source = ts.createSourceFile(file, lines.join("\n"), options.target);
  const original = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) => (name === file ? source : original(name, ...rest));
  host.fileExists = ((exists) => (name) => name === file || exists(name))(host.fileExists.bind(host));
  const faults = Object.fromEntries(names.map((name) => [name, []]));
  for (const found of ts.getPreEmitDiagnostics(ts.createProgram([file], options, host))) {
    const why = ts.flattenDiagnosticMessageText(found.messageText, " ");
    const line = found.file === undefined ? 0 : ts.getLineAndCharacterOfPosition(found.file, found.start).line;
    if (line === 0) throw new Error(`tsc cannot judge: ${why}`);
    faults[names[line - 1]].push(why);
  }
  return faults;
}
