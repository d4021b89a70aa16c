// One device of a candidate as its page behaves: the real outbox over a store that outlives the page, the real local
// projection over the last answer it got. It dies and comes back with nothing but its store.
import type { Command } from '../../live/requests.ts';
import type { PartHeader, Track } from '../../recording/part.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import type { AttemptState } from '../attempt-state.ts';
import { asEvent } from '../command-event.ts';
import type { DeviceEventType, EventData } from '../events.ts';
import { heardParts } from '../heard-parts.ts';
import { projectLocally } from '../local-projection.ts';
import { partsToOfferAgain } from '../offer-again.ts';
import { openOutbox, type Outbox, type OutboxEntry } from '../outbox.ts';
import { digest, partHeader, uuid } from './events.ts';
import type { ModelAnswer } from './model-server.ts';
import type { ModelTime } from './model-time.ts';

export interface ModelDeviceParts {
	readonly time: ModelTime;
	readonly lease: string;
	/** What it records. */
	readonly track?: Track;
	/** How far this device's estimate of server time is off. */
	readonly skewMs: number;
	readonly newId: () => string;
	readonly random: () => number;
	/** Over the network; without commands it is a read. */
	ask(
		lease: string,
		commands: readonly Command[],
		epoch: string | null
	): Promise<Result<ModelAnswer, ErrorCode>>;
}

/** A part as the vault keeps it. */
interface ModelFilm {
	readonly header: PartHeader;
	readonly sha256: string;
	verified: boolean;
	verifiedIn: string | null;
}

export type ModelDevice = Awaited<ReturnType<typeof createModelDevice>>;

export async function createModelDevice(parts: ModelDeviceParts) {
	const { time, skewMs, newId, random, ask, track = 'camera' } = parts;
	let { lease } = parts;
	// — what outlives the page —
	const rows = new Map<string, OutboxEntry>();
	const films: ModelFilm[] = [];
	let kept: ModelAnswer | null = null;
	/** C19: whoever asks from the start second on has the key. */
	let key = false;
	// — the page —
	let page = 0;
	let alive = false;
	let outbox: Outbox;
	let unknown = false;

	function take(answer: ModelAnswer, from: number): void {
		if (from !== page || !alive) return;
		outbox.epochSeen(answer.epoch);
		if (answer.now >= answer.state.frozen.startsAt) key = true;
		if (kept?.epoch === answer.epoch && answer.head.seq < kept.head.seq) return;
		kept = answer;
	}

	async function send(commands: readonly Command[], epoch: string | null) {
		const from = page;
		const answer = await ask(lease, commands, epoch);
		time.stir();
		if (answer.ok) take(answer.value, from);
		else if (answer.error === 'token.invalid') unknown = true;
		return answer;
	}

	async function open(): Promise<void> {
		const own = ++page;
		alive = true;
		outbox = await openOutbox({
			store: {
				all: async () => [...rows.values()].sort((a, b) => a.order - b.order),
				async put(entry) {
					time.stir();
					// a page that has died writes nothing any more
					if (own === page) rows.set(entry.command.id, entry);
				}
			},
			send,
			sleep: (ms, woken) =>
				Promise.race([woken, new Promise<void>((resolve) => time.after(ms, resolve))]),
			random,
			changed: time.stir
		});
	}

	await open();

	const now = (): number => time.now() + skewMs;
	const state = (): AttemptState | null => {
		if (!kept) return null;
		const pending = outbox.pending().map((command) => ({
			event: asEvent(command),
			clientAt: command.clientAt
		}));
		return projectLocally(kept.state, pending, now());
	};
	const command = async <T extends DeviceEventType>(
		type: T,
		data: EventData<T>,
		payload?: unknown
	): Promise<void> => {
		const beside = payload === undefined ? {} : { payload };
		await outbox.add({ id: newId(), clientAt: now(), type, data, ...beside } as Command);
	};

	return {
		get lease() {
			return lease;
		},
		get alive() {
			return alive;
		},
		/** The server does not know its capability: its lease came after the backup. */
		get unknown() {
			return unknown;
		},
		get key() {
			return key;
		},
		get kept() {
			return kept;
		},
		rows,
		films,
		now,
		state,
		command,
		pending: () => outbox.pending(),
		wake: () => outbox.wake(),
		async read(): Promise<void> {
			if (alive) await send([], null);
		},
		/** Logs in anew: what it holds stays. */
		relogin(fresh: string): void {
			lease = fresh;
			unknown = false;
		},
		film(): void {
			const id = newId();
			films.push({
				...{ header: { ...partHeader(id, lease), track }, sha256: digest(films.length + 1) },
				...{ verified: false, verifiedIn: null }
			});
		},
		/** As the loop does it: what it has verified itself is left alone, until a restored server lacks it. */
		upload(send: (header: PartHeader, sha256: string) => boolean): void {
			const parts = films.map(({ header, ...film }) => ({ id: header.id, ...film }));
			const lost = kept ? partsToOfferAgain(parts, heardParts(kept, lease)) : [];
			for (const film of films) {
				if (lost.includes(film.header.id)) film.verified = false;
				if (film.verified) continue;
				film.verifiedIn = kept?.epoch ?? null;
				film.verified = send(film.header, film.sha256);
			}
		},
		die(): void {
			alive = false;
			page++;
			outbox.stop();
		},
		revive: open
	};
}

/** Ids that can be read in a failure. */
export function countingIds(): () => string {
	let last = 0x1000;
	return () => uuid(++last);
}
