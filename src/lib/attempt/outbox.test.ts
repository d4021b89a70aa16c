import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Command } from '../live/requests.ts';
import type { ErrorCode } from '../shared/errors.ts';
import { err, ok } from '../shared/result.ts';
import { manualTime } from '../shared/testing/manual-time.ts';
import { pause } from '../shared/timers.ts';
import { openOutbox, type OutboxEntry, type OutboxPorts, type OutboxStore } from './outbox.ts';
import { BEFORE, uuid } from './testing/events.ts';

const LONG_MS = 60_000;

const command = (n: number): Command => ({
	id: uuid(n),
	clientAt: BEFORE + n,
	type: 'stage.confirmed',
	data: { stage: 'devices' }
});

function memoryStore(): OutboxStore & { broken: boolean } {
	const rows = new Map<string, OutboxEntry>();
	return {
		broken: false,
		all: async () => [...rows.values()].sort((a, b) => a.order - b.order),
		async put(entry) {
			if (this.broken) throw new Error('no space');
			rows.set(entry.command.id, entry);
		}
	};
}

const NETWORKS = ['good', 'gone', 'answer lost', 'throws', 'half'] as const;
type Network = (typeof NETWORKS)[number];

/** Takes each command once in an epoch, as the real one does. */
function fakeServer() {
	let restores = 0;
	return {
		network: 'good' as Network,
		refuses: new Map<string, ErrorCode>(),
		/** Ids in the order in which they first came, in this epoch. */
		taken: [] as string[],
		batches: 0,
		get epoch() {
			return `epoch-${restores}`;
		},
		/** A backup from before everything. */
		restore() {
			restores++;
			this.taken = [];
		},
		async send(commands: readonly Command[], known: string | null) {
			this.batches++;
			await Promise.resolve();
			if (this.network === 'throws') throw new TypeError('failed to fetch');
			if (this.network === 'gone') return err('server.unreachable' as const);
			const { epoch } = this;
			if (known !== null && known !== epoch) return ok({ epoch, outcomes: [] });
			const share = this.network === 'half' ? Math.ceil(commands.length / 2) : commands.length;
			const outcomes = commands.slice(0, share).map(({ id }) => {
				if (!this.taken.includes(id)) this.taken.push(id);
				return { id, refused: this.refuses.get(id) ?? null };
			});
			if (this.network === 'answer lost') return err('server.unreachable' as const);
			return ok({ epoch, outcomes });
		}
	};
}

function world() {
	const time = manualTime();
	const server = fakeServer();
	const store = memoryStore();
	const ports: OutboxPorts = {
		store,
		send: (commands, epoch) => server.send(commands, epoch),
		sleep: (ms, woken) => Promise.race([woken, pause(time, ms)]),
		random: () => 0.5,
		changed: () => {}
	};
	return { time, server, store, open: () => openOutbox(ports) };
}

const ids = (commands: readonly { id: string }[]): string[] => commands.map(({ id }) => id);

describe('[C22] with drops, lost answers, restarts and restored servers', () => {
	const step = fc.oneof(
		{ weight: 4, arbitrary: fc.constant('add' as const) },
		{ weight: 3, arbitrary: fc.constantFrom(...NETWORKS) },
		{ weight: 1, arbitrary: fc.constant('restart' as const) },
		{ weight: 1, arbitrary: fc.constant('restore' as const) },
		{ weight: 2, arbitrary: fc.constantFrom('wake' as const, 'seen' as const) },
		{ weight: 3, arbitrary: fc.integer({ min: 0, max: 10_000 }) }
	);

	test('in the end the server has every command, once, in the order of the device', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
				const { time, server, open } = world();
				let outbox = await open();
				let added = 0;
				for (const one of steps) {
					if (one === 'add') await outbox.add(command(++added));
					else if (one === 'wake') outbox.wake();
					else if (one === 'seen') outbox.epochSeen(server.epoch);
					else if (one === 'restore') server.restore();
					else if (one === 'restart') {
						outbox.stop();
						outbox = await open();
					} else if (typeof one === 'number') await time.advance(one);
					else server.network = one;
				}
				server.network = 'good';
				outbox.epochSeen(server.epoch);
				await time.advance(LONG_MS);
				expect(outbox.pending()).toEqual([]);
				expect(server.taken).toEqual(Array.from({ length: added }, (_, n) => uuid(n + 1)));
				outbox.stop();
			}),
			{ numRuns: 60 }
		);
	});
});

describe('[C30] pictures in the outbox', () => {
	const pictured = (n: number): Command => ({
		...{ id: uuid(n), clientAt: BEFORE + n, type: 'incident.noted' },
		data: { id: uuid(n), kind: 'no-face', from: BEFORE, until: null, track: 'camera' },
		payload: { strongest: 3, picture: 'A'.repeat(60_000) }
	});

	test('an hour without a network goes off in requests that the server takes', async () => {
		const { server, open, time } = world();
		const outbox = await open();
		const sizes: number[] = [];
		const send = server.send.bind(server);
		server.send = async (commands, known) => {
			sizes.push(JSON.stringify(commands).length);
			return send(commands, known);
		};
		server.network = 'gone';
		for (let n = 1; n <= 80; n++) await outbox.add(n % 2 ? pictured(n) : command(n));
		server.network = 'good';
		outbox.wake();
		await time.advance(LONG_MS);
		expect(server.taken).toEqual(Array.from({ length: 80 }, (_, n) => uuid(n + 1)));
		expect(Math.max(...sizes)).toBeLessThan(512 * 1024);
		outbox.stop();
	});
});

describe('one outbox', () => {
	test('a command may rest, durable, until its time or until another one goes', async () => {
		const { server, store, open, time } = world();
		const outbox = await open();
		await outbox.add(command(1), 5000);
		expect(await store.all()).toHaveLength(1);
		await time.advance(4999);
		expect(server.taken).toEqual([]);
		await time.advance(1);
		expect(server.taken).toEqual([uuid(1)]);
		await outbox.add(command(2), 5000);
		await outbox.add(command(3));
		await time.advance(1);
		expect(server.taken).toEqual([1, 2, 3].map(uuid));
		outbox.stop();
	});

	test('a command is kept before `add` resolves, and pending until it is answered', async () => {
		const { server, store, open, time } = world();
		server.network = 'gone';
		const outbox = await open();
		await outbox.add(command(1));
		expect(ids((await store.all()).map((entry) => entry.command))).toEqual([uuid(1)]);
		expect(ids(outbox.pending())).toEqual([uuid(1)]);
		expect(outbox.outcomeOf(uuid(1))).toBeUndefined();
		server.network = 'good';
		await time.advance(LONG_MS);
		expect(outbox.pending()).toEqual([]);
		expect(outbox.outcomeOf(uuid(1))).toMatchObject({ refused: null });
	});

	test('a refused one is answered too and holds up nobody', async () => {
		const { server, open, time } = world();
		server.refuses.set(uuid(1), 'attempt.wrong-stage');
		const outbox = await open();
		await outbox.add(command(1));
		await outbox.add(command(2));
		await time.advance(0);
		expect(outbox.pending()).toEqual([]);
		expect(outbox.outcomeOf(uuid(1))?.refused).toBe('attempt.wrong-stage');
	});

	test('`wake` ends the waiting at once', async () => {
		const { server, open, time } = world();
		server.network = 'gone';
		const outbox = await open();
		await outbox.add(command(1));
		// tries, tries again, and waits for seconds by now
		await time.advance(5000);
		server.network = 'good';
		outbox.wake();
		await time.advance(0);
		expect(server.taken).toEqual([uuid(1)]);
	});

	test('without a network it waits between its tries', async () => {
		const { server, open, time } = world();
		server.network = 'gone';
		const outbox = await open();
		await outbox.add(command(1));
		await time.advance(LONG_MS);
		expect(server.batches).toBeGreaterThan(5);
		expect(server.batches).toBeLessThan(20);
	});

	test('a server that answers about nothing is not asked in a tight loop', async () => {
		const { server, open, time } = world();
		server.send = async function () {
			this.batches++;
			return ok({ epoch: this.epoch, outcomes: [] });
		};
		const outbox = await open();
		await outbox.add(command(1));
		await time.advance(5000);
		expect(server.batches).toBeLessThan(10);
		outbox.stop();
	});

	test('a device without space sends what it cannot keep', async () => {
		const { server, store, open, time } = world();
		const outbox = await open();
		store.broken = true;
		await outbox.add(command(1));
		expect(ids(outbox.pending())).toEqual([uuid(1)]);
		await time.advance(0);
		expect(server.taken).toEqual([uuid(1)]);
		expect(outbox.outcomeOf(uuid(1))).toMatchObject({ refused: null });
	});

	test('a store that fails at an answer does not end the sending', async () => {
		const { server, store, open, time } = world();
		const outbox = await open();
		await outbox.add(command(1));
		store.broken = true;
		await time.advance(1000);
		store.broken = false;
		await outbox.add(command(2));
		await time.advance(LONG_MS);
		expect(server.taken).toEqual([uuid(1), uuid(2)]);
	});
});

describe('epochs', () => {
	test('in a new epoch everything is offered again, what was new comes after it', async () => {
		const { server, open, time } = world();
		const outbox = await open();
		await outbox.add(command(1));
		await outbox.add(command(2));
		await time.advance(LONG_MS);
		server.restore();
		// nobody has told this device
		await outbox.add(command(3));
		await time.advance(LONG_MS);
		expect(server.taken).toEqual([uuid(1), uuid(2), uuid(3)]);
	});

	test('a page that was away during the restore notices it too', async () => {
		const { server, open, time } = world();
		const before = await open();
		await before.add(command(1));
		await time.advance(LONG_MS);
		before.stop();
		server.restore();
		const outbox = await open();
		expect(outbox.pending()).toEqual([]);
		outbox.epochSeen(server.epoch);
		expect(ids(outbox.pending())).toEqual([uuid(1)]);
		await time.advance(LONG_MS);
		expect(server.taken).toEqual([uuid(1)]);
	});

	test('the same epoch again offers nothing', async () => {
		const { server, open, time } = world();
		const outbox = await open();
		await outbox.add(command(1));
		await time.advance(LONG_MS);
		const { batches } = server;
		outbox.epochSeen(server.epoch);
		outbox.wake();
		await time.advance(LONG_MS);
		expect(server.batches).toBe(batches);
	});
});
