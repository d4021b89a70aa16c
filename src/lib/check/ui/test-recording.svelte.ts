// The test recording of a device check (C4): recorded, sent, fetched and shown; removed when it was seen, or given up.
import type { CaptureSource } from '../../recording/browser/capture.ts';
import type { CheckFacts } from '../facts.ts';
import type { DeviceCheck, OpenDeviceCheck } from '../ports.ts';
import type { TestView } from './check-view.ts';

const TEST_MS = 10_000;

export interface TestRecordings {
	readonly view: TestView;
	/** Over when it is shown, or has failed. Never throws. */
	record(source: CaptureSource, over: AbortSignal): Promise<void>;
	/** What was shown is removed, here and on the server. */
	close(): void;
}

export function createTestRecording(
	openCheck: OpenDeviceCheck<CaptureSource>,
	note: (facts: CheckFacts) => void
): TestRecordings {
	let view = $state.raw<TestView>({ state: 'idle' });
	let check: DeviceCheck<CaptureSource> | null = null;

	function close(): void {
		if (view.state === 'playing') URL.revokeObjectURL(view.url);
		view = { state: 'idle' };
		void check?.end();
		check = null;
	}

	async function through(source: CaptureSource, over: AbortSignal): Promise<void> {
		const opened = await openCheck(over);
		if (!opened.ok) return note({ recording: { failed: opened.error } });
		check = opened.value;
		const made = await check.record(
			source,
			TEST_MS,
			(step, share) => (view = { state: 'running', step, share }),
			over
		);
		// the page was left meanwhile: `close` has ended it
		if (over.aborted) {
			if (made.ok) URL.revokeObjectURL(made.value.url);
			return;
		}
		if (!made.ok) return note({ recording: { failed: made.error } });
		const { url, ms, bytes } = made.value;
		note({ recording: { ms, bytes } });
		view = { state: 'playing', url };
	}

	return {
		get view() {
			return view;
		},
		async record(source, over) {
			view = { state: 'running', step: 'recording', share: 0 };
			try {
				await through(source, over);
			} catch (problem) {
				reportError(problem);
				note({ recording: { failed: 'server.fault' } });
			}
			// in the view's own words: what `through` has set is not seen by the compiler
			if ((view as TestView).state !== 'playing') close();
		},
		close
	};
}
