/** The rules for all code, with and without types. @type {import('eslint').Linter.RulesRecord} */
export const everywhere = {
  'huati/boundaries': 'error',
  'huati/environment': 'error',
  'huati/conditional-compilation': 'error',
  'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
  // A factory holds the functions of its service, and a store's set-up those of the store: room for those, no more.
  'max-lines-per-function': ['error', { max: 120, skipBlankLines: false, skipComments: false, IIFEs: true }],
  complexity: ['error', 15],
  'max-depth': ['error', 4],
  'max-params': ['error', 5],
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-console': 'error',
  'no-restricted-syntax': [
    'error',
    {
      selector: 'CatchClause > BlockStatement[body.length=0]',
      message: 'An error is handled, told or thrown on: no empty catch, also not with a comment in it.',
    },
    {
      selector:
        'CallExpression[callee.property.name="catch"] > :matches(ArrowFunctionExpression, FunctionExpression) > BlockStatement[body.length=0]',
      message: 'An error is handled, told or thrown on: no empty catch, also not with a comment in it.',
    },
  ],
  'import-x/no-duplicates': 'error',
  'import-x/no-self-import': 'error',
  'import-x/first': 'error',
};

/** The rules for TypeScript, with types. @type {import('eslint').Linter.RulesRecord} */
export const typed = {
  '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, minimumDescriptionLength: 10 }],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/use-unknown-in-catch-callback-variable': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'all' }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  // Services are plain objects of functions: taking one out of its object is safe.
  '@typescript-eslint/unbound-method': 'off',
  // What is deprecated at one place is what another needs: `max_tokens` for vLLM, `keyCode` for input methods.
  '@typescript-eslint/no-deprecated': 'off',
  // Taking a text apart by code points is what is meant here: Han characters beyond the first plane stay whole.
  '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
  '@typescript-eslint/no-confusing-void-expression': 'off',
  '@typescript-eslint/no-meaningless-void-operator': 'off',
  // `interface X {}` to name an extended error, and schemas and their types of one name, are this project's style.
  '@typescript-eslint/no-redeclare': 'off',
  '@typescript-eslint/no-unnecessary-type-parameters': 'off',
};

/** What types cannot say of components is switched off, and vue-tsc says it instead. */
const BLIND_IN_COMPONENTS = ['argument', 'assignment', 'call', 'member-access', 'return'];

/** The rules for components. @type {import('eslint').Linter.RulesRecord} */
export const components = {
  ...Object.fromEntries(BLIND_IN_COMPONENTS.map((name) => [`@typescript-eslint/no-unsafe-${name}`, 'off'])),
  'vue/block-lang': ['error', { script: { lang: 'ts' } }],
  'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
  'vue/component-api-style': ['error', ['script-setup']],
  'vue/component-name-in-template-casing': ['error', 'PascalCase'],
  'vue/define-emits-declaration': ['error', 'type-based'],
  'vue/define-props-declaration': ['error', 'type-based'],
  'vue/multi-word-component-names': ['error', { ignores: ['Composer'] }],
  'vue/no-v-html': 'error',
  'vue/no-restricted-html-elements': [
    'error',
    ...['div', 'span', 'p', 'a', 'img', 'ul', 'ol', 'li', 'svg', 'table', 'h1', 'h2', 'h3', 'h4', 'section', 'main'],
  ],
  'vue/require-default-prop': 'off',
  'vue/no-unused-refs': 'error',
  'vue/no-useless-v-bind': 'error',
};
