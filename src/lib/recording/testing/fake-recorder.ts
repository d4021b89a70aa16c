// A camera and a MediaRecorder that do what a test says.
import type {
	OpenedSource,
	SliceData,
	SliceEvents,
	SliceRecorder,
	SliceSettings
} from '../ports.ts';

export interface FakeSource extends OpenedSource {
	/** Unplugs it. */
	unplug(): void;
	/** As a call does, or its end. */
	mute(muted: boolean): void;
}

export function fakeSource(label = 'fake camera', { mayStandStill = false } = {}): FakeSource {
	const ended = new Set<() => void>();
	const mutings = new Set<() => void>();
	let live = true;
	let muted = false;
	const listen = (to: Set<() => void>, listener: () => void) => {
		to.add(listener);
		return () => void to.delete(listener);
	};
	return {
		label,
		width: 640,
		height: 480,
		mayStandStill,
		get live() {
			return live;
		},
		get muted() {
			return muted;
		},
		onEnded: (listener) => listen(ended, listener),
		onMuted: (listener) => listen(mutings, listener),
		close() {
			live = false;
		},
		unplug() {
			live = false;
			for (const listener of [...ended]) listener();
		},
		mute(now) {
			muted = now;
			for (const listener of [...mutings]) listener();
		}
	};
}

/** A slice that is read at once, unlike a Blob: what rests on promises alone can be waited for. */
export const sliceOf = (data: ArrayBuffer): SliceData => ({
	size: data.byteLength,
	arrayBuffer: () => Promise.resolve(data)
});

export interface FakeRun {
	readonly source: FakeSource;
	readonly settings: SliceSettings;
	readonly events: SliceEvents;
	nudges: number;
	stopped: boolean;
	/** Given out as the last slice by `stop()`. */
	tail: ArrayBuffer;
}

export interface FakeRecorder extends SliceRecorder<FakeSource> {
	readonly runs: FakeRun[];
	/** The next starts fail. */
	broken: boolean;
	/** The next ones do not start until the test says `events.started`. */
	slow: boolean;
	/** Stops without a word: neither the last slice nor `stopped`, until the test says so. */
	mute: boolean;
	readonly last: FakeRun;
}

export function fakeRecorder(): FakeRecorder {
	const runs: FakeRun[] = [];
	return {
		runs,
		broken: false,
		slow: false,
		mute: false,
		get last() {
			const run = runs.at(-1);
			if (!run) throw new Error('nothing was started');
			return run;
		},
		start(source, settings, events) {
			const run: FakeRun = {
				source,
				settings,
				events,
				nudges: 0,
				stopped: false,
				tail: new ArrayBuffer(0)
			};
			runs.push(run);
			const { broken, slow } = this;
			queueMicrotask(() => {
				if (slow) return;
				if (!broken) {
					events.started(settings.mime);
					return;
				}
				events.failed('broken');
				events.stopped();
			});
			return {
				nudge() {
					run.nudges += 1;
				},
				stop: () => {
					if (run.stopped) return;
					run.stopped = true;
					if (this.mute) return;
					queueMicrotask(() => {
						events.slice(sliceOf(run.tail));
						events.stopped();
					});
				}
			};
		}
	};
}
