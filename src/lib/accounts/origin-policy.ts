// Who may command: a page of this very address, or a device with a capability token. Kit checks forms only; this checks all.

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

interface RequestHead {
	readonly method: string;
	readonly headers: { get(name: string): string | null };
}

/**
 * A browser sends Origin with every request that changes something. Without one it is not a page's request, and then
 * only a bearer token, which no foreign page can make a browser add, lets it through.
 */
export function isFromElsewhere(request: RequestHead, ownOrigin: string): boolean {
	if (SAFE_METHODS.includes(request.method)) return false;
	const origin = request.headers.get('origin');
	if (origin !== null) return origin !== ownOrigin;
	return !/^Bearer \S/.test(request.headers.get('authorization') ?? '');
}
