import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/**
 * The house's walls (docs/architecture.md): files at the root of a domain are pure. What they need of the world comes
 * in through `ports.ts`; only `server/`, `browser/`, `ui/` and composition roots know a technology.
 */
const PURE_ROOTS = [
	'src/lib/{attempt,check,exam,recording,review,verify,upload,identity,integrity,evidence,help,live,invigilation,desk,marking,accounts,shared}/*.ts'
];

const IMPURE = [
	{ name: 'Date', message: 'Time comes in through the Clock port.' },
	{ name: 'performance', message: 'Time comes in through the Clock port.' },
	{ name: 'setTimeout', message: 'A pure file does not wait; take a port.' },
	{ name: 'setInterval', message: 'A pure file does not wait; take a port.' },
	{ name: 'crypto', message: 'Randomness comes in through a port.' },
	{ name: 'window', message: 'No DOM in a pure file.' },
	{ name: 'document', message: 'No DOM in a pure file.' },
	{ name: 'navigator', message: 'No DOM in a pure file.' },
	{ name: 'localStorage', message: 'No DOM in a pure file.' },
	{ name: 'indexedDB', message: 'No DOM in a pure file.' },
	{ name: 'fetch', message: 'No network in a pure file; take a port.' },
	{ name: 'process', message: 'No process in a pure file; take a port.' },
	{ name: 'Buffer', message: 'No Node in a pure file.' }
];

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'data/', 'node_modules/', 'test-results/'] },
	js.configs.recommended,
	...ts.configs.strict,
	...ts.configs.stylistic,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off',
			'no-console': 'error',
			eqeqeq: 'error',
			'@typescript-eslint/consistent-type-definitions': 'off',
			'@typescript-eslint/no-empty-function': 'off',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
			],
			'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } },
		rules: { 'svelte/no-navigation-without-resolve': 'off' }
	},
	{
		files: PURE_ROOTS,
		ignores: ['**/*.test.ts'],
		rules: {
			'no-restricted-globals': ['error', ...IMPURE],
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: '^(svelte|\\$app|\\$env|node:(?!stream$)|idb|tus-js-client|pg|ws|kysely)',
							message: 'A domain root is pure: bring this in through a port.'
						},
						{
							regex: '/(server|browser|ui)/',
							message: 'A domain root does not know its adapters.'
						}
					]
				}
			],
			'no-restricted-properties': [
				'error',
				{ object: 'Math', property: 'random', message: 'Randomness comes in through a port.' }
			]
		}
	},
	{
		// the one place that says which Node stream type a port speaks
		files: ['src/lib/*/ports.ts'],
		rules: { '@typescript-eslint/consistent-type-imports': 'error' }
	},
	{ files: ['scripts/**', 'tests/**', 'server.js'], rules: { 'no-console': 'off' } }
);
