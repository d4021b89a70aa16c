// The world of the page of one candidate for tests: answers that a test sets, a socket that a test speaks through.
import type {
	StaffConnection,
	StaffConnectionEvents
} from '../../live/browser/staff-connection.ts';
import type { SoftSound } from '../../shared/browser/soft-sound.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { CandidateApi } from '../candidate-ports.ts';
import type { CandidateView } from '../candidate-view.ts';
import { picture } from './scripted-wall.ts';

export interface FakeWorld {
	readonly api: CandidateApi;
	connect(events: StaffConnectionEvents): StaffConnection;
	readonly sound: SoftSound;
	/** What was asked and told, in order. */
	readonly said: string[];
	/** The socket's other end. */
	events(): StaffConnectionEvents;
	/** The next reads are answered by it. */
	answer(with_: (after: number) => Result<CandidateView, ErrorCode>): void;
}

/** One pixel. */
const PICTURE = 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=';

/** @param now the server's time; @param blob of each track's small picture, null = there is none, 'failed' = it cannot be had */
export function fakeWorld(
	now: () => number,
	blob: Blob | null | (() => Blob | 'failed') = null
): FakeWorld {
	const said: string[] = [];
	let answer: (after: number) => Result<CandidateView, ErrorCode> = () => err('server.unreachable');
	let events: StaffConnectionEvents | null = null;
	return {
		said,
		answer: (with_) => void (answer = with_),
		events() {
			if (!events) throw new Error('nobody has connected');
			return events;
		},
		api: {
			async view(after) {
				said.push(`view ${String(after)}`);
				return Promise.resolve(answer(after));
			},
			picture: (track) => {
				said.push(`picture ${track}`);
				const told = typeof blob === 'function' ? blob() : blob;
				if (told === 'failed') return Promise.resolve(err(told));
				return Promise.resolve(ok(told && { at: now() - 2000, blob: told }));
			},
			thumbnails: () => {
				said.push('thumbnails');
				return Promise.resolve(ok({ faces: PICTURE }));
			},
			watch: (_desk, watched) => {
				said.push(`watch ${String(watched)}`);
				return Promise.resolve(null);
			}
		},
		sound: {
			turnOn: () => said.push('sound on'),
			turnOff: () => said.push('sound off'),
			play: () => said.push('sound play')
		},
		connect(given) {
			events = given;
			return {
				clock: { now, monotonic: now, offset: () => null, sample: () => {} },
				watch: (room) => said.push(`watch room ${room}`),
				unwatch: () => {},
				look: (attempts) => said.push(`look ${attempts.join()}`),
				follow: (attempt) => said.push(`follow ${String(attempt)}`),
				startLive: () => {},
				endLive: () => {},
				signal: () => {},
				wake: () => said.push('wake'),
				close: () => said.push('close')
			};
		}
	};
}

/** A picture that is plainly there, as the page is given one. */
export const plainJpeg = async (): Promise<Blob> =>
	new Blob([await picture('#7e94a0')], { type: 'image/jpeg' });
