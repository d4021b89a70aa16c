// The upload side where there is no window and no document, as in a service worker.
import { createIdbVault } from '../../../recording/browser/idb-vault.ts';
import { partHeader } from '../../../recording/testing/factories.ts';
import { systemTimers } from '../../../shared/browser/system-timers.ts';
import { browserConnectivity } from '../connectivity.ts';
import { createFetchHttpStack } from '../fetch-http-stack.ts';
import { createTusPartUploader } from '../tus-part-uploader.ts';

async function send(): Promise<unknown> {
	const vault = await createIdbVault(`test-${crypto.randomUUID()}`);
	const header = partHeader({ id: crypto.randomUUID() });
	await vault.createPart(header);
	await vault.append(header.id, new ArrayBuffer(10), 1000);
	const uploader = createTusPartUploader({
		vault,
		timers: systemTimers,
		httpStack: createFetchHttpStack(systemTimers),
		// nothing listens on the discard port
		origin: 'http://127.0.0.1:9',
		token: () => null
	});
	const outcome = await uploader.send(header.id, new AbortController().signal, { acked() {} });
	return { outcome, window: typeof window, online: browserConnectivity.online() };
}

send().then(
	(value) => {
		postMessage(value);
	},
	(problem: unknown) => {
		postMessage({ problem: String(problem) });
	}
);
