// Sends a small picture of the candidate's computer (I1). The next one comes soon: what did not arrive is not sent again.
import { networkCut } from '../../shared/browser/network-cut.ts';
import type { DesktopPicture } from '../small-picture.ts';

const TIMEOUT_MS = 8000;

/** Resolves when it is over, whatever came of it. */
export async function sendSmallPicture(
	token: string,
	track: DesktopPicture,
	picture: Blob
): Promise<void> {
	const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), networkCut.signal()]);
	const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' };
	await fetch(`/api/attempt/picture/${track}`, {
		...{ method: 'PUT', headers, body: picture, signal },
		// films first, where the connection knows of an order
		priority: 'low'
	}).catch(() => null);
}
