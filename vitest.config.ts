import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium, PLAYWRIGHT_ARGS } from './scripts/lib/chromium.ts';

const chromium = findChromium();

/** Vitest leaves one core to itself: of two that is half, while most tests wait for a database or a page. */
const maxWorkers = '100%';

export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: 'unit',
					maxWorkers,
					// pure code: a fresh set of modules for each file would cost a third of the time
					isolate: false,
					include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'messages/**/*.test.ts'],
					exclude: ['src/**/*.server.test.ts', 'src/**/*.browser.test.ts']
				}
			},
			{
				test: {
					name: 'server',
					maxWorkers,
					include: ['src/**/*.server.test.ts'],
					globalSetup: ['src/lib/server/testing/database.global.ts'],
					testTimeout: 20_000
				}
			},
			{
				plugins: [svelte()],
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
						'bwip-js/generic',
						'zxing-wasm/reader',
						'tus-js-client',
						'uqr',
						'valibot'
					],
					exclude: ['@lucide/svelte']
				},
				test: {
					name: 'browser',
					maxWorkers,
					include: ['src/**/*.browser.test.ts'],
					testTimeout: 20_000,
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						provider: playwright({
							launchOptions: {
								...(chromium ? { executablePath: chromium } : {}),
								args: PLAYWRIGHT_ARGS
							}
						}),
						instances: [{ browser: 'chromium' }]
					}
				}
			}
		]
	}
});
