import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { testDatabase } from '../../server/testing/database.ts';
import { canonicalJson } from '../../shared/digest.ts';
import { initialState, type AttemptState } from '../attempt-state.ts';
import { verifyChain, type LogLine } from '../event-log.ts';
import type { AttemptEvent } from '../events.ts';
import { transition } from '../transition.ts';
import {
	BEFORE,
	confirmed,
	endedBy,
	ENDS_AT,
	FROZEN,
	opened,
	STARTS_AT
} from '../testing/events.ts';
import { addCandidates } from '../testing/roster.ts';
import { createAttemptWriter } from './attempt-writer.ts';

const { db } = await testDatabase();
let now = BEFORE;
const writer = createAttemptWriter(db, { now: () => now });
const { room, candidates } = await addCandidates(db, 12);

beforeEach(() => {
	now = BEFORE;
});

/** An attempt that has just begun, with its desktop's lease. */
async function begin(): Promise<{ attempt: string; lease: string }> {
	const candidate = candidates.pop();
	if (!candidate) throw new Error('more candidates are needed');
	const [attempt, lease] = [randomUUID(), randomUUID()];
	await db
		.transaction()
		.execute((tx) => writer.begin(tx, { id: attempt, candidate, room }, FROZEN));
	await writer.apply(attempt, opened(lease));
	return { attempt, lease };
}

const rowOf = (attempt: string) =>
	db.selectFrom('attempts').selectAll().where('id', '=', attempt).executeTakeFirstOrThrow();

/** The log as an export would give it. */
async function logOf(attempt: string): Promise<LogLine[]> {
	const rows = await db
		.selectFrom('attempt_events')
		.selectAll()
		.where('attempt_id', '=', attempt)
		.orderBy('seq')
		.execute();
	return rows.map((row) => ({
		attempt: row.attempt_id,
		seq: row.seq,
		type: row.type,
		data: JSON.parse(row.data) as unknown,
		payload: row.payload_digest,
		clientAt: row.client_at,
		serverAt: row.server_at,
		previous: row.previous,
		hash: row.hash
	}));
}

/** Every line through the reducer again, from event 0: what the projection must be. */
function replay(lines: readonly LogLine[]): AttemptState {
	return lines.slice(1).reduce((state, line) => {
		const outcome = transition(
			state,
			{ type: line.type, data: line.data } as AttemptEvent,
			line.serverAt
		);
		if (outcome.refused) throw new Error(`${line.seq} ${line.type}: ${outcome.refused.code}`);
		return outcome.state;
	}, initialState(FROZEN));
}

async function expectWhole(attempt: string): Promise<LogLine[]> {
	const [lines, row] = [await logOf(attempt), await rowOf(attempt)];
	expect(verifyChain(lines, { seq: row.head_seq, hash: row.head_hash })).toBeNull();
	expect(lines).toHaveLength(row.head_seq + 1);
	expect(canonicalJson(replay(lines))).toBe(canonicalJson(row.state));
	expect(row.stage).toBe(row.state.stage);
	return lines;
}

const incident = (from: number): AttemptEvent => ({
	type: 'incident.noted',
	data: { kind: 'connection-lost', from, until: null, track: null }
});

const command = (lease: string, event: AttemptEvent, id: string = randomUUID()) => ({
	...{ id, lease, event },
	clientAt: now
});

describe('[C34] one writer', () => {
	test('fifty at once give one chain without holes, whose replay is the projection', async () => {
		const { attempt, lease } = await begin();
		const outcomes = await Promise.all(
			Array.from({ length: 50 }, (_, n) =>
				n % 2
					? writer.apply(attempt, incident(n))
					: writer.applyCommand(attempt, command(lease, n === 20 ? confirmed : incident(n)))
			)
		);
		expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
		const seqs = outcomes.map((outcome) => (outcome.ok ? outcome.value.head.seq : -1));
		expect(new Set(seqs).size).toBe(50);
		expect(await expectWhole(attempt)).toHaveLength(52);
	});

	test('event 0 freezes the exam', async () => {
		const { attempt } = await begin();
		const [first] = await logOf(attempt);
		expect(first).toMatchObject({ seq: 0, type: 'attempt.frozen', data: FROZEN });
	});

	test('the log is append-only in the database itself', async () => {
		const { attempt } = await begin();
		const change = db
			.updateTable('attempt_events')
			.set({ server_at: 0 })
			.where('attempt_id', '=', attempt);
		await expect(change.execute()).rejects.toThrow('append-only');
		const removal = db.deleteFrom('attempt_events').where('attempt_id', '=', attempt);
		await expect(removal.execute()).rejects.toThrow('append-only');
	});

	test('rows alongside come and go with the event', async () => {
		const { attempt } = await begin();
		const before = await rowOf(attempt);
		const witnesses = () =>
			db.selectFrom('witnesses').selectAll().where('attempt_id', '=', attempt).execute();
		const insert = (fails: boolean) =>
			writer.apply(attempt, incident(1), {
				alongside: async (tx) => {
					await tx
						.insertInto('witnesses')
						.values({
							...{ part_id: randomUUID(), attempt_id: attempt, bytes: 1, sha256: '' },
							...{ client_at: 0, server_at: 0 }
						})
						.execute();
					if (fails) throw new Error('something else went wrong');
				}
			});
		await expect(insert(true)).rejects.toThrow('something else');
		expect([await rowOf(attempt), await witnesses()]).toEqual([before, []]);
		await insert(false);
		expect(await witnesses()).toHaveLength(1);
		await expectWhole(attempt);
	});

	test('a refused event runs nothing alongside and writes no line', async () => {
		const { attempt } = await begin();
		const before = await rowOf(attempt);
		const refused = await writer.apply(
			attempt,
			{ type: 'stage.confirmed', data: { stage: 'gate' } },
			{ alongside: () => Promise.reject(new Error('must not run')) }
		);
		expect(refused).toMatchObject({ ok: false, error: { code: 'attempt.wrong-stage' } });
		expect(await rowOf(attempt)).toEqual(before);
	});

	test('an attempt that is not there', async () => {
		const nobody = randomUUID();
		expect(await writer.settle(nobody)).toBeNull();
		expect(await writer.apply(nobody, incident(1))).toMatchObject({
			error: { code: 'attempt.not-found' }
		});
	});
});

describe('commands of a device', () => {
	test('[C22] sent twice, also at once, one counts', async () => {
		const { attempt, lease } = await begin();
		const once = command(lease, incident(7));
		const all = await Promise.all([1, 2, 3].map(() => writer.applyCommand(attempt, once)));
		expect(all.every((outcome) => outcome.ok)).toBe(true);
		expect(
			(await expectWhole(attempt)).filter((line) => line.type === 'incident.noted')
		).toHaveLength(1);
	});

	test('a refused one is remembered: it does not come true later', async () => {
		const { attempt, lease } = await begin();
		const early = command(lease, endedBy('candidate', BEFORE));
		expect(await writer.applyCommand(attempt, early)).toMatchObject({
			error: { code: 'attempt.not-started' }
		});
		now = STARTS_AT + 1000;
		expect(await writer.applyCommand(attempt, early)).toMatchObject({
			error: { code: 'attempt.not-started' }
		});
		expect((await rowOf(attempt)).state.ended).toBeNull();
	});

	test('[C8] of a closed lease decides nothing; what it had done before stays done', async () => {
		const { attempt, lease } = await begin();
		const done = command(lease, confirmed);
		expect((await writer.applyCommand(attempt, done)).ok).toBe(true);
		await writer.apply(attempt, opened(randomUUID()));
		expect((await writer.applyCommand(attempt, done)).ok).toBe(true);
		now = STARTS_AT + 1000;
		expect(
			await writer.applyCommand(attempt, command(lease, endedBy('candidate', now)))
		).toMatchObject({ error: { code: 'attempt.lease-closed' } });
		expect((await writer.applyCommand(attempt, command(lease, incident(1)))).ok).toBe(true);
		await expectWhole(attempt);
	});
});

test('a projection that an earlier version wrote is read, and completed with the next change', async () => {
	const { attempt, lease } = await begin();
	const { state } = await rowOf(attempt);
	const { frozen, stage, leases, parts } = state;
	const { phone: _p, face: _f, mayComeBack: _m, ...rules } = frozen.rules;
	const old = {
		...{ frozen: { ...frozen, rules }, stage, leases, parts, lease, published: false },
		...{ enteredAt: null, startedAt: null, ended: null, uploadedAt: null }
	};
	await db
		.updateTable('attempts')
		.set({ state: JSON.stringify(old) })
		.where('id', '=', attempt)
		.execute();
	expect(await writer.applyCommand(attempt, command(lease, incident(1)))).toMatchObject({
		ok: true
	});
	expect(await writer.applyCommand(attempt, command(lease, confirmed))).toMatchObject({ ok: true });
	await expectWhole(attempt);
});

test('a command points to its own line, or to none', async () => {
	const { attempt, lease } = await begin();
	await writer.apply(attempt, confirmed);
	now = STARTS_AT + 60_000;
	const mark: AttemptEvent = { type: 'question.answered', data: { question: 1, at: now } };
	const late: AttemptEvent = { type: 'paper.opened', data: { at: now } };
	const commands = [late, mark, mark].map((event) => command(lease, event));
	for (const one of commands) await writer.applyCommand(attempt, one);
	const lines = await expectWhole(attempt);
	const rows = await db
		.selectFrom('attempt_commands')
		.select(['id', 'seq'])
		.where('attempt_id', '=', attempt)
		.execute();
	const told = commands.map(({ id }) => rows.find((row) => row.id === id)?.seq ?? null);
	expect(told.map((seq) => seq && lines[seq]?.type)).toEqual([
		...['paper.opened', 'question.answered', null]
	]);
});

describe('the clock', () => {
	test('[C19] [C23] decides at the start and the end second, with nobody asking but the reader', async () => {
		const { attempt } = await begin();
		await writer.apply(attempt, confirmed);
		const stages: (string | undefined)[] = [];
		for (now of [STARTS_AT - 1, STARTS_AT, ENDS_AT - 1, ENDS_AT])
			stages.push((await writer.settle(attempt))?.state.stage);
		expect(stages).toEqual(['wait', 'answer', 'answer', 'upload']);
		const before = await rowOf(attempt);
		await writer.settle(attempt);
		expect(await rowOf(attempt)).toEqual(before);
		const types = (await expectWhole(attempt)).map((line) => line.type);
		expect(types.slice(-2)).toEqual(['interview.started', 'interview.ended']);
	});

	test('[C23] what is due comes before what is asked', async () => {
		const { attempt, lease } = await begin();
		await writer.apply(attempt, confirmed);
		now = STARTS_AT + 60_000;
		const ended = await writer.applyCommand(attempt, command(lease, endedBy('candidate', now)));
		expect(ended).toMatchObject({ ok: true });
		const lines = await expectWhole(attempt);
		expect(lines.slice(-2).map((line) => [line.type, line.clientAt])).toEqual([
			['interview.started', null],
			['interview.ended', now]
		]);
	});
});
