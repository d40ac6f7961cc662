const LISTS = new Set(['describe', 'suite', 'it', 'test']);

/** @param {any} statement */
function listsTests(statement) {
  let callee = statement.type === 'ExpressionStatement' ? statement.expression.callee : undefined;
  while (callee && callee.type !== 'Identifier')
    callee = callee.type === 'CallExpression' ? callee.callee : callee.object;
  return callee !== undefined && LISTS.has(callee.name);
}

/**
 * The length of functions in tests, blank lines and comments counted. A function that lists tests, such as the body
 * of a describe, is a table of contents and may be long.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const testLines = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'integer', minimum: 1 }],
    messages: { long: 'This function of a test has {{lines}} lines; {{max}} are allowed.' },
  },
  create(context) {
    const max = context.options[0] ?? 80;
    /** @param {any} node */
    const check = (node) => {
      const lines = node.loc.end.line - node.loc.start.line + 1;
      if (lines <= max || (node.body.type === 'BlockStatement' && node.body.body.some(listsTests))) return;
      context.report({ node, messageId: 'long', data: { lines: String(lines), max: String(max) } });
    };
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};
