import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, type Plugin } from 'vite';

/**
 * tus and WebSocket live beside Kit's handler in one process and must share its modules (one pool, one hub).
 * A further input of the server build gives `build/server/attach.js` the same chunks as Kit's own handler.
 */
function attachBesideKit(): Plugin {
	return {
		name: 'duimian-attach',
		config: () => ({
			environments: {
				ssr: {
					build: {
						rolldownOptions: {
							input: {
								attach: './src/lib/server/attach.ts',
								'remux.worker': './src/lib/recording/server/remux.worker.ts'
							}
						}
					}
				}
			}
		})
	};
}

export default defineConfig({
	plugins: [
		sveltekit({
			adapter: adapter(),
			serviceWorker: { register: false },
			csp: {
				mode: 'nonce',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
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
		attachBesideKit()
	]
});
