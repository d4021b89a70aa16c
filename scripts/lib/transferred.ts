// What a page makes the browser fetch, as it went over the wire, compressed.
import type { BrowserContext, Page } from 'playwright';

export interface Transferred {
	readonly scripts: number;
	/** The compressed scripts themselves, without the headers of their answers. */
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
	const headerBytes = new Map<string, number>();
	const encodings = new Set<string>();
	let [scripts, scriptBytes, allBytes] = [0, 0, 0];
	devtools.on('Network.responseReceived', ({ requestId, type, response }) => {
		kinds.set(requestId, type);
		// so far only the headers have come
		headerBytes.set(requestId, response.encodedDataLength);
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
		scriptBytes += encodedDataLength - (headerBytes.get(requestId) ?? 0);
	});
	await devtools.send('Network.enable');
	await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
	return () => ({ scripts, scriptBytes, allBytes, encodings: [...encodings] });
}
