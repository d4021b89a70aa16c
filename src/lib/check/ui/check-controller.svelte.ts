// The device check (C4) of this browser: measures one thing after the other, keeps what was found, lets the candidate
// try the rest. Decisions lie in the pure files that it calls; the way to the server is the port's.
import { watchBattery } from '../../evidence/browser/battery.ts';
import type { CheckLine } from '../../integrity/passport.ts';
import type { PageClock } from '../../live/ui/page-clock.svelte.ts';
import type { CaptureSource } from '../../recording/browser/capture.ts';
import { every } from '../../shared/browser/every.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode, Refusal } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import {
	browserFacts,
	canCountScreens,
	countScreens,
	screenFacts,
	watchScreens
} from '../browser/browser-facts.ts';
import { hasFullScreen, tryFullScreen } from '../browser/full-screen-try.ts';
import {
	keepPassport,
	keepTicks,
	keptPassport,
	keptTicks,
	passportSalt
} from '../browser/passport-store.ts';
import { playTestTone } from '../browser/test-tone.ts';
import type { CheckedDevice, CheckFacts } from '../facts.ts';
import { lineStands } from '../lines.ts';
import type { CheckNeeds } from '../needs.ts';
import { checkCode, passportOf } from '../passport-of.ts';
import type { DeviceCheck, OpenDeviceCheck } from '../ports.ts';
import { createOpenedDevices } from './check-devices.svelte.ts';
import type { CheckActions, CheckView } from './check-view.ts';
import { createTestRecording } from './test-recording.svelte.ts';

export interface CheckOptions {
	readonly device: CheckedDevice;
	needs(): CheckNeeds;
	readonly clock: PageClock;
	readonly openCamera: () => Promise<Result<CaptureSource, Refusal>>;
	readonly openCheck: OpenDeviceCheck<CaptureSource>;
}

export interface Check {
	readonly view: CheckView;
	readonly actions: CheckActions;
	/** To be called when the page runs. @returns a function that ends it */
	start(): () => void;
}

const TICK_MS: Millis = 200;
const TRIED_BYTES = 2_000_000;

export function createCheck(options: CheckOptions): Check {
	const { device, clock } = options;
	let facts = $state.raw<CheckFacts>({});
	let running = $state.raw<readonly CheckLine[]>([]);
	let started = $state(false);
	let measuring = $state(false);
	let uploadShare = $state<number | null>(null);
	let sounding = $state(false);
	let sounded = $state(false);
	let kept = $state.raw<CheckView['kept']>(null);
	let ticked = $state.raw<readonly string[]>([]);
	let ended = new AbortController();
	const devices = createOpenedDevices(options.openCamera, note);
	const test = createTestRecording(options.openCheck, note);

	/** Every change of a finished check is a newer passport. */
	function note(changed: CheckFacts): void {
		facts = { ...facts, ...changed };
	}

	function keep(): void {
		if (ended.signal.aborted) return;
		const origin = { device, salt: passportSalt(), checkedAt: clock.now };
		const passport = passportOf(facts, options.needs(), origin);
		if (!passport) return;
		keepPassport(passport);
		kept = { code: checkCode(passport), at: passport.checkedAt };
	}

	const run = (line: CheckLine): void => void (running = [...running, line]);
	const done = (line: CheckLine): void => void (running = running.filter((one) => one !== line));

	/** What cannot be foreseen is a line that could not be measured, never a check that stands still. */
	async function measured<T>(
		lines: readonly CheckLine[],
		work: () => Promise<Result<T, ErrorCode>>
	): Promise<T | { failed: ErrorCode }> {
		lines.forEach(run);
		try {
			const answer = await work();
			return answer.ok ? answer.value : { failed: answer.error };
		} catch (problem) {
			reportError(problem);
			return { failed: 'server.fault' };
		} finally {
			lines.forEach(done);
		}
	}

	async function measure(): Promise<void> {
		if (measuring || test.view.state === 'running') return;
		const over = ended.signal;
		[started, measuring] = [true, true];
		const { upload: _u, latency: _l, storage: _s, ...rest } = facts;
		facts = rest;
		lookAround();
		run('camera');
		await devices.open();
		done('camera');
		await overTheNetwork(over);
		measuring = false;
		keep();
	}

	async function overTheNetwork(over: AbortSignal): Promise<void> {
		const lines = ['upload', 'latency', 'storage', 'clock'] as const;
		lines.forEach(run);
		const opened = await measured([], () => options.openCheck(over));
		if ('failed' in opened) {
			lines.forEach(done);
			if (!over.aborted) note({ upload: opened, latency: opened });
			return;
		}
		await throughCheck(opened, over);
		await opened.end();
	}

	/** The latency first: an upload beside it would be measured with it. */
	async function throughCheck(check: DeviceCheck<CaptureSource>, over: AbortSignal): Promise<void> {
		const latency = await measured(['latency', 'clock'], () => check.latency(over));
		if (!over.aborted) note({ latency });
		const storage = await measured(['storage'], () => check.storage(TRIED_BYTES));
		if (!over.aborted) note({ storage });
		uploadShare = 0;
		const upload = await measured(['upload'], () =>
			check.measureUpload((share) => (uploadShare = share), over)
		);
		uploadShare = null;
		if (!over.aborted) note({ upload });
	}

	async function record(): Promise<void> {
		if (measuring || test.view.state !== 'idle') return;
		started = true;
		const source = devices.source ?? (await devices.open());
		if (!source || ended.signal.aborted) return;
		run('recording');
		await test.record(source, ended.signal);
		done('recording');
		keep();
	}

	async function playTone(): Promise<void> {
		if (sounding) return;
		[sounding, sounded] = [true, false];
		await playTestTone();
		[sounding, sounded] = [false, true];
	}

	async function tryIt(): Promise<void> {
		note({ fullScreen: await tryFullScreen() });
		keep();
	}

	async function count(): Promise<void> {
		const counted = await countScreens();
		note({ screens: { ...screenFacts(), count: counted } });
		keep();
	}

	/** What asks nobody for leave. */
	function lookAround(): void {
		note({ browser: browserFacts(device), screens: screenFacts() });
		if (device === 'desktop' && !hasFullScreen()) note({ fullScreen: 'unsupported' });
	}

	function start(): () => void {
		ended = new AbortController();
		ticked = keptTicks();
		const last = keptPassport();
		if (last) kept = { code: checkCode(last), at: last.checkedAt };
		lookAround();
		const stops = [
			clock.start(),
			watchBattery((battery) => note({ battery })),
			watchScreens(() => note({ screens: screenFacts() })),
			every(TICK_MS, () => devices.tick(TICK_MS))
		];
		return () => {
			ended.abort();
			for (const stop of stops) stop();
			test.close();
			devices.close();
		};
	}

	const lines = $derived(lineStands({ facts, needs: options.needs(), device, running }));
	const view = $derived<CheckView>({
		...{ now: clock.now, connection: clock.connection, device, facts, lines },
		...{ started, measuring, uploadShare, sounding, sounded, kept, ticked },
		needs: options.needs(),
		picture: devices.picture,
		level: devices.level,
		test: test.view,
		mayCountScreens: facts.screens?.several === true && canCountScreens()
	});

	return {
		get view() {
			return view;
		},
		actions: {
			measure: () => void measure(),
			record: () => void record(),
			closeRecording: test.close,
			playTone: () => void playTone(),
			answerTone(heard) {
				sounded = false;
				note({ speaker: heard ? 'heard' : 'not-heard' });
				keep();
			},
			tryFullScreen: () => void tryIt(),
			countScreens: () => void count(),
			tick(name, set) {
				ticked = [...ticked.filter((one) => one !== name), ...(set ? [name] : [])];
				keepTicks(ticked);
			}
		},
		start
	};
}
