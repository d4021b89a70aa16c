import { expect, test } from 'vitest';

test('[C24] vault and uploader work without window and document, as Background Sync needs it', async () => {
	const worker = new Worker(new URL('./testing/headless.worker.ts', import.meta.url), {
		type: 'module'
	});
	const said = await new Promise((resolve, reject) => {
		worker.onmessage = ({ data }) => {
			resolve(data);
		};
		worker.onerror = (event) => {
			reject(new Error(event.message));
		};
	});
	worker.terminate();
	expect(said).toEqual({
		outcome: { ok: false, error: { code: 'server.unreachable' } },
		window: 'undefined',
		online: true
	});
});
