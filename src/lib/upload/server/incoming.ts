// The bodies on their way in. A part has one sender: whoever asks about it anew has given up the connection before, so
// the older body is cut off (what came of it is kept) instead of holding the part until it times out.
import type { IncomingMessage } from 'node:http';

export interface Incoming {
	cutOff(part: string): void;
	/** Runs `work`, which reads the body; a body that stalls is cut off, too. */
	receive<T>(part: string, req: IncomingMessage, work: () => Promise<T>): Promise<T>;
}

/** A cut is the end of the connection: the sender sees a network error, asks for the offset and goes on from there. */
function cut(req: IncomingMessage): void {
	if (!req.complete) req.destroy();
}

export function createIncoming(stallMs: number): Incoming {
	const running = new Map<string, IncomingMessage>();
	return {
		cutOff(part) {
			const req = running.get(part);
			if (req) cut(req);
		},
		async receive(part, req, work) {
			running.set(part, req);
			req.setTimeout(stallMs, () => cut(req));
			try {
				return await work();
			} finally {
				if (running.get(part) === req) running.delete(part);
			}
		}
	};
}
