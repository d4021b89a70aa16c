/** A small body of a Kit route, or null: it is larger, or did not come whole. Nothing beyond `maxBytes` is kept. */
export async function readBody(
	request: Request,
	maxBytes: number
): Promise<Uint8Array<ArrayBuffer> | null> {
	if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return null;
	const chunks: Uint8Array<ArrayBuffer>[] = [];
	let bytes = 0;
	try {
		for await (const chunk of request.body ?? []) {
			bytes += chunk.byteLength;
			if (bytes > maxBytes) return null;
			chunks.push(chunk);
		}
	} catch {
		return null;
	}
	return new Uint8Array(await new Blob(chunks).arrayBuffer());
}
