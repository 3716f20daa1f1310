import perfectionist from 'eslint-plugin-perfectionist'
import redos from 'eslint-plugin-redos'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const natsElsewhere = {
  name: 'nats',
  message:
    'NATS is behind the one adapter in nats/: import from @ebook/nats/… (architecture.md, nats 2.29 in one adapter only).',
}

// What nats.js 2 offers and its successor (@nats-io/*) does not: https://github.com/nats-io/nats.js/blob/main/migration.md
const gone = [
  ['CallExpression[callee.property.name="pullSubscribe"]', 'pullSubscribe'],
  [
    'CallExpression[callee.object.callee.property.name="jetstream"][callee.property.name=/^(subscribe|pull|fetch)$/]',
    'jetstream().subscribe, pull and fetch',
  ],
  [
    'CallExpression[callee.object.name=/^(js|jetstream|jetStream)$/][callee.property.name=/^(subscribe|pull|fetch)$/]',
    'JetStreamClient.subscribe, pull and fetch',
  ],
  [
    'ImportDeclaration[source.value="nats"] ImportSpecifier[imported.name=/^(consumerOpts|JSONCodec|StringCodec)$/]',
    'consumerOpts, JSONCodec and StringCodec',
  ],
].map(([selector, what]) => ({
  selector,
  message: `${what} did not survive into nats.js 3: use consumers.get(…).consume() or fetch(), and JSON.parse and stringify.`,
}))

// The rules that need types are oxlint's (.oxlintrc.json): on TypeScript 7 they take a quarter of the time.
export default tseslint.config(
  {
    ignores: [
      'node_modules',
      '**/node_modules',
      '.data',
      '.cache',
      'coverage',
      '**/generated',
      '**/*.d.ts',
      'web/dist',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strict],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { perfectionist },
    rules: {
      // What is Node's, what is somebody else's, what is the project's, what is near.
      'perfectionist/sort-imports': [
        'error',
        {
          groups: ['builtin', 'external', 'internal', ['parent', 'sibling', 'index']],
          internalPattern: ['^@ebook/'],
          newlinesBetween: 'ignore',
        },
      ],
      // null and undefined are told apart nowhere.
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      'no-restricted-imports': ['error', { paths: [natsElsewhere] }],
      'no-restricted-syntax': ['error', ...gone],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['nats/**/*.ts', 'processes/**/*.ts', '{testkit,stack}/**/*.test.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // They compile each file as React would. A test has no component of its own.
    files: ['web/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    // Any of them may come to read what a stranger wrote. What a test reads is the test's own.
    files: ['**/*.{ts,tsx,mjs}'],
    ignores: ['**/*.test.{ts,tsx}', '**/testing/**'],
    plugins: { redos },
    rules: {
      // By proof: the fuzzer finds one thing or another as time allows, and fails whoever is busy.
      'redos/no-vulnerable': [
        'error',
        { checker: 'automaton', ignoreErrors: true, cache: { location: '.cache/redos.json', strategy: 'aggressive' } },
      ],
    },
  },
)
