// What a line of the check says: measured, needed, what to do, and its state in one word. Pure.
import type { MessageKey } from '../../shared/i18n.ts';
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { State } from '../../shared/ui/states.ts';
import type { CheckLine } from '../../integrity/passport.ts';
import { measured, type CheckFacts } from '../facts.ts';
import type { LineStand } from '../lines.ts';
import type { CheckView } from './check-view.ts';

type Words = Pick<I18n, 't' | 'error' | 'number' | 'megabytes' | 'length'>;
type Seen = Pick<CheckView, 'facts' | 'needs' | 'uploadShare' | 'device' | 'started'>;

const STATES: Record<LineStand['state'], State> = {
	waiting: 'idle',
	running: 'busy',
	ok: 'ok',
	attention: 'attention',
	failed: 'danger',
	unknown: 'idle'
};
const QUIETEST_DB = 60;
const RANGE_DB = 50;
const BYTES_PER_GB = 1e9;
/** As typesetters write it: a hyphen is half as wide as a digit. */
const MINUS = '−';
const EXACT_MS = 50;
const MINUTE_MS = 60_000;

export interface LineWords {
	readonly state: State;
	readonly verdict: string;
	readonly name: string;
	readonly measured: string;
	readonly needed: string;
	/** Empty: nothing to do. */
	readonly todo: string;
}

export function lineWords(stand: LineStand, seen: Seen, words: Words): LineWords {
	const { line, state } = stand;
	const { t } = words;
	return {
		state: STATES[state],
		verdict: t(`check.verdict.${state}`),
		name: t(`check.line.${line}`),
		measured: measuredWords(line, seen, words),
		needed: neededWords(line, seen, words),
		todo: todoWords(stand, seen, words)
	};
}

function todoWords({ line, state, todo }: LineStand, seen: Seen, { t, error }: Words): string {
	if (todo !== null) return typeof todo === 'string' ? t(`check.todo.${todo}`) : error(todo.error);
	if (line === 'microphone' && state === 'running' && seen.facts.microphone)
		return t('check.todo.speak');
	if (line === 'recording' && state === 'waiting' && seen.started) return t('check.todo.record');
	return '';
}

type Of<K extends keyof CheckFacts> = NonNullable<CheckFacts[K]>;

function measuredWords(line: CheckLine, seen: Seen, words: Words): string {
	const { facts, uploadShare } = seen;
	const { t, number } = words;
	switch (line) {
		case 'browser':
			return facts.browser?.browser ?? '';
		case 'camera':
			return facts.camera ? cameraWords(facts.camera, words) : '';
		case 'microphone':
			return facts.microphone ? microphoneWords(facts.microphone, words) : '';
		case 'speaker':
			return facts.speaker ? t(`check.speaker.${facts.speaker}`) : '';
		case 'screens':
			return facts.screens ? screenWords(facts.screens, words) : '';
		case 'full-screen':
			return facts.fullScreen ? t(`check.full-screen.${facts.fullScreen}`) : '';
		case 'battery':
			return batteryWords(facts.battery, words);
		case 'upload':
			if (uploadShare !== null)
				return t('check.upload.running', { percent: number(uploadShare * 100) });
			return facts.upload ? uploadWords(facts.upload, words) : '';
		case 'latency':
			return facts.latency ? latencyWords(facts.latency, words) : '';
		case 'storage':
			return facts.storage ? storageWords(facts.storage, words) : '';
		case 'clock':
			return clockWords(measured(facts.latency)?.clockAheadMs, words);
		case 'recording':
			return facts.recording ? recordingWords(facts.recording, words) : '';
	}
}

function cameraWords(fact: Of<'camera'>, { t, number }: Words): string {
	if ('failed' in fact) return t('check.camera.closed');
	const { width, height, frameRate } = fact;
	// digits alone: a size is no amount
	const size = { width: String(width), height: String(height) };
	return frameRate > 0
		? t('check.camera.rate', { ...size, rate: number(frameRate) })
		: t('check.camera.size', size);
}

function microphoneWords(fact: Of<'microphone'>, { t, number }: Words): string {
	if ('failed' in fact) return t('check.microphone.closed');
	if (fact.muted) return t('check.microphone.muted');
	if (fact.peak === 0) return t('check.microphone.nothing');
	const db = number(fact.peak * RANGE_DB - QUIETEST_DB).replace('-', MINUS);
	return t('check.microphone.level', { db });
}

function screenWords({ several, count }: Of<'screens'>, { t, number }: Words): string {
	if (count !== null) return t('check.screens.count', { count: number(count) });
	if (several === null) return t('check.untold');
	return several ? t('check.screens.several') : t('check.screens.count', { count: number(1) });
}

function batteryWords(fact: CheckFacts['battery'], { t, number }: Words): string {
	if (fact === undefined) return '';
	if (fact === null) return t('check.untold');
	const percent = number(Math.floor(fact.level * 100));
	return t(fact.charging ? 'check.battery.plugged' : 'check.battery.unplugged', { percent });
}

const megabits = (kbps: number, { number }: Words): string => number(kbps / 1000, 1);

const uploadWords = (fact: Of<'upload'>, words: Words): string =>
	'failed' in fact
		? words.t('check.unmeasured')
		: words.t('check.upload.rate', { rate: megabits(fact.kbps, words) });

function latencyWords(fact: Of<'latency'>, { t, number }: Words): string {
	if ('failed' in fact) return t('check.unmeasured');
	return t('check.latency.ms', { ms: number(fact.latencyMs), jitter: number(fact.jitterMs) });
}

function storageWords(fact: Of<'storage'>, words: Words): string {
	const { t } = words;
	if ('failed' in fact) return t('check.storage.unwritable');
	if (fact.freeBytes === null) return t('check.storage.untold');
	return t('check.storage.free', { gb: gigabytes(fact.freeBytes, words) });
}

const gigabytes = (bytes: number, { number }: Words): string => number(bytes / BYTES_PER_GB, 1);

function clockWords(aheadMs: number | undefined, { t, number, length }: Words): string {
	if (aheadMs === undefined) return '';
	const off = Math.abs(aheadMs);
	if (off < EXACT_MS) return t('check.clock.exact');
	const time =
		off < MINUTE_MS ? t('check.clock.seconds', { s: number(off / 1000, 1) }) : length(off);
	return t(aheadMs > 0 ? 'check.clock.ahead' : 'check.clock.behind', { time });
}

function recordingWords(fact: Of<'recording'>, { t, number, megabytes }: Words): string {
	if ('failed' in fact) return t('check.recording.failed');
	return t('check.recording.made', { s: number(fact.ms / 1000), mb: megabytes(fact.bytes) });
}

function neededWords(line: CheckLine, { needs, device }: Seen, words: Words): string {
	const { t, number } = words;
	const { width, height, frameRate } = needs.camera;
	const params: Partial<Record<CheckLine, Record<string, string>>> = {
		camera: { width: String(width), height: String(height), rate: number(frameRate) },
		battery: { percent: number(needs.batteryLevel * 100) },
		upload: { rate: megabits(needs.uploadKbps, words) },
		latency: { ms: number(needs.latencyMs), jitter: number(needs.jitterMs) },
		storage: { gb: gigabytes(needs.storageBytes, words) }
	};
	const key: MessageKey =
		line === 'browser' && device === 'phone' ? 'check.need.browser.phone' : `check.need.${line}`;
	return t(key, params[line]);
}
