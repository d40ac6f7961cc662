/**
 * Every module specifier of a file, however it is written: import, export … from, import(), require(), a type import.
 *
 * @param {(node: any, specifier: string) => void} visit called with the node of the specifier and its text
 * @returns {Record<string, (node: any) => void>} visitors for an ESLint rule
 */
export function visitImports(visit) {
  /** @param {any} node */
  const literal = (node) => {
    if (node && typeof node.value === 'string') visit(node, node.value);
  };
  return {
    ImportDeclaration: (node) => literal(node.source),
    ExportNamedDeclaration: (node) => literal(node.source),
    ExportAllDeclaration: (node) => literal(node.source),
    ImportExpression: (node) => literal(node.source),
    TSImportType: (node) => literal(node.source ?? node.argument?.literal),
    'CallExpression[callee.name="require"]': (node) => literal(node.arguments[0]),
  };
}
