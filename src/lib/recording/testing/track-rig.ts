// One track over fakes, with the recorder's answers in the test's hand.
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import { manualTime, settle } from '../../shared/testing/manual-time.ts';
import { createTrackRecorder, type TrackRecorderOptions } from '../track-recorder.ts';
import { ATTEMPT, bytesOf, LEASE } from './factories.ts';
import { fakeRecorder, sliceOf, type FakeSource } from './fake-recorder.ts';
import { createMemoryLocks } from './memory-locks.ts';
import { createMemoryVault } from './memory-vault.ts';

export function setUpTrack(options: Partial<TrackRecorderOptions<FakeSource>> = {}) {
	const time = manualTime();
	const vault = createMemoryVault();
	const locks = createMemoryLocks();
	const slices = fakeRecorder();
	let ids = 0;
	const recorder = createTrackRecorder<FakeSource>({
		track: 'camera',
		attempt: ATTEMPT,
		lease: LEASE,
		encoding: DEFAULT_RULES.camera,
		mimes: ['video/webm;codecs=vp8,opus'],
		vault,
		locks,
		clock: time,
		timers: time,
		slices,
		newId: () => `part-${String(++ids)}`,
		random: () => 0.5,
		...options
	});
	/** Records `seconds` of film, one slice each. */
	async function film(seconds: number, size = 1000): Promise<void> {
		for (let i = 0; i < seconds; i++) {
			await time.advance(1000);
			slices.last.events.slice(sliceOf(bytesOf(size, time.now())));
			await settle();
		}
	}
	return { time, vault, locks, slices, recorder, film };
}
