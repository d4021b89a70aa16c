// What the wall asks over HTTP (I1).
import * as v from 'valibot';
import { ask } from '../../live/browser/ask.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
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
