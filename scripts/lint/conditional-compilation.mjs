const DIRECTIVE = /(?:\/\/|\/\*|<!--)\s*#(?:ifdef|ifndef)\b/g;

/**
 * uni's `#ifdef` is a comment in a script, a template, a style or a JSON file, so the text is what is looked at.
 * Which files are exempt is said by the configuration, not here.
 *
 * @type {import('eslint').Rule.RuleModule}
 */
export const conditionalCompilation = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { found: 'Conditional compilation belongs into client/src/platform/.' },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      Program() {
        for (const match of sourceCode.text.matchAll(DIRECTIVE)) {
          context.report({ loc: sourceCode.getLocFromIndex(match.index), messageId: 'found' });
        }
      },
    };
  },
};

/** Reads any file as an empty program, so that a rule about its text can see styles and JSON with comments. */
export const textParser = {
  meta: { name: 'huati-text', version: '1.0.0' },
  /** @param {string} text */
  parseForESLint(text) {
    const lines = text.split(/\r\n|[\r\n\u2028\u2029]/);
    const end = { line: lines.length, column: (lines.at(-1) ?? '').length };
    /** @type {any} */
    const ast = {
      type: 'Program',
      sourceType: 'module',
      body: [],
      tokens: [],
      comments: [],
      range: [0, text.length],
      loc: { start: { line: 1, column: 0 }, end },
    };
    return { ast, visitorKeys: { Program: [] } };
  },
};
