// What a page makes the browser fetch, as it went over the wire, compressed.
import type { BrowserContext, Page } from 'playwright';

export interface Transferred {
	readonly scripts: number;
	readonly scriptBytes: number;
	readonly allBytes: number;
	/** Kinds of compression seen on scripts and styles. */
	readonly encodings: readonly string[];
}

/** Counts from now on. @returns what has come since */
export async function countTransfers(
	context: BrowserContext,
	page: Page
): Promise<() => Transferred> {
	const devtools = await context.newCDPSession(page);
	const kinds = new Map<string, string>();
	const encodings = new Set<string>();
	let [scripts, scriptBytes, allBytes] = [0, 0, 0];
	devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
		kinds.set(requestId, type);
		if (type !== 'Script' && type !== 'Stylesheet') return;
		const header = Object.entries(response.headers).find(([name]) =>
			/^content-encoding$/i.test(name)
		);
		encodings.add(header?.[1] ?? 'none');
	});
	devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		allBytes += encodedDataLength;
		if (kinds.get(requestId) !== 'Script') return;
		scripts++;
		scriptBytes += encodedDataLength;
	});
	await devtools.send('Network.enable');
	await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
	return () => ({ scripts, scriptBytes, allBytes, encodings: [...encodings] });
}
