// From a picture that has come, in whatever process, to the staff of this one who look at that attempt (I1). A picture that
// cannot be read is left out: the next follows.
import type { Log } from '../../shared/log.ts';
import { PICTURE_TRACKS, type PictureTrack, type PushedPicture } from '../staff-wire.ts';
import type { PictureFiles } from './picture-files.ts';

/** The staff pages of this process. */
export interface PictureAudience {
	/** Somebody has this attempt before them. */
	lookers(attempt: string): boolean;
	/** To those who do: a page that does not keep up is the audience's to leave out. */
	sendPicture(header: PushedPicture, bytes: Uint8Array): void;
}

export interface PictureRelayOptions {
	readonly files: Pick<PictureFiles, 'read'>;
	readonly audience: PictureAudience;
	readonly log: Log;
}

/** @returns what is called with each payload of `PICTURE_CHANNEL` */
export function createPictureRelay({ files, audience, log }: PictureRelayOptions) {
	async function relay({ attempt, track, at }: Announced): Promise<void> {
		const bytes = await files.read(attempt, track);
		if (bytes) audience.sendPicture({ attempt, track, at, type: 'image/jpeg' }, bytes);
	}

	return (payload: string): void => {
		const announced = announcedIn(payload);
		if (!announced || !audience.lookers(announced.attempt)) return;
		relay(announced).catch((error: unknown) =>
			log.warn({ err: String(error) }, 'picture not relayed')
		);
	};
}

type Announced = Pick<PushedPicture, 'attempt' | 'track' | 'at'>;

/** Null: of a newer build beside this one. */
function announcedIn(payload: string): Announced | null {
	const [attempt = '', track = '', at = ''] = payload.split(' ');
	return isTrack(track) && at !== '' ? { attempt, track, at: Number(at) } : null;
}

const isTrack = (track: string): track is PictureTrack =>
	(PICTURE_TRACKS as readonly string[]).includes(track);
