// A device check without a server: answers at once, or as a test says; remembers what was begun and what was ended.
import type { OpenedSource } from '../../recording/ports.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type {
	DeviceCheck,
	Latency,
	OpenDeviceCheck,
	Storage,
	TestRecording,
	UploadRate
} from '../ports.ts';
import { GOOD_FACTS } from './sample-facts.ts';

interface Answers {
	readonly open: ErrorCode | null;
	readonly upload: Result<UploadRate, ErrorCode>;
	readonly latency: Result<Latency, ErrorCode>;
	readonly storage: Result<Storage, ErrorCode> | 'throws';
	/** Without its address: that is made anew each time. */
	readonly recording: Result<Omit<TestRecording, 'url'>, ErrorCode>;
}

const GOOD: Answers = {
	open: null,
	upload: ok(GOOD_FACTS.upload),
	latency: ok(GOOD_FACTS.latency),
	storage: ok(GOOD_FACTS.storage),
	recording: ok({ ...GOOD_FACTS.recording, mime: 'video/webm' })
};

export interface FakeCheck {
	readonly open: OpenDeviceCheck<OpenedSource>;
	/** What was asked, in order; `open` and `end` too. */
	readonly asked: string[];
	answers: Answers;
	/** Waited for before each upload and recording is answered. */
	gate: Promise<unknown>;
}

export function fakeCheck(changes: Partial<Answers> = {}): FakeCheck {
	const asked: string[] = [];
	const fake: FakeCheck = {
		...{ asked, answers: { ...GOOD, ...changes }, gate: Promise.resolve() },
		open() {
			asked.push('open');
			const { open } = fake.answers;
			return Promise.resolve(open === null ? ok(check) : err(open));
		}
	};
	const check: DeviceCheck<OpenedSource> = {
		async measureUpload(progress) {
			asked.push('upload');
			progress(0.5);
			await fake.gate;
			return fake.answers.upload;
		},
		latency() {
			asked.push('latency');
			return Promise.resolve(fake.answers.latency);
		},
		storage() {
			asked.push('storage');
			const { storage } = fake.answers;
			return storage === 'throws'
				? Promise.reject(new Error('storage is broken'))
				: Promise.resolve(storage);
		},
		async record(_source, forMs, progress) {
			asked.push(`record ${String(forMs)}`);
			progress('recording', 0.5);
			await fake.gate;
			const { recording } = fake.answers;
			if (!recording.ok) return recording;
			const url = URL.createObjectURL(new Blob(['film'], { type: recording.value.mime }));
			return ok({ ...recording.value, url });
		},
		end() {
			asked.push('end');
			return Promise.resolve();
		}
	};
	return fake;
}
