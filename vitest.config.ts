import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type UserProjectConfigExport } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { findChromium, PLAYWRIGHT_ARGS } from './scripts/lib/chromium.ts';
import { tusAsWritten, TUS_AS_WRITTEN } from './scripts/lib/tus-as-written.ts';
import { turnServers } from './scripts/lib/turn-command.ts';
import { checkServer } from './src/lib/check/testing/check-server-plugin.ts';

const chromium = findChromium();

/** Vitest leaves one core to itself: of two that is half, while most tests wait for a database or a page. */
const maxWorkers = '100%';

/** A second is soon over beside other tests; what must be quick measures it itself. */
const PATIENT = { poll: { timeout: 5000 } };

type ProjectConfig = NonNullable<Extract<UserProjectConfigExport, { test?: unknown }>['test']>;

/** Real film against real time, recorded and played, real peers with two encoders: nothing runs beside it. */
const MEASURED = [
	'src/lib/{recording/{browser,ui},review/ui}/*.browser.test.ts',
	// a camera that is opened anew a dozen times gives other pages of the same browser nothing at times
	'src/lib/live/browser/{live-views,webrtc-peers,picture-taker}.browser.test.ts'
];

/** Real Chromium with fake devices. */
const browserProject = (name: string, test: ProjectConfig) => ({
	plugins: [svelte(), checkServer(), tusAsWritten()],
	// known beforehand, or Vite finds them in the middle of a test and reloads the page
	optimizeDeps: {
		include: [
			'@mediapipe/tasks-vision',
			'@noble/hashes/hmac.js',
			'@noble/hashes/sha2.js',
			'@noble/hashes/utils.js',
			'axe-core',
			'barcode-detector/ponyfill',
			'canonicalize',
			'fast-check',
			'idb',
			'marked',
			'mediabunny',
			'simple-peer/simplepeer.min.js',
			'bwip-js/generic',
			'zxing-wasm/reader',
			TUS_AS_WRITTEN,
			'uqr',
			'valibot'
		],
		exclude: ['@lucide/svelte']
	},
	test: {
		name,
		include: ['src/**/*.browser.test.ts'],
		testTimeout: 20_000,
		expect: PATIENT,
		browser: {
			enabled: true,
			headless: true,
			screenshotFailures: false,
			commands: { turnServers },
			provider: playwright({
				launchOptions: {
					...(chromium ? { executablePath: chromium } : {}),
					args: PLAYWRIGHT_ARGS
				}
			}),
			instances: [{ browser: 'chromium' as const }]
		},
		...test
	}
});

/** The longest begin, or the last of them runs alone; how long a file takes, a fresh clone does not know. */
class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		const isLong = ({ moduleId }: TestSpecification): boolean =>
			moduleId.endsWith('pages.browser.test.ts');
		return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
	}
}

export default defineConfig({
	test: {
		sequence: { sequencer: LongestFirst },
		projects: [
			{
				test: {
					name: 'unit',
					maxWorkers,
					// pure code: a fresh set of modules for each file would cost a third of the time
					isolate: false,
					include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'messages/**/*.test.ts'],
					exclude: ['src/**/*.server.test.ts', 'src/**/*.browser.test.ts'],
					// some start a process of Node, which on a busy machine takes seconds
					testTimeout: 20_000,
					expect: PATIENT
				}
			},
			{
				test: {
					name: 'server',
					maxWorkers,
					include: ['src/**/*.server.test.ts'],
					globalSetup: ['src/lib/server/testing/database.global.ts'],
					testTimeout: 20_000,
					expect: PATIENT
				}
			},
			browserProject('browser', { exclude: MEASURED, maxWorkers, sequence: { groupOrder: 0 } }),
			browserProject('browser-alone', {
				...{ include: MEASURED, maxWorkers: 1, sequence: { groupOrder: 1 } }
			})
		]
	}
});
