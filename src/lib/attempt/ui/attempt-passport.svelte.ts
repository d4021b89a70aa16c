// The device check of this computer and its attempt (C4, C31): the log is told of it, what differs from it is shown at the
// gate, and noted once at the entry. Decisions lie in check/passport-telling.ts and integrity/passport-differences.ts.
import { keptPassport, watchPassport } from '../../check/browser/passport-store.ts';
import { presentDevices } from '../../check/browser/present-devices.ts';
import { mayNoteDifference, passportToTell } from '../../check/passport-telling.ts';
import {
	passportDifferences,
	type Difference,
	type PresentDevices
} from '../../integrity/passport-differences.ts';
import type { Passport } from '../../integrity/passport.ts';
import type { SignalDesk } from '../../integrity/signal.ts';
import type { CaptureSource } from '../../recording/browser/capture.ts';
import type { Millis } from '../../shared/clock.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { AttemptSession } from '../browser/attempt-session.ts';
import type { RoomView } from './room-view.ts';

type Attempt = Pick<
	AttemptState,
	'passports' | 'ended' | 'enteredAt' | 'lease' | 'incidents' | 'stage'
>;

export interface AttemptPassport {
	readonly view: RoomView['passport'];
	/** As often as one likes. @param camera null = not open */
	update(attempt: Attempt, camera: CaptureSource | null): void;
	close(): void;
}

export function createAttemptPassport(
	session: Pick<AttemptSession, 'lease' | 'command'>,
	desk: Pick<SignalDesk, 'happened'>
): AttemptPassport {
	let kept = keptPassport();
	let checked = $state(kept !== null);
	let differs = $state.raw<readonly Difference[]>([]);
	/** The last one that was told from here, also while it is on its way or was refused. */
	let toldAt: Millis = -1;
	let notedAt: Millis | null = null;
	let compared = '';
	const stop = watchPassport(() => (kept = keptPassport()));

	function tell(attempt: Attempt): void {
		const passport = passportToTell(kept, attempt);
		if (!passport || passport.checkedAt <= toldAt) return;
		toldAt = passport.checkedAt;
		void session.command('device.checked', passport);
	}

	function compare(passport: Passport | null, now: PresentDevices): void {
		const key = JSON.stringify([passport?.checkedAt, passport?.salt, now]);
		if (key === compared) return;
		compared = key;
		differs = passport ? passportDifferences(passport, now) : [];
	}

	/** Once for each entry; only with the camera open is there anything to say. */
	function note({ enteredAt, incidents }: Attempt): void {
		if (differs.length === 0 || enteredAt === notedAt) return;
		if (!mayNoteDifference({ enteredAt, incidents })) return;
		notedAt = enteredAt;
		desk.happened('device-differs');
	}

	return {
		get view() {
			return { checked, differs };
		},
		update(attempt, camera) {
			if (attempt.lease !== session.lease || attempt.ended !== null) return;
			tell(attempt);
			const passport = attempt.passports.desktop ?? kept;
			checked = passport !== null;
			compare(passport, presentDevices(camera));
			if (camera) note(attempt);
		},
		close: stop
	};
}
