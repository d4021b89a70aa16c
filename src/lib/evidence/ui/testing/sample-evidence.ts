// Every state of every page of the phone, as data.
import type { CheckView, EvidenceView, PhoneView, SweepView } from '../evidence-view.ts';
import {
	ALL_SENT,
	CHECKED,
	ENDS_AT,
	inPhone,
	MINUTE_MS,
	sampleOffer,
	samplePhone,
	sampleScan,
	sampleUpload,
	STARTS_AT,
	SWEEP,
	swept
} from './sample-phone.ts';

type Samples = Record<string, EvidenceView>;

/** @param stream null: pictures stay in their loading state */
export function evidenceSamples(stream: MediaStream | null): Samples {
	const picture = (facing: 'user' | 'environment'): PhoneView['picture'] =>
		stream ? { state: 'live', stream, facing } : { state: 'opening' };
	return {
		...arriving(stream),
		...checking(picture('user')),
		...sweeping(picture('user')),
		...placing(picture('environment')),
		...filming(picture('environment')),
		...finishing()
	};
}

function arriving(stream: MediaStream | null): Samples {
	return {
		connecting: { kind: 'connecting' },
		unsupported: { kind: 'unsupported', missing: ['recorder', 'storage'] },
		'unsupported-insecure': { kind: 'unsupported', missing: ['secure-context', 'camera'] },
		'second-tab': { kind: 'second-tab' },
		failed: { kind: 'failed', code: 'token.invalid', supportPhone: '400-000-0000' },
		replaced: { kind: 'replaced', upload: sampleUpload(), unpaired: false },
		unpaired: { kind: 'replaced', upload: sampleUpload(), unpaired: true },
		'unpaired-done': { kind: 'replaced', upload: ALL_SENT, unpaired: true },
		'replaced-offline': {
			...{ kind: 'replaced', unpaired: false },
			upload: sampleUpload({ state: 'waiting-network' })
		},
		'replaced-done': { kind: 'replaced', upload: ALL_SENT, unpaired: false },
		scan: sampleScan(),
		'scan-opening': sampleScan({ camera: { state: 'opening' } }),
		'scan-looking': sampleScan({
			camera: stream ? { state: 'looking', stream, since: STARTS_AT } : { state: 'opening' }
		}),
		'scan-failed': sampleScan({ camera: { state: 'failed', code: 'device.camera-missing' } }),
		'scan-busy': sampleScan({ busy: true, typed: '7Z3K9-ABCDE' }),
		'scan-refused': sampleScan({ refused: 'evidence.code-expired', typed: '7Z3K9-ABCDE' }),
		offer: sampleOffer(),
		'offer-mock': sampleOffer({ kind: 'mock', busy: true }),
		'offer-replaces': sampleOffer({ replaces: true, other: { sittingCode: 'SL0830' } }),
		'offer-refused': sampleOffer({ refused: 'evidence.code-used' }),
		'offer-offline': sampleOffer({ refused: 'server.unreachable' })
	};
}

function checking(live: PhoneView['picture']): Samples {
	const check = (changes: Partial<CheckView>, more: Partial<PhoneView> = {}): EvidenceView =>
		inPhone({ check: { ...CHECKED, ready: false, ...changes }, ...more });
	const unknown: Partial<CheckView> = {
		battery: { state: 'unknown' },
		storage: { state: 'unknown' },
		awake: 'unknown',
		browser: 'ios-safari'
	};
	return {
		check: check({ camera: 'idle', microphone: 'idle', awake: 'idle' }),
		'check-opening': check({ camera: 'busy', microphone: 'busy' }, { kind: 'mock' }),
		'check-ready': check({ ready: true }, { picture: live }),
		'check-unknown': check({ ...unknown, ready: true }, { picture: live, sweep: null }),
		'check-low': check(
			{
				battery: { state: 'low', level: 0.14, charging: false },
				storage: { state: 'low', neededBytes: 210_000_000, freeBytes: 90_000_000 },
				network: 'slow',
				awake: 'refused'
			},
			{ picture: live }
		),
		'check-offline': check(
			{ network: 'lost' },
			{ picture: live, connection: { state: 'lost', since: STARTS_AT - 23 * MINUTE_MS } }
		),
		'check-refused': check({ camera: 'refused', microphone: 'refused' }),
		'check-refused-ios': check({ ...unknown, camera: 'refused', microphone: 'refused' }),
		'check-refused-other': check({ camera: 'refused', microphone: 'refused', browser: 'other' }),
		'check-in-use': check({ camera: 'in-use', microphone: 'missing' })
	};
}

function sweeping(live: PhoneView['picture']): Samples {
	const sweep = (changes: Partial<SweepView>, more: Partial<PhoneView> = {}): EvidenceView =>
		inPhone({ step: 'sweep', picture: live, sweep: { ...SWEEP, ...changes }, ...more });
	const running: Partial<SweepView> = {
		...{ state: 'running', ms: 21_000, faceShare: 0.92, detector: 'ready', ...swept(7) }
	};
	const sent = { upload: sampleUpload({ sentBytes: 1_100_000, totalBytes: 1_300_000 }) };
	const result = { way: 'sensor', sectors: 12, ms: 34_000, faceShare: 0.94 } as const;
	const done: Partial<SweepView> = { state: 'done', ...swept(12), result };
	return {
		sweep: sweep({}),
		'sweep-starting': sweep({ state: 'starting' }, { picture: { state: 'opening' } }),
		'sweep-begun': sweep({ state: 'running' }),
		'sweep-turn': sweep(running, sent),
		'sweep-upright': sweep({ ...running, advice: 'upright', heading: null }, sent),
		'sweep-slower': sweep({ ...running, advice: 'slower' }, sent),
		'sweep-face': sweep({ ...running, advice: 'face', faceShare: 0.41 }, sent),
		'sweep-hold': sweep({ ...running, ...swept(12), advice: 'hold', detector: 'failed' }, sent),
		'sweep-no-sensor': sweep({ noSensor: true }),
		'sweep-refused': sweep({}, { refused: 'evidence.sensor-refused' }),
		'sweep-timed': sweep({ ...running, way: 'timed', totalMs: 36_000 }, sent),
		'sweep-done': sweep(done, { upload: ALL_SENT }),
		'sweep-done-face': sweep({ ...done, result: { ...result, faceShare: 0.22 } }, sent),
		'sweep-done-unseen': sweep({
			...done,
			result: { way: 'timed', sectors: 12, ms: 36_000, faceShare: null }
		})
	};
}

function placing(live: PhoneView['picture']): Samples {
	const { film } = samplePhone();
	const place = (more: Partial<PhoneView>): EvidenceView =>
		inPhone({ step: 'place', picture: live, ...more });
	return {
		place: place({}),
		'place-front': place({
			sweep: null,
			picture: live.state === 'live' ? { ...live, facing: 'user' } : live
		}),
		'place-off': place({ picture: { state: 'off' } }),
		'place-failed': place({ picture: { state: 'failed', code: 'device.camera-busy' } }),
		'place-starting': place({ film: { ...film, state: 'starting' } }),
		'place-problem': place({ film: { ...film, problem: 'device.recorder-failed' } })
	};
}

function filming(live: PhoneView['picture']): Samples {
	const at = STARTS_AT + 46_000;
	const { sitting } = samplePhone();
	const film: PhoneView['film'] = {
		...{ state: 'filming', filmedMs: 18 * MINUTE_MS, interruptedAt: null, problem: null },
		...{ savedTo: at - 1_000, safeTo: at - 4_000, brightUntil: null, busy: false }
	};
	const films = (more: Partial<PhoneView>, changes: Partial<PhoneView['film']> = {}) =>
		inPhone({
			...{ step: 'film', picture: live, now: at, mayShowKey: true },
			sitting: { ...sitting, state: 'answering' },
			film: { ...film, ...changes },
			...more
		});
	const before = { now: STARTS_AT - 8 * MINUTE_MS, mayShowKey: false } as const;
	const over: Partial<PhoneView> = {
		now: ENDS_AT + 5_000,
		sitting: { ...sitting, state: 'over', endedAt: ENDS_AT },
		finish: {
			...{ state: 'may-stop', until: ENDS_AT + 60 * MINUTE_MS },
			...{ desktopDone: false, published: false }
		}
	};
	const off = { picture: { state: 'off' } } as const;
	const key: PhoneView['key'] = {
		...{ state: 'shown', code: null },
		...{ text: '7Z3K-9ABC-DEFG-HJKM-NPQR-STVW-XY', qr: '7Z3K9ABCDEFGHJKMNPQRSTVWXY' }
	};
	return {
		'film-before': films({ ...before, sitting }, { safeTo: null }),
		'film-before-hours': films({ ...before, now: STARTS_AT - 95 * MINUTE_MS, sitting }),
		'film-waiting': films({ ...before, kind: 'mock', sitting: { ...sitting, state: 'waiting' } }),
		'film-starting': films({ ...before, ...off, sitting }, { state: 'starting', safeTo: null }),
		film: films({}),
		'film-bright': films({}, { brightUntil: at + 9_000 }),
		'film-clockless': films({ now: null, connection: { state: 'connecting' } }),
		'film-offline': films(
			{
				connection: { state: 'lost', since: at - 42_000 },
				check: {
					...CHECKED,
					network: 'lost',
					battery: { state: 'low', level: 0.09, charging: false }
				}
			},
			{ safeTo: at - 44_000 }
		),
		'film-problem': films({ refused: 'server.fault' }, { problem: 'device.storage-full' }),
		'film-interrupted': films(off, { state: 'interrupted', interruptedAt: at - 12_000 }),
		'film-resuming': films(off, { state: 'interrupted', interruptedAt: null, busy: true }),
		'film-stopped': films(off, { state: 'stopped', interruptedAt: at - 12_000 }),
		'film-over': films(over),
		'film-key-asking': films({ key: { state: 'asking', text: null, qr: null, code: null } }),
		'film-key': films({ key }),
		'film-key-interrupted': films({ key }, { state: 'interrupted', interruptedAt: at - 12_000 }),
		'film-key-failed': films({
			key: { state: 'failed', text: null, qr: null, code: 'server.unreachable' }
		})
	};
}

function finishing(): Samples {
	const { sitting, film } = samplePhone();
	const until = ENDS_AT + 60 * MINUTE_MS;
	const stopped: PhoneView['film'] = { ...film, state: 'stopped', filmedMs: 41 * MINUTE_MS };
	const finish = (
		changes: Partial<PhoneView['finish']>,
		upload: PhoneView['upload'],
		more: Partial<PhoneView> = {}
	): EvidenceView =>
		inPhone({
			...{ step: 'finish', now: ENDS_AT + 7 * MINUTE_MS, film: stopped, upload },
			sitting: { ...sitting, state: 'over', endedAt: ENDS_AT },
			finish: { state: 'uploading', until, desktopDone: false, published: false, ...changes },
			...more
		});
	const offline: Partial<PhoneView> = { connection: { state: 'lost', since: ENDS_AT } };
	const done = { state: 'done', desktopDone: true } as const;
	return {
		finish: finish({}, sampleUpload()),
		'finish-offline': finish({}, sampleUpload({ state: 'waiting-network' }), offline),
		'finish-space': finish({}, sampleUpload({ state: 'waiting-space' })),
		'finish-failed': finish(
			{ state: 'failed' },
			sampleUpload({ state: 'failed', code: 'part.digest-mismatch' })
		),
		'finish-late': finish({}, sampleUpload(), { now: until + MINUTE_MS }),
		'finish-may-stop': finish({ state: 'may-stop' }, sampleUpload(), {
			film: { ...stopped, state: 'filming' }
		}),
		'finish-early': finish({ state: 'not-over', until: null }, sampleUpload(), {
			now: ENDS_AT - 12 * MINUTE_MS,
			sitting: { ...sitting, state: 'answering' }
		}),
		'finish-done-phone': finish({ state: 'done' }, ALL_SENT),
		'finish-done': finish(done, ALL_SENT),
		'finish-published': finish({ ...done, published: true }, ALL_SENT, { now: until + MINUTE_MS })
	};
}
