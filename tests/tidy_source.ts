/** Files as the house rules read them: their text, and what their syntax trees hold. */

/** A file of the project. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Runs visitors over a file's syntax tree and returns what they reported, with its line. */
export function visit(
  source: Source,
  create: (report: (node: Deno.lint.Node, message: string) => void) => Deno.lint.LintVisitor,
): string[] {
  const plugin: Deno.lint.Plugin = {
    name: "tidy",
    rules: {
      rule: { create: (context) => create((node, message) => context.report({ node, message })) },
    },
  };
  return Deno.lint.runPlugin(plugin, source.path, source.text).map((found) => {
    const line = source.text.slice(0, found.range[0]).split("\n").length;
    return `${source.path}:${line}: ${found.message}`;
  });
}

/** Every import of a file, static and dynamic, type imports included. */
export function importsOf(source: Source): { specifier: string; place: string }[] {
  const found: { specifier: string; place: string }[] = [];
  const take = (specifier: unknown, node: Deno.lint.Node) => {
    const line = source.text.slice(0, node.range[0]).split("\n").length;
    if (typeof specifier === "string") found.push({ specifier, place: `${source.path}:${line}` });
  };
  visit(source, () => ({
    ImportDeclaration: (node) => take(node.source.value, node),
    ExportAllDeclaration: (node) => take(node.source.value, node),
    ExportNamedDeclaration: (node) => take(node.source?.value, node),
    ImportExpression: (node) => take("value" in node.source ? node.source.value : undefined, node),
  }));
  return found;
}

/** Whether an identifier is a reference, not the name of a property, parameter or member. */
export function isReference(node: Deno.lint.Identifier): boolean {
  const parent = node.parent;
  switch (parent.type) {
    case "MemberExpression":
      return parent.computed || parent.object === node;
    case "Property":
      return parent.computed || parent.value === node;
    case "PropertyDefinition":
    case "MethodDefinition":
    case "TSMethodSignature":
    case "TSPropertySignature":
    case "TSTypeReference":
    case "TSQualifiedName":
      return false;
    default:
      return true;
  }
}

/** Whether a file declares a function or method with a body. */
export function hasFunction(source: Source): boolean {
  let found = false;
  visit(source, () => ({
    FunctionDeclaration: () => void (found = true),
    MethodDefinition: () => void (found = true),
    ArrowFunctionExpression: () => void (found = true),
    FunctionExpression: () => void (found = true),
  }));
  return found;
}
