import { expect, test } from 'vitest';
import type { DesktopReport } from '../../live/device-messages.ts';
import type { DesktopState } from '../../recording/browser/desktop-recording.ts';
import { IDLE } from '../../recording/track-state.ts';
import type { PartProgressView } from '../../upload/progress.ts';
import { trackProgress } from '../../upload/progress.ts';
import { createAttemptReport, desktopReach } from './attempt-report.ts';

const BEGAN = 1_000_000;
const SECOND = 1000;

const part = (track: 'camera' | 'screen', seconds: number, safe: number): PartProgressView => ({
	...{ id: track, track, startedAt: BEGAN, filmMs: seconds * SECOND, bytes: seconds },
	...{ acked: safe, closed: false, verified: false, freed: false, elsewhere: false },
	...{ safeUntil: safe > 0 ? BEGAN + safe * SECOND : null, problem: null, nextTryAt: null }
});

function told(
	parts: readonly PartProgressView[],
	filmed: number | null,
	ofScreen = filmed
): DesktopReport {
	let said: DesktopReport | null = null;
	const report = createAttemptReport({
		clock: { now: () => 0, monotonic: () => 0, offset: () => null, sample: () => {} },
		report: (next) => (said = next)
	});
	const source = (seconds: number | null) => ({
		track: {
			...IDLE,
			part: { startedAt: BEGAN },
			storedUntil: seconds === null ? null : BEGAN + seconds * SECOND
		}
	});
	const sources = { camera: source(filmed), screen: source(ofScreen) };
	const recording = sources as unknown as DesktopState;
	report.tell(desktopReach(recording, { parts, tracks: trackProgress(parts) }), parts);
	report.close();
	if (!said) throw new Error('nothing was said');
	return said;
}

test('[I1] [I2] a screen of which nothing is on the server does not hide behind a camera that is', () => {
	const reported = told([part('camera', 60, 58), part('screen', 60, 0)], 60);
	expect(reported).toMatchObject({ savedTo: BEGAN + 60 * SECOND, safeTo: BEGAN });
});

test('[I1] [I2] film that the upload has not even seen is behind from its beginning', () => {
	expect(told([part('camera', 60, 58)], 60).safeTo).toBe(BEGAN);
	expect(told([], 60).safeTo).toBe(BEGAN);
});

test('[I1] [I2] after a reload the screen that waits for its touch hides nothing that it had filmed and not sent', () => {
	const reported = told([part('camera', 602, 600), part('screen', 590, 10)], 602, null);
	expect(reported).toMatchObject({ savedTo: BEGAN + 590 * SECOND, safeTo: BEGAN + 10 * SECOND });
});

test('[I1] [I2] where all is well the later of the two says how far, and without film nothing does', () => {
	expect(told([part('camera', 60, 58), part('screen', 60, 55)], 60).safeTo).toBe(
		BEGAN + 55 * SECOND
	);
	expect(told([part('camera', 0, 0)], null)).toMatchObject({ savedTo: null, safeTo: null });
});
