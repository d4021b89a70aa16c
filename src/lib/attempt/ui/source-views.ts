// What the candidate sees of one source, camera or screen: that it is filmed is said only while film of it is stored. Pure.
import type { SourceState } from '../../recording/browser/desktop-recording.ts';
import type { PictureTrouble } from '../../integrity/picture-health.ts';
import { filmingState, isFilmed } from '../../recording/device-recording.ts';
import type { Millis } from '../../shared/clock.ts';
import type { FaceTrouble } from './room-view.ts';
import type { PictureView, ScreenView } from './devices-view.ts';

/** @param trouble what is wrong with it (C29) or with the person in it (C30), if anything */
export function pictureView(
	camera: SourceState,
	trouble: PictureTrouble | FaceTrouble | null,
	now: Millis | null
): PictureView {
	const { state, source, code, track } = camera;
	if (source && state === 'live')
		return {
			state: 'live',
			stream: source.stream,
			recordingSince: isFilmed(camera, now) ? (track?.part?.startedAt ?? null) : null,
			trouble
		};
	if (state === 'opening') return { state: 'opening' };
	return code ? { state: 'failed', code } : { state: 'off' };
}

/** @param wanted from entry to the end it is to be recorded; before that to be shared is all */
export function screenView(screen: SourceState, wanted: boolean, now: Millis | null): ScreenView {
	const { state, source, code, track } = screen;
	if (source && state === 'live') {
		const filming = filmingState(screen, now);
		if (filming === 'filmed' || (filming === 'unasked' && !wanted)) return { state: 'shared' };
		if (filming === 'starting' || (filming === 'unasked' && !code)) return { state: 'choosing' };
		return { state: 'failed', code: track?.problem ?? code ?? 'device.recorder-failed' };
	}
	if (state === 'opening') return { state: 'choosing' };
	return code ? { state: 'failed', code } : { state: 'off' };
}

/** Of a source that is to be recorded. What waits in memory is not missing: a touch would not mend a full disk. */
export function isMissing(source: SourceState, now: Millis | null): boolean {
	const { state, track, code } = source;
	if (state === 'failed' || state === 'off') return true;
	// no touch is too early for it: a prompt of the browser may be waiting for one
	if (track === null && (state === 'opening' || code !== null)) return true;
	return filmingState(source, now) === 'lost';
}
