// One source of a device: its preview and the recorder of its track. Whoever asks for it (first opening, change,
// coming back), it is installed in one way, and nothing that was opened too late stays open.
import type { Encoding } from './encoding.ts';
import { refuse, type ErrorCode, type Refusal } from '../shared/errors.ts';
import { subject, type Observable } from '../shared/observable.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { recordableTypes } from './codecs.ts';
import type { SourceState } from './device-recording.ts';
import type { RecorderPorts } from './part-recorder.ts';
import type { Track } from './part.ts';
import type { OpenedSource } from './ports.ts';
import type { Witness } from './slice-writer.ts';
import { createTrackRecorder, type TrackRecorder } from './track-recorder.ts';
import { lostCode } from './track-state.ts';

/** @typeParam C what may be chosen when it is opened */
export interface RecordedSourceOptions<S extends OpenedSource, C> extends RecorderPorts<S> {
	readonly track: Track;
	readonly attempt: string;
	readonly lease: string;
	readonly encoding: Encoding;
	readonly open: (choice: C) => Promise<Result<S, Refusal>>;
	/** What is asked for after a loss, by what ran last; null where only the candidate's touch can open (a screen). */
	readonly comesBack: ((last: S | null) => C) | null;
	/** Many phones cannot open two cameras: the former is closed before another is asked for, at the price of a gap. */
	readonly oneAtATime?: boolean;
	readonly isRecordable: (mime: string) => boolean;
	readonly newId: () => string;
	readonly random: () => number;
}

export interface RecordedSource<S extends OpenedSource, C> extends Observable<SourceState<S>> {
	/** Opens it, or changes to another; a change that fails leaves, or brings back, what was running. */
	open(choice: C): Promise<void>;
	record(): void;
	comeBack(): void;
	/** No longer recorded, and still open: a preview again. Resolves once the last slice is in the vault. */
	rest(): Promise<void>;
	stop(): Promise<void>;
	witnesses(): Witness[];
}

const CLOSED = { state: 'off', source: null, muted: false, code: null, wantedSince: null } as const;

/** Null: another opening came after it, or the end. */
type Opened<S> = Result<S, Refusal> | null;

export function createRecordedSource<S extends OpenedSource, C>(
	options: RecordedSourceOptions<S, C>
): RecordedSource<S, C> {
	const { track, oneAtATime = false } = options;
	const observed = subject<SourceState<S>>({ ...CLOSED, track: null });
	const inTurn = oneAfterAnother();
	/** The current one, and one that still flushes its last slices. */
	const recorders = new Set<TrackRecorder<S>>();
	let recorder: TrackRecorder<S> | null = null;
	let phase: 'preview' | 'recording' | 'stopped' = 'preview';
	/** Of the latest opening; whatever an earlier one brings is closed. */
	let generation = 0;
	let pending: Promise<Opened<S>> | null = null;
	let last: S | null = null;

	const patch = (change: Partial<SourceState<S>>): void =>
		observed.set({ ...observed.state, ...change });
	const isLive = (): boolean => observed.state.source?.live === true;
	const isStopped = (): boolean => phase === 'stopped';

	// — opening —

	async function open(choice: C): Promise<Opened<S>> {
		if (isStopped()) return null;
		const mine = ++generation;
		const opening = (oneAtATime ? replace : add)(choice, () => mine !== generation);
		pending = opening;
		try {
			return await opening;
		} finally {
			if (pending === opening) pending = null;
			noticeDeath();
		}
	}

	async function add(choice: C, isLate: () => boolean): Promise<Opened<S>> {
		if (!isLive()) patch({ state: 'opening', code: null });
		const opened = await options.open(choice);
		return inTurn(() => settle(opened, isLate));
	}

	function replace(choice: C, isLate: () => boolean): Promise<Opened<S>> {
		return inTurn(async () => {
			if (isLate()) return null;
			const former = release();
			patch({ state: 'opening', code: null });
			const opened = await options.open(choice);
			if (opened.ok || !former || !options.comesBack || isLate()) return settle(opened, isLate);
			const again = await settle(await options.open(options.comesBack(former)), isLate);
			if (again?.ok) patch({ code: opened.error.code });
			return again;
		});
	}

	function release(): S | null {
		const { source } = observed.state;
		if (!source) return null;
		recorder?.letGo();
		patch({ source: null, muted: false });
		source.close();
		return source;
	}

	async function settle(opened: Result<S, Refusal>, isLate: () => boolean): Promise<Opened<S>> {
		if (isLate()) {
			if (opened.ok) opened.value.close();
			return null;
		}
		if (opened.ok) return install(opened.value);
		patch({ state: isLive() ? 'live' : 'failed', code: opened.error.code });
		return opened;
	}

	/** The former source stops only when the new one is being recorded; if that fails, it simply stays. */
	async function install(source: S): Promise<Opened<S>> {
		if (phase !== 'recording') return take(source, null);
		const used = recorderNow();
		const switched = await used?.switchTo(source);
		if (used !== recorder || isStopped()) {
			source.close();
			return null;
		}
		if (switched?.ok === false && isLive()) {
			source.close();
			patch({ code: switched.error.code });
			return switched;
		}
		return take(source, used ? null : 'device.unsupported');
	}

	function take(source: S, code: ErrorCode | null): Opened<S> {
		const former = observed.state.source;
		last = source;
		patch({ state: 'live', source, code, muted: source.muted });
		source.onEnded(() => lost(source));
		source.onMuted(() => muteChanged(source));
		former?.close();
		return ok(source);
	}

	// — what happens to it —

	function lost(source: S): void {
		if (observed.state.source !== source) return;
		source.close();
		const state = pending ? 'opening' : 'failed';
		patch({ state, source: null, muted: false, code: lostCode(track) });
		// a preview comes back by itself as a recording does, through its recorder
		if (phase === 'preview') void bringBack();
	}

	/** It may have ended while its recorder was starting, before anybody listened here. */
	function noticeDeath(): void {
		const { source } = observed.state;
		if (source && !source.live) lost(source);
	}

	function muteChanged(source: S): void {
		if (observed.state.source !== source) return;
		patch({ muted: source.muted });
		if (!source.muted) recorder?.retry();
	}

	/** Joins an opening that is under way: the candidate's touch is not raced. */
	async function bringBack(): Promise<Result<S, Refusal>> {
		const opened = await (pending ?? (options.comesBack && open(options.comesBack(last))));
		return opened ?? err(refuse(lostCode(track)));
	}

	// — recording —

	function recorderNow(): TrackRecorder<S> | null {
		if (recorder) return recorder;
		const mimes = recordableTypes(track, options.isRecordable);
		if (mimes === null) return null;
		const made = createTrackRecorder<S>({
			...options,
			mimes,
			...(options.comesBack ? { reopen: bringBack } : {})
		});
		made.subscribe((state) => {
			if (recorder === made || recorder === null) patch({ track: state });
		});
		recorder = made;
		recorders.add(made);
		return made;
	}

	/** What is open already; an opening under way is recorded when it is installed. */
	async function recordWhatIsOpen(): Promise<void> {
		const { source } = observed.state;
		if (!source || phase !== 'recording') return;
		const used = recorderNow();
		if (!used) patch({ code: 'device.unsupported' });
		else if (used.state.state === 'idle') await used.switchTo(source);
	}

	return {
		get state() {
			return observed.state;
		},
		subscribe: (listener) => observed.subscribe(listener),
		open: async (choice) => void (await open(choice)),
		record() {
			if (phase === 'recording') return;
			phase = 'recording';
			patch({ wantedSince: options.clock.now() });
			void inTurn(recordWhatIsOpen);
		},
		comeBack() {
			if (isLive() && !observed.state.muted) recorder?.retry();
			else void bringBack();
		},
		async rest() {
			if (phase !== 'recording') return;
			phase = 'preview';
			patch({ wantedSince: null });
			const ending = recorder;
			recorder = null;
			await ending?.stop();
			if (ending) recorders.delete(ending);
		},
		async stop() {
			phase = 'stopped';
			generation += 1;
			pending = null;
			const { source } = observed.state;
			const ending = recorder;
			// the next recording makes its own
			recorder = null;
			patch(CLOSED);
			await ending?.stop();
			if (ending) recorders.delete(ending);
			source?.close();
		},
		witnesses: () => [...recorders].flatMap((one) => one.witnesses())
	};
}

/** Runs one piece of work after the other; what one of them throws is its caller's alone. */
function oneAfterAnother(): <T>(work: () => Promise<T>) => Promise<T> {
	let turn: Promise<unknown> = Promise.resolve();
	return (work) => {
		const result = turn.then(work);
		turn = result.catch(() => {});
		return result;
	};
}
