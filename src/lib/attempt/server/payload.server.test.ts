// Real database: pictures of faces beside the log are closed by the master key, and the line's digest still proves them.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createMasterKey, newMasterKey } from '../../server/sealing/master-key.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { payloadDigest } from '../event-log.ts';
import { BEFORE, event, FROZEN } from '../testing/events.ts';
import { addCandidates } from '../testing/roster.ts';
import { createAttemptWriter } from './attempt-writer.ts';
import { readPayloads } from './payload.repository.ts';

const { db } = await testDatabase();
const { candidates, room } = await addCandidates(db, 3);
const clock = { now: () => BEFORE };
const masterKey = createMasterKey(newMasterKey());
const writer = createAttemptWriter(db, clock, null, masterKey);

const sight = { strongest: 2, picture: Buffer.from('a small picture').toString('base64') };
const twoFaces = (payload: typeof sight | null) => ({
	...event('incident.noted', {
		...{ kind: 'several-faces' as const, from: BEFORE, until: null, track: 'camera' as const }
	}),
	payload
});

async function begun(): Promise<string> {
	const id = randomUUID();
	const row = { id, candidate: candidates.pop() ?? '', room };
	await db.transaction().execute((tx) => writer.begin(tx, row, FROZEN));
	return id;
}
const kept = (attempt: string) =>
	db.selectFrom('attempt_payloads').selectAll().where('attempt_id', '=', attempt).execute();

test('[C30][C6] what shows a face is not readable in the database, and opens with the master key', async () => {
	const attempt = await begun();
	await writer.apply(attempt, twoFaces(sight));
	await writer.apply(attempt, {
		...event('entry.allowed', {}),
		payload: { reason: 'r', account: 'a' }
	});
	const [closed, open] = await kept(attempt);
	expect(closed).toMatchObject({ sealed: true });
	expect(closed?.content).not.toContain(sight.picture);
	expect(open).toMatchObject({ sealed: false, content: '{"account":"a","reason":"r"}' });

	const read = await readPayloads(db, attempt, 'incident.noted', masterKey);
	expect([...read.values()]).toEqual([sight]);
	const line = await db
		.selectFrom('attempt_events')
		.select('payload_digest')
		.where('attempt_id', '=', attempt)
		.where('type', '=', 'incident.noted')
		.executeTakeFirstOrThrow();
	expect(line.payload_digest).toBe(payloadDigest(closed?.salt ?? '', sight));
	const reasons = await readPayloads(db, attempt, 'entry.allowed', masterKey);
	expect([...reasons.values()]).toEqual([{ reason: 'r', account: 'a' }]);
});

test('[C30] it opens at its own place only', async () => {
	const [one, two] = [await begun(), await begun()];
	await writer.apply(one, twoFaces(sight));
	await writer.apply(two, twoFaces(sight));
	const [payload] = await kept(one);
	await db
		.updateTable('attempt_payloads')
		.set({ content: payload?.content ?? '' })
		.where('attempt_id', '=', two)
		.execute();
	await expect(readPayloads(db, two, 'incident.noted', masterKey)).rejects.toThrow();
});

test('[C30] without a master key nothing of the kind is written, and nothing half', async () => {
	const { candidates: more, room: there } = await addCandidates(db, 1);
	const id = randomUUID();
	await db
		.transaction()
		.execute((tx) => writer.begin(tx, { id, candidate: more[0] ?? '', room: there }, FROZEN));
	await expect(createAttemptWriter(db, clock).apply(id, twoFaces(sight))).rejects.toThrow(
		/master key/
	);
	expect(await kept(id)).toEqual([]);
	const lines = await db
		.selectFrom('attempt_events')
		.select('seq')
		.where('attempt_id', '=', id)
		.execute();
	expect(lines).toHaveLength(1);
	await writer.apply(id, twoFaces(null));
	expect(await kept(id)).toEqual([]);
});
