const OF_PROCESS = /^(?:node:)?process$/;

/**
 * True for `process`, `globalThis.process` and `import.meta`, which all carry an `env`.
 *
 * @param {any} node
 */
function carriesEnv(node) {
  if (node?.type === 'MetaProperty') return true;
  if (node?.type === 'Identifier') return node.name === 'process';
  return node?.type === 'MemberExpression' && keyName(node.property) === 'process';
}

/** @param {any} key */
const keyName = (key) => (key?.type === 'Literal' ? key.value : key?.name);

/**
 * The environment is read in one file of a workspace, its config.ts, which checks and types it; everything else gets
 * values. Which files are exempt is said by the configuration, not here.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const environment = {
  meta: { type: 'problem', schema: [], messages: { read: 'The environment is read in config.ts alone.' } },
  create(context) {
    /** @param {any} node */
    const report = (node) => context.report({ node, messageId: 'read' });
    return {
      MemberExpression(node) {
        if (carriesEnv(node.object) && keyName(node.property) === 'env') report(node);
      },
      VariableDeclarator(node) {
        if (node.id.type !== 'ObjectPattern' || !carriesEnv(node.init)) return;
        if (node.id.properties.some((each) => each.type === 'Property' && keyName(each.key) === 'env')) report(node);
      },
      ImportDeclaration(node) {
        if (!OF_PROCESS.test(String(node.source.value))) return;
        // Under another name the rule would lose sight of it.
        const hides = node.specifiers.some((each) =>
          each.type === 'ImportSpecifier' ? keyName(each.imported) === 'env' : each.local.name !== 'process',
        );
        if (hides) report(node);
      },
    };
  },
};
