// From what was measured to a verdict and what to do (C4). Pure. What a browser does not tell holds nobody up; `failed`
// is what an interview cannot do without, `attention` what should be mended and stops nobody.
import { CHECK_LINES, type CheckLine, type Verdict } from '../integrity/passport.ts';
import type { ErrorCode } from '../shared/errors.ts';
import {
	belongsTo,
	type BatteryFacts,
	type BrowserFacts,
	type CameraFacts,
	type CheckedDevice,
	type CheckFacts,
	type Failed,
	type MicrophoneFacts,
	type ScreenFacts
} from './facts.ts';
import type { CheckNeeds } from './needs.ts';
import type { Latency, Storage, TestRecording, UploadRate } from './ports.ts';

/** What to do, by `check.todo.<advice>`; an error code by its own words. */
export const ADVICES = [
	'browser-in-app',
	'browser-insecure',
	'browser-unfit',
	'camera-virtual',
	'camera-small',
	'camera-slow',
	'microphone-muted',
	'microphone-silent',
	'speaker-silent',
	'screens-several',
	'screens-unknown',
	'full-screen-refused',
	'full-screen-unsupported',
	'battery-plug',
	'upload-slow',
	'upload-behind',
	'latency-high',
	'latency-wavers',
	'storage-low',
	'storage-untold',
	'clock-far',
	'recording-empty',
	'offline',
	'busy',
	'not-measured'
] as const;
export type Advice = (typeof ADVICES)[number];

export interface Finding {
	readonly verdict: Verdict;
	/** Null: nothing to do. */
	readonly todo: Advice | { readonly error: ErrorCode } | null;
}

/** Below, a room's own noise is all there is; speech is far above (0.6). */
export const HEARD_PEAK = 0.2;
/** So long a microphone may hear nothing before it is said: somebody has to read the page first. */
export const SILENT_AFTER_MS = 15_000;
/** In poor light a camera halves its rate; a tenth less is nothing. */
const FRAMES_ENOUGH = 0.8;
const CLOCK_FAR_MS = 60_000;

const found = (verdict: Verdict, todo: Finding['todo'] = null): Finding => ({ verdict, todo });
const OK = found('ok');

/** @returns null while there is nothing to judge */
export function judge(line: CheckLine, facts: CheckFacts, needs: CheckNeeds): Finding | null {
	switch (line) {
		case 'browser':
			return facts.browser ? browser(facts.browser) : null;
		case 'camera':
			return orFailed(facts.camera, (fact) => camera(fact, needs));
		case 'microphone':
			return orFailed(facts.microphone, microphone);
		case 'speaker':
			if (facts.speaker === undefined) return null;
			return facts.speaker === 'heard' ? OK : found('attention', 'speaker-silent');
		case 'screens':
			return facts.screens ? screens(facts.screens) : null;
		case 'full-screen':
			return fullScreen(facts.fullScreen);
		case 'battery':
			return facts.battery === undefined ? null : battery(facts.battery, needs);
		case 'upload':
			return orFailed(facts.upload, (fact) => upload(fact, needs));
		case 'latency':
			return orFailed(facts.latency, (fact) => latency(fact, needs));
		case 'storage':
			return orFailed(facts.storage, (fact) => storage(fact, needs));
		case 'clock':
			return orFailed(facts.latency, clock);
		case 'recording':
			return orFailed(facts.recording, recording);
	}
}

/** Every line of this device that has a verdict. */
export function verdictsOf(
	facts: CheckFacts,
	needs: CheckNeeds,
	device: CheckedDevice
): Partial<Record<CheckLine, Verdict>> {
	const lines = CHECK_LINES.filter((line) => belongsTo(line, device)).flatMap((line) => {
		const finding = judge(line, facts, needs);
		return finding ? [[line, finding.verdict] as const] : [];
	});
	return Object.fromEntries(lines);
}

function orFailed<T extends object>(
	fact: T | Failed | undefined,
	judged: (fact: T) => Finding | null
): Finding | null {
	if (fact === undefined) return null;
	return 'failed' in fact ? failure(fact.failed) : judged(fact);
}

/** What stops no interview: it can be tried again, or the film waits. */
const MAY_PASS = /^check\.(over|film-differs)$/;
const OFFLINE = /^(server|check)\.unreachable$/;
const BUSY = /^(server|check)\.busy/;

/** A device's and a check's own words tell what to do; those of the network speak of films that are not there yet. */
function failure(code: ErrorCode): Finding {
	if (OFFLINE.test(code)) return found('failed', 'offline');
	if (BUSY.test(code)) return found('attention', 'busy');
	if (MAY_PASS.test(code)) return found('attention', { error: code });
	if (/^(device|check)\./.test(code)) return found('failed', { error: code });
	return found('attention', 'not-measured');
}

function browser({ missing, kind }: BrowserFacts): Finding {
	if (missing.length === 0) return kind.inApp ? found('attention', 'browser-in-app') : OK;
	if (missing.includes('secure-context')) return found('failed', 'browser-insecure');
	return found('failed', kind.inApp ? 'browser-in-app' : 'browser-unfit');
}

function camera(fact: CameraFacts, { camera: needed }: CheckNeeds): Finding {
	if (fact.virtual) return found('attention', 'camera-virtual');
	// a phone held upright gives pictures that are higher than wide
	const longer = (one: { width: number; height: number }): number =>
		Math.max(one.width, one.height);
	const shorter = (one: { width: number; height: number }): number =>
		Math.min(one.width, one.height);
	if (longer(fact) < longer(needed) || shorter(fact) < shorter(needed))
		return found('attention', 'camera-small');
	const slow = fact.frameRate > 0 && fact.frameRate < needed.frameRate * FRAMES_ENOUGH;
	return slow ? found('attention', 'camera-slow') : OK;
}

/** Nothing heard is no verdict yet: nobody may have spoken. */
function microphone({ peak, listenedMs, muted }: MicrophoneFacts): Finding | null {
	if (muted) return found('attention', 'microphone-muted');
	if (peak >= HEARD_PEAK) return OK;
	return listenedMs >= SILENT_AFTER_MS ? found('attention', 'microphone-silent') : null;
}

function screens({ several, count }: ScreenFacts): Finding {
	const more = count === null ? several : count > 1;
	if (more === null) return found('unknown', 'screens-unknown');
	return more ? found('attention', 'screens-several') : OK;
}

function fullScreen(fact: CheckFacts['fullScreen']): Finding | null {
	if (fact === undefined) return null;
	if (fact === 'entered') return OK;
	return fact === 'refused'
		? found('attention', 'full-screen-refused')
		: found('failed', 'full-screen-unsupported');
}

function battery(fact: BatteryFacts | null, { batteryLevel }: CheckNeeds): Finding {
	if (!fact) return found('unknown');
	return fact.charging || fact.level >= batteryLevel ? OK : found('attention', 'battery-plug');
}

/** Nothing is lost on a slow line: the film waits on the computer. */
function upload({ kbps }: UploadRate, { uploadKbps, filmKbps }: CheckNeeds): Finding {
	if (kbps >= uploadKbps) return OK;
	return found('attention', kbps < filmKbps ? 'upload-behind' : 'upload-slow');
}

function latency({ latencyMs, jitterMs }: Latency, needs: CheckNeeds): Finding {
	if (latencyMs > needs.latencyMs) return found('attention', 'latency-high');
	return jitterMs > needs.jitterMs ? found('attention', 'latency-wavers') : OK;
}

function storage({ freeBytes }: Storage, { storageBytes }: CheckNeeds): Finding {
	if (freeBytes === null) return found('unknown', 'storage-untold');
	return freeBytes >= storageBytes ? OK : found('attention', 'storage-low');
}

/** The page goes by the server's time; a clock that is far off troubles other programs. */
const clock = ({ clockAheadMs }: Latency): Finding =>
	Math.abs(clockAheadMs) > CLOCK_FAR_MS ? found('attention', 'clock-far') : OK;

const recording = ({ ms, bytes }: Pick<TestRecording, 'ms' | 'bytes'>): Finding =>
	ms > 0 && bytes > 0 ? OK : found('attention', 'recording-empty');
