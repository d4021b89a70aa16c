// Real database: what no digest vouches for, told to pages that ask every few seconds without reading all of it each time (I2).
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import {
	seedAttempt,
	seedPart,
	seedRoom,
	seedStaff,
	STARTS_AT
} from '../../recording/testing/seed.ts';
import { reviewPart, unwitnessedSpans } from '../../review/review.ts';
import { readParts, readWitnesses } from '../../review/server/review.repository.ts';
import { counted } from '../../server/testing/counted.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { FROM_THE_FIRST } from '../candidate-request.ts';
import { candidateViewsOn } from '../testing/candidate-views.ts';
import { createUnwitnessed } from './unwitnessed.ts';

const { db } = await testDatabase();
let now = STARTS_AT + 60_000;
let queries = 0;
let broken = false;
const watched = counted(db, () => {
	queries++;
	if (broken) throw new Error('the database is away');
});
const room = await seedRoom(db);
const start = () => createUnwitnessed({ db: watched, clock: { now: () => now } });

/** Digests at these seconds of a film. */
async function seed(...seconds: number[]) {
	const one = await seedAttempt(db, room, '测试考生甲');
	const film = { bytes: new Uint8Array(), verified: false };
	const part = await seedPart(db, one, film);
	for (const second of seconds) await witness(one.attempt, part, second);
	return { attempt: one.attempt, part };
}
async function witness(attempt: string, part: string, second: number): Promise<void> {
	const at = STARTS_AT + second * 1000;
	await db
		.insertInto('witnesses')
		.values({
			...{ attempt_id: attempt, part_id: part, bytes: second, sha256: '' },
			...{ client_at: at, server_at: at }
		})
		.execute();
}
const gaps = async (spans: ReturnType<typeof start>, attempt: string) =>
	(await spans.of(attempt)).map(({ from, until }) => [from, until].map((at) => at - STARTS_AT));

beforeEach(() => {
	[now, queries, broken] = [STARTS_AT + 60_000, 0, false];
});

test('[I2] the spans are those of the review; without any digest nothing is told', async () => {
	const { attempt } = await seed(5, 10, 25, 30, 52);
	const { attempt: bare } = await seed();
	const spans = start();
	expect(await gaps(spans, attempt)).toEqual([
		[10_000, 25_000],
		[30_000, 52_000]
	]);
	const [parts, witnesses] = [await readParts(db, [attempt]), await readWitnesses(db, attempt)];
	const known = parts.map((part) => reviewPart(part, witnesses));
	expect(await spans.of(attempt)).toEqual(unwitnessedSpans(known, witnesses));
	expect(await spans.of(bare)).toEqual([]);
	expect(await spans.of(randomUUID())).toEqual([]);
});

test('[I2] however many pages ask, it is read once a minute', async () => {
	const { attempt, part } = await seed(5, 10);
	const spans = start();
	await Promise.all([spans.of(attempt), spans.of(attempt)]);
	const once = queries;
	await witness(attempt, part, 40);
	now += 59_999;
	expect(await gaps(spans, attempt)).toEqual([]);
	expect(queries).toBe(once);
	now += 1;
	expect(await gaps(spans, attempt)).toEqual([[10_000, 40_000]]);
	expect(queries).toBe(2 * once);
	// a clock that was put right is no reason to hold for ever
	now -= 3_600_000;
	await spans.of(attempt);
	expect(queries).toBe(3 * once);
});

test('[I2] what could not be read is not remembered', async () => {
	const { attempt } = await seed(5, 40);
	const spans = start();
	broken = true;
	await expect(spans.of(attempt)).rejects.toThrow('away');
	broken = false;
	expect(await gaps(spans, attempt)).toEqual([[5000, 40_000]]);
});

test('[I2] the page of one candidate is told them, and asks for no digest with each reading', async () => {
	const { attempt } = await seed(5, 40);
	let digests = 0;
	const listening = counted(db, (query) => {
		if (JSON.stringify(query).includes('"witnesses"')) digests++;
	});
	const views = candidateViewsOn(listening, { clock: { now: () => now } });
	const auditor = await seedStaff(db, 'auditor', null);
	for (let reading = 0; reading < 3; reading++)
		expect(await views.read(attempt, auditor, FROM_THE_FIRST)).toMatchObject({
			value: { unwitnessed: [{ from: STARTS_AT + 5000, until: STARTS_AT + 40_000 }] }
		});
	expect(digests).toBe(1);
});
