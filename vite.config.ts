import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { defineConfig, isRunnableDevEnvironment, type Plugin, type ViteDevServer } from 'vite';
import { tusAsWritten } from './scripts/lib/tus-as-written.ts';

const ATTACH = './src/lib/server/attach.ts';

/** In development the entry is asked for on every request, in Kit's own module graph, so that edits take effect. */
function attachToDevServer(vite: ViteDevServer): void {
	const attach = async (): Promise<typeof import('./src/lib/server/attach.ts')> => {
		const { ssr } = vite.environments;
		if (!ssr || !isRunnableDevEnvironment(ssr)) throw new Error('no runner');
		return ssr.runner.import(ATTACH);
	};
	const started = attach().then((module) => module.startApp());
	started.catch((error: unknown) => {
		vite.config.logger.error(String(error));
		process.exit(1);
	});
	vite.middlewares.use((request: IncomingMessage, response: ServerResponse, next) => {
		void started
			.then(attach)
			.then((module) => module.handleRequest(request, response) || next(), next);
	});
	vite.httpServer?.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
		// Vite's own socket for reloading says so
		if (request.headers['sec-websocket-protocol']?.startsWith('vite')) return;
		void started.then(attach).then((module) => module.handleUpgrade(request, socket, head));
	});
	vite.httpServer?.on('close', () => void started.then((app) => app.close()));
}

/**
 * tus and WebSocket live beside Kit's handler in one process and must share its modules (one pool, one hub).
 * A further input of the server build gives `build/server/attach.js` the same chunks as Kit's own handler.
 */
function attachBesideKit(): Plugin {
	return {
		name: 'duimian-attach',
		configureServer: attachToDevServer,
		config: () => ({
			environments: {
				ssr: {
					build: {
						rolldownOptions: {
							input: {
								attach: ATTACH,
								'remux.worker': './src/lib/recording/server/remux.worker.ts',
								'face.worker': './src/lib/identity/server/face.worker.ts'
							}
						}
					}
				}
			}
		})
	};
}

export default defineConfig({
	// MediaPipe's loader is a module
	worker: { format: 'es' },
	plugins: [
		sveltekit({
			adapter: adapter({ precompress: true }),
			serviceWorker: { register: false },
			// the offline page is kept once and shown at addresses of any depth
			paths: { relative: false },
			csp: {
				mode: 'nonce',
				directives: {
					'default-src': ['self'],
					// WebAssembly: the code reader of the phone's page. No eval of scripts
					'script-src': ['self', 'wasm-unsafe-eval'],
					'style-src': ['self'],
					// `style:--v={…}` is written as an attribute by the server's rendering
					'style-src-attr': ['unsafe-inline'],
					'img-src': ['self', 'data:', 'blob:'],
					'media-src': ['self', 'blob:'],
					'connect-src': ['self'],
					'worker-src': ['self'],
					'object-src': ['none'],
					'base-uri': ['none'],
					'form-action': ['self'],
					'frame-ancestors': ['none']
				}
			}
		}),
		attachBesideKit(),
		tusAsWritten()
	]
});
