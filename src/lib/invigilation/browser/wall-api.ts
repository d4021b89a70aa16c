// What the wall asks over HTTP (I1).
import * as v from 'valibot';
import { ask } from '../../live/browser/ask.ts';
import type { PictureTrack } from '../../live/staff-wire.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { WallView } from '../wall-view.ts';

/** Of the same build as this page: it is not looked through field by field. */
const WallSchema = v.custom<WallView>(
	(answer) => typeof answer === 'object' && answer !== null && 'tiles' in answer
);

export const fetchWall = (room: string): Promise<Result<WallView, ErrorCode>> =>
	ask(`/api/rooms/${room}/wall`, WallSchema);

export async function setWatched(
	room: string,
	candidate: string,
	watched: boolean
): Promise<ErrorCode | null> {
	const body = { candidate, watched };
	const answer = await ask(`/api/rooms/${room}/watched`, v.unknown(), { body });
	return answer.ok ? null : answer.error;
}

const PICTURE_TIMEOUT_MS = 10_000;

/** Null: there is none. Refuses whatever the reason is that it could not be had. */
export async function fetchSmallPicture(
	attempt: string,
	track: PictureTrack
): Promise<Result<Blob | null, 'failed'>> {
	try {
		const response = await fetch(`/api/attempts/${attempt}/pictures/${track}`, {
			...{ cache: 'no-store', signal: AbortSignal.timeout(PICTURE_TIMEOUT_MS) }
		});
		if (response.status === 204) return ok(null);
		return response.ok ? ok(await response.blob()) : err('failed');
	} catch {
		return err('failed');
	}
}
