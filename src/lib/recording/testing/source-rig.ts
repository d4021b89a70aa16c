// One recorded source over fakes, with the browser's answers in the test's hand.
import { DEFAULT_RULES } from '../../attempt/rules.ts';
import { refuse, type Refusal } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { manualTime, settle } from '../../shared/testing/manual-time.ts';
import { createRecordedSource, type RecordedSourceOptions } from '../recorded-source.ts';
import { ATTEMPT, bytesOf, LEASE } from './factories.ts';
import { fakeRecorder, fakeSource, sliceOf, type FakeSource } from './fake-recorder.ts';
import { createMemoryLocks } from './memory-locks.ts';
import { createMemoryVault } from './memory-vault.ts';

type Answer = Result<FakeSource, Refusal>;
interface Asking {
	readonly choice: string;
	/** The browser gives the device. */
	give(): FakeSource;
	refuse(): void;
}

/** A recorded source in a browser that answers when the test says so. */
export function setUpSource(options: Partial<RecordedSourceOptions<FakeSource, string>> = {}) {
	const time = manualTime();
	const vault = createMemoryVault();
	const slices = fakeRecorder();
	const asked: Asking[] = [];
	const opened: FakeSource[] = [];
	let ids = 0;
	const it = createRecordedSource<FakeSource, string>({
		track: 'camera',
		attempt: ATTEMPT,
		lease: LEASE,
		encoding: DEFAULT_RULES.camera,
		vault,
		locks: createMemoryLocks(),
		clock: time,
		timers: time,
		slices,
		newId: () => `part-${String(++ids)}`,
		random: () => 0.5,
		isRecordable: () => true,
		open: (choice) =>
			new Promise<Answer>((resolve) => {
				asked.push({
					choice,
					give() {
						const source = fakeSource(choice);
						opened.push(source);
						resolve(ok(source));
						return source;
					},
					refuse: () => resolve(err(refuse('device.camera-busy')))
				});
			}),
		comesBack: (last) => `${last?.label ?? 'any'} again`,
		...options
	});
	const asking = async (n: number): Promise<Asking> => {
		await settle();
		const one = asked[n];
		if (!one) throw new Error(`nobody asked ${String(n + 1)} times`);
		return one;
	};
	async function opens(choice: string, n = asked.length): Promise<FakeSource> {
		const opening = it.open(choice);
		const source = (await asking(n)).give();
		await opening;
		return source;
	}
	async function film(slicesOfIt: number): Promise<void> {
		for (let i = 0; i < slicesOfIt; i++) {
			await time.advance(800);
			slices.last.events.slice(sliceOf(bytesOf(1000, time.now())));
			await settle();
		}
	}
	const live = (): string[] => opened.filter((source) => source.live).map(({ label }) => label);
	return { it, time, vault, slices, asked, asking, opens, film, live };
}
