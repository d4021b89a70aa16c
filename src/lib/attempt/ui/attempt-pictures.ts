// Small pictures of camera and screen for who watches the room (I1): when one is due, and that it never disturbs what
// records. When it is due is live/picture-turn.ts.
import { sendSmallPicture } from '../../live/browser/picture-api.ts';
import { openPictureTaker, type PictureTaker } from '../../live/browser/picture-taker.ts';
import type { ConnectionState } from '../../live/browser/connection.ts';
import { createUplinkTrend, pictureTurn } from '../../live/picture-turn.ts';
import { DESKTOP_PICTURES, type DesktopPicture } from '../../live/small-picture.ts';
import type { SourceState } from '../../recording/browser/desktop-recording.ts';
import type { Millis } from '../../shared/clock.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import { backlogOf, type SentPart } from '../desktop-report.ts';
import { isBefore, type Stage } from '../stage.ts';

/** What records, of which a picture is made. */
export interface PicturedDesktop {
	readonly state: Readonly<Record<DesktopPicture, Pick<SourceState, 'state' | 'muted' | 'source'>>>;
}

/** Of the attempt, what decides whether it is shown. */
export interface PicturedAttempt {
	readonly state: Pick<AttemptState, 'stage'>;
	readonly connection: Pick<ConnectionState, 'state'>;
}

export interface AttemptPictures {
	/** As often as one likes. @param attempt null = this computer does not have it @param parts of its films */
	update(attempt: PicturedAttempt | null, parts: readonly SentPart[]): void;
	close(): void;
}

export interface PicturePorts {
	readonly monotonic: () => Millis;
	readonly taker: PictureTaker;
	/** Resolves when it is over, whatever came of it. */
	send(token: string, track: DesktopPicture, picture: Blob): Promise<void>;
}

const browser = (): PicturePorts => ({
	monotonic: () => performance.now(),
	taker: openPictureTaker(),
	send: sendSmallPicture
});

export function createAttemptPictures(
	{ token }: Pick<AttemptSession, 'token'>,
	desktop: PicturedDesktop,
	{ monotonic, taker, send }: PicturePorts = browser()
): AttemptPictures {
	const uplink = createUplinkTrend();
	const fresh = () => ({
		lastTurnAt: null as Millis | null,
		overAt: null as Millis | null,
		busy: false
	});
	const turns = { camera: fresh(), screen: fresh() };

	async function takeAndSend(track: DesktopPicture, stream: MediaStream): Promise<void> {
		const turn = turns[track];
		turn.busy = true;
		try {
			const picture = await taker.take(track, stream);
			if (picture) await send(token, track, picture);
		} catch (problem) {
			// whoever records must not hear of it
			reportError(problem);
		} finally {
			turn.busy = false;
			turn.overAt = monotonic();
		}
	}

	return {
		update(attempt, parts) {
			const now = monotonic();
			uplink.note(now, backlogOf(parts));
			if (!attempt || !isShown(attempt.state.stage)) return;
			const connected = attempt.connection.state === 'connected';
			for (const track of DESKTOP_PICTURES) {
				const stream = streamOf(desktop.state[track]);
				const turn = turns[track];
				const what = pictureTurn({ ...turn, now, connected, behind: uplink.behind() });
				// a source that is opened is shown at once
				if (!stream || what === 'wait') continue;
				turn.lastTurnAt = now;
				if (what === 'take') void takeAndSend(track, stream);
			}
		},
		close: () => taker.close()
	};
}

/** From the page of the devices to the end, which stops the recording too. */
const isShown = (stage: Stage): boolean => !isBefore(stage, 'devices') && isBefore(stage, 'upload');

const streamOf = ({
	state,
	muted,
	source
}: PicturedDesktop['state'][DesktopPicture]): MediaStream | null =>
	state === 'live' && !muted && source?.live ? source.stream : null;
