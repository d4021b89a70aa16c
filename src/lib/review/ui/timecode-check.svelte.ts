// 核对时间码: reads the codes that the log says were shown out of the phone's films, and says by how much the films are
// off. It fetches some ten seconds of film for each code, so it runs when the reviewer asks for it.
import {
	filmSync,
	shownTimecodes,
	syncFindings,
	type FilmSync,
	type ShownTimecode,
	type TimecodeReading
} from '../../recording/film-sync.ts';
import type { Finding } from '../findings.ts';
import type { Review } from '../review.ts';
import type { TimecodeReader } from '../../recording/browser/timecode-reader.ts';

type EvidencePart = Review['parts'][number] & { readonly url: string };
/** A code, and the film that covers its moment. */
interface Look {
	readonly shown: ShownTimecode;
	readonly part: EvidencePart;
}

/** A code whose moment is this near to the end of a film may have been cut off. */
const EDGE_MS = 3000;

export const openReader = async (address: string): Promise<TimecodeReader> =>
	(await import('../../recording/browser/timecode-reader.ts')).createTimecodeReader(address);

export class TimecodeCheck {
	state: 'idle' | 'running' | 'done' | 'failed' = $state('idle');
	done = $state(0);
	sync: FilmSync | null = $state.raw(null);
	readonly #looks: readonly Look[];
	readonly #wrong: readonly number[];
	readonly #clockGapMs: number | null;
	readonly #shift: (ms: number) => void;
	readonly #open: typeof openReader;

	/** @param shift told how much later the phone's clock is, ms, once it is known */
	constructor(
		review: Pick<Review, 'attempt' | 'log' | 'parts' | 'clockGapMs'>,
		shift: (ms: number) => void,
		open: typeof openReader = openReader
	) {
		const { shown, wrong } = shownTimecodes(review.attempt, review.log);
		this.#looks = shown.flatMap((one) => {
			const part = review.parts.find((candidate) => covers(candidate, one.at));
			return part?.url ? [{ shown: one, part: { ...part, url: part.url } }] : [];
		});
		this.#wrong = wrong;
		this.#clockGapMs = review.clockGapMs;
		this.#shift = shift;
		this.#open = open;
	}

	/** Codes whose moment the phone has on film that can be played. */
	get total(): number {
		return this.#looks.length;
	}

	get findings(): Finding[] {
		return syncFindings(this.sync ?? filmSync([], [], this.#clockGapMs), this.#wrong);
	}

	readonly run = async (): Promise<void> => {
		if (this.state === 'running') return;
		this.state = 'running';
		this.done = 0;
		const readings: TimecodeReading[] = [];
		try {
			for (const looks of Object.values(Object.groupBy(this.#looks, ({ part }) => part.id)))
				await this.#readFilm(looks ?? [], readings);
		} catch {
			// the network, a film that this browser cannot decode: nothing is claimed of what was not seen
			this.state = 'failed';
			return;
		}
		const sync = filmSync(
			this.#looks.map(({ shown }) => shown.at),
			readings,
			this.#clockGapMs
		);
		this.sync = sync;
		if (sync.byCode !== null) this.#shift(sync.byCode);
		this.state = 'done';
	};

	async #readFilm(looks: readonly Look[], readings: TimecodeReading[]): Promise<void> {
		const [first] = looks;
		if (!first) return;
		const reader = await this.#open(first.part.url);
		try {
			for (const { shown, part } of looks) {
				const ms = await reader.find(shown.code, shown.at - part.startedAt);
				if (ms !== null) readings.push({ at: shown.at, filmAt: part.startedAt + ms });
				this.done += 1;
			}
		} finally {
			reader.close();
		}
	}
}

const covers = (part: Review['parts'][number], at: number): boolean =>
	part.track === 'evidence' &&
	part.url !== null &&
	part.startedAt <= at &&
	at + EDGE_MS <= part.startedAt + part.durationMs;
