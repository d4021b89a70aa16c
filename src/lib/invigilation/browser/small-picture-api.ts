// The last small picture of one track (I1, I2), asked for over HTTP: what was not pushed.
import type { PictureTrack } from '../../live/staff-wire.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { FetchedPicture } from '../tile-picture.ts';

const TIMEOUT_MS = 10_000;

/** Null: there is none. Refuses whatever the reason is that it could not be had. */
export async function fetchSmallPicture(
	attempt: string,
	track: PictureTrack
): Promise<Result<FetchedPicture | null, 'failed'>> {
	try {
		const response = await fetch(`/api/attempts/${attempt}/pictures/${track}`, {
			...{ cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) }
		});
		if (response.status === 204) return ok(null);
		const at = Number(response.headers.get('duimian-picture-at'));
		// a portal that wants a login answers for the server
		if (!response.ok || !(at > 0)) return err('failed');
		return ok({ at, blob: await response.blob() });
	} catch {
		return err('failed');
	}
}
