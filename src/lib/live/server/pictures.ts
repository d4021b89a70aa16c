// The last small picture of each attempt's camera, screen and phone (C11, I1): taken from the device in charge, not too
// often. Losing one is harmless, the next follows; it is no evidence, which is the film.
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import { isJpeg } from '../../evidence/jpeg.ts';
import type { Db } from '../../server/db/database.ts';
import type { Clock, Millis } from '../../shared/clock.ts';
import { refuse, type ErrorCode, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { MAX_PICTURE_BYTES, MAX_PICTURE_SIZE, PICTURES_APART_MS } from '../small-picture.ts';
import type { PictureTrack } from '../staff-wire.ts';
import type { PictureFiles } from './picture-files.ts';
import { noteTaken, pictureAt, standingOf } from './picture.repository.ts';

/** A picture sent every so often may come a little early. */
const SLACK_MS = 200;
const REMEMBERED = 10_000;
/** Behind so many a command may wait where the database is slow, and behind no more: what 200 candidates send in 0.3 s. */
const MOST_AT_ONCE = 40;

export interface SmallPicture {
	readonly bytes: Buffer;
	readonly at: Millis;
}

export interface Pictures {
	/** Refuses '….picture-invalid', '….too-soon', 'server.busy', 'attempt.lease-closed' (not the device in charge). */
	put(grant: DeviceGrant, track: PictureTrack, bytes: Uint8Array): Promise<Result<void, Refusal>>;
	/** Null = the device in charge has sent none yet. */
	get(attempt: string, track: PictureTrack): Promise<SmallPicture | null>;
}

export interface PicturesOptions {
	readonly db: Db;
	readonly clock: Clock;
	readonly files: PictureFiles;
}

interface Codes {
	readonly invalid: ErrorCode;
	readonly tooSoon: ErrorCode;
}
const OF_DESKTOP: Codes = { invalid: 'picture.invalid', tooSoon: 'picture.too-soon' };
const OF_PHONE: Codes = {
	...{ invalid: 'evidence.picture-invalid', tooSoon: 'evidence.picture-too-soon' }
};

const codesOf = (track: PictureTrack): Codes => (track === 'evidence' ? OF_PHONE : OF_DESKTOP);

export function createPictures({ db, clock, files }: PicturesOptions): Pictures {
	const pace = createPace();
	let atOnce = 0;

	const take: Pictures['put'] = async (grant, track, bytes) => {
		const { tooSoon } = codesOf(track);
		const now = clock.now();
		const sender = `${grant.lease} ${track}`;
		if (pace.isTooSoon(sender, now)) return err(refuse(tooSoon));
		const standing = await standingOf(db, grant, track);
		if (!standing) return err(refuse('attempt.lease-closed'));
		if (isSoonAfter(standing.at, now)) {
			pace.tookElsewhere(sender, standing.at);
			return err(refuse(tooSoon));
		}
		await files.keep(grant.attempt, track, bytes);
		await noteTaken(db, grant, track, now);
		return ok(undefined);
	};

	return {
		async put(grant, track, bytes) {
			const { invalid } = codesOf(track);
			if (bytes.byteLength > MAX_PICTURE_BYTES[track] || !isJpeg(bytes, MAX_PICTURE_SIZE[track]))
				return err(refuse(invalid));
			if (atOnce >= MOST_AT_ONCE) return err(refuse('server.busy'));
			atOnce++;
			try {
				return await take(grant, track, bytes);
			} finally {
				atOnce--;
			}
		},

		async get(attempt, track) {
			const at = await pictureAt(db, attempt, track);
			const bytes = at === null ? null : await files.read(attempt, track);
			return at === null || bytes === null ? null : { bytes, at };
		}
	};
}

/** When the last one was taken, as this process knows it: also of several at once. */
function createPace() {
	const taken = new Map<string, Millis>();
	return {
		/** By another process, and this one has not. */
		tookElsewhere: (sender: string, at: Millis) => void taken.set(sender, at),
		isTooSoon(sender: string, now: Millis): boolean {
			if (isSoonAfter(taken.get(sender) ?? null, now)) return true;
			if (taken.size > REMEMBERED) taken.clear();
			taken.set(sender, now);
			return false;
		}
	};
}

/** What lies in the future was written by a clock that has been set right. */
const isSoonAfter = (at: Millis | null, now: Millis): at is Millis =>
	at !== null && now >= at && now - at < PICTURES_APART_MS - SLACK_MS;
