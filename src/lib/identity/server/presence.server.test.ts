// C30: frames of the interview, with an engine that is a script.
import { encode } from 'jpeg-js';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { readPayloads } from '../../attempt/server/payload.repository.ts';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE, confirm, event, FROZEN } from '../../attempt/testing/events.ts';
import { openLease } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { createMasterKey, newMasterKey } from '../../server/sealing/master-key.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { err, ok } from '../../shared/result.ts';
import type { FaceEngine, SeenFace } from '../ports.ts';
import { facesOf } from './face-view.ts';
import { createReferences } from './presence-references.ts';
import { createFacePresence } from './presence.service.ts';

const { db } = await testDatabase();
let now = BEFORE;
const clock = { now: () => now };
const masterKey = createMasterKey(newMasterKey());
const writer = createAttemptWriter(db, clock, null, masterKey);
const { service } = attemptsOn(db, clock, { writer });
const { candidates } = await addCandidates(db, 30);
await db
	.updateTable('exams')
	.set({ rules: JSON.stringify({ ...FROZEN.rules, face: 'required' }) })
	.execute();

const FRAME = encode(
	{ width: 640, height: 480, data: new Uint8Array(640 * 480 * 4).fill(90) },
	70
).data;
/** Two numbers in place of 128: the first is the cosine with the reference. */
const REFERENCE = Float32Array.of(1, 0);
const faceOf = (score: number, changes: Partial<SeenFace> = {}): SeenFace => ({
	...{ widthPx: 200, luma: 120, turnDeg: 0, patch: new Uint8Array() },
	embedding: Float32Array.of(score, Math.sqrt(1 - score * score)),
	...changes
});
type Seen = Awaited<ReturnType<FaceEngine['see']>>;
const seenOf = (face: SeenFace | null, faces = face ? 1 : 0): Seen =>
	ok({ width: 640, height: 480, faces, face });

let asked = 0;
let answer: Seen = seenOf(faceOf(0.8));
let references: readonly Float32Array[] = [REFERENCE];
const engine: FaceEngine = {
	async see() {
		asked++;
		return answer;
	}
};
/** Another one is another process. */
const presenceOf = () =>
	createFacePresence({
		...{ db, writer, clock, log: silentLog, masterKey, engine },
		references: async () => references,
		bounds: { accept: 0.45, refuse: 0.363 },
		random: () => 0
	});
let presence = presenceOf();

beforeEach(() => {
	now = BEFORE;
	asked = 0;
	answer = seenOf(faceOf(0.8));
	references = [REFERENCE];
	presence = presenceOf();
});

const consent = (given: boolean) => event('face.consent', { given, version: 'v1', login: null });

async function entered({ agreed = true, inside = true } = {}): Promise<DeviceGrant> {
	const opened = await openLease({ writer, clock, service }, candidates.pop() ?? '');
	if (agreed) await writer.apply(opened.attempt, consent(true));
	if (inside) await writer.apply(opened.attempt, confirm('devices'), { lease: opened.lease });
	return { attempt: opened.attempt, lease: opened.lease, scope: 'attempt' };
}

/** A frame a second, with these scores. */
async function looks(grant: DeviceGrant, scores: readonly number[], by = presence) {
	const answers = [];
	for (const score of scores) {
		now += 1000;
		answer = seenOf(faceOf(score));
		const looked = await by.look(grant, FRAME);
		answers.push(looked.ok ? looked.value.alike : looked.error.code);
	}
	return answers;
}

async function noted(attempt: string) {
	const rows = await db
		.selectFrom('attempt_events')
		.select(['seq', 'data'])
		.where('attempt_id', '=', attempt)
		.where('type', '=', 'incident.noted')
		.orderBy('seq')
		.execute();
	const sights = await readPayloads(db, attempt, 'incident.noted', masterKey);
	return rows.map(({ seq, data }) => ({
		...(typeof data === 'string' ? (JSON.parse(data) as object) : (data as object)),
		sight: sights.get(seq) as { strongest: number; picture: string | null }
	}));
}
const kept = (attempt: string) =>
	db.selectFrom('face_presence').selectAll().where('attempt_id', '=', attempt).executeTakeFirst();

describe('[C30] another person', () => {
	test('three low scores in a row are told by the server, from the first, with the lowest and its frame', async () => {
		const grant = await entered();
		expect(await looks(grant, [0.8, 0.1, 0.05, 0.2])).toEqual(['same', 'other', 'other', 'other']);
		const [begun, ...more] = await noted(grant.attempt);
		expect(more).toEqual([]);
		expect(begun).toMatchObject({
			...{ kind: 'other-face', from: BEFORE + 2000, until: null, track: 'camera' }
		});
		expect(begun?.sight.strongest).toBeCloseTo(0.05);
		const picture = Buffer.from(begun?.sight.picture ?? '', 'base64');
		expect([...picture.subarray(0, 2)]).toEqual([0xff, 0xd8]);
		expect(picture.length).toBeLessThan(30_000);
		// beside the log only, and closed there
		expect((await kept(grant.attempt))?.sealed).toBeNull();
	});

	test('two good ones in a row end it, by the same id; it may begin again', async () => {
		const grant = await entered();
		await looks(grant, [0.1, 0.1, 0.1, 0.8, 0.1, 0.8, 0.9, 0.1, 0.1, 0.1]);
		const [begun, over, again] = (await noted(grant.attempt)) as unknown as {
			id: string;
			until: number | null;
		}[];
		expect(over).toMatchObject({ id: begun?.id, until: BEFORE + 7000, sight: { picture: null } });
		expect(again?.id).not.toBe(begun?.id);
		expect((await writer.settle(grant.attempt))?.state).toMatchObject({
			noticed: { 'other-face': 2 },
			incidents: { [again?.id ?? '']: { kind: 'other-face', until: null } }
		});
		// who judges is shown each once
		const { noticed } = (await facesOf(db, masterKey, grant.attempt)) ?? {};
		expect(noticed?.map(({ key, until, sight }) => [key, until, sight.picture === null])).toEqual([
			[begun?.id, BEFORE + 7000, false],
			[again?.id, null, false]
		]);
	});

	test('a good or an unsure one in between is no signal, and nothing of it is kept', async () => {
		const grant = await entered();
		await looks(grant, [0.1, 0.1]);
		expect((await kept(grant.attempt))?.sealed).not.toBeNull();
		await looks(grant, [0.4]);
		expect(await kept(grant.attempt)).toMatchObject({ low: 0, lowest: null, sealed: null });
		await looks(grant, [0.1, 0.1, 0.8]);
		expect(await noted(grant.attempt)).toEqual([]);
		expect(await kept(grant.attempt)).toMatchObject({ low: 0, sealed: null, looked_at: now });
	});

	test('is counted across processes, and two frames at once are two', async () => {
		const grant = await entered();
		const others = [presenceOf(), presenceOf(), presenceOf()];
		answer = seenOf(faceOf(0.1));
		await Promise.all(others.map((one) => one.look(grant, FRAME)));
		expect(await noted(grant.attempt)).toHaveLength(1);
	});

	test('the best of several references counts', async () => {
		const grant = await entered();
		references = [Float32Array.of(0, 1), REFERENCE];
		expect(await looks(grant, [0.9, 0])).toEqual(['same', 'same']);
	});
});

describe('[C30] what is not counted', () => {
	test.each([
		['nobody', seenOf(null), 'no-face'],
		['several people', seenOf(faceOf(0.1), 2), 'unsure'],
		['a face that is turned', seenOf(faceOf(0.1, { turnDeg: 30 })), 'unsure'],
		['a face that is small', seenOf(faceOf(0.1, { widthPx: 60 })), 'unsure']
	])('%s', async (_what, seen, alike) => {
		const grant = await entered();
		for (let i = 0; i < 4; i++) {
			now += 1000;
			answer = seen;
			expect(await presence.look(grant, FRAME)).toMatchObject({ value: { alike } });
		}
		expect(await noted(grant.attempt)).toEqual([]);
	});

	test('where there is nothing to compare with nothing is looked at, and no one is asked soon', async () => {
		const grant = await entered();
		references = [];
		expect(await presence.look(grant, FRAME)).toEqual(ok({ alike: 'unsure', nextInMs: 600_000 }));
		expect(asked).toBe(0);
	});
});

describe('[C7, C30] refused before anything is computed', () => {
	const code = async (grant: DeviceGrant) => {
		const looked = await presence.look(grant, FRAME);
		expect(asked).toBe(0);
		return looked.ok ? null : looked.error.code;
	};
	test('who has not agreed, or has taken it back', async () => {
		expect(await code(await entered({ agreed: false }))).toBe('identity.consent-needed');
		const grant = await entered();
		await writer.apply(grant.attempt, consent(false));
		expect(await code(grant)).toBe('identity.consent-needed');
	});
	test('before the entry and after the end', async () => {
		expect(await code(await entered({ inside: false }))).toBe('attempt.wrong-stage');
		const grant = await entered();
		now = FROZEN.endsAt + 60_000;
		await writer.settle(grant.attempt);
		expect(await code(grant)).toBe('attempt.wrong-stage');
	});
	test('another device than the one in charge', async () => {
		const grant = await entered();
		expect(await code({ ...grant, lease: grant.attempt })).toBe('attempt.lease-closed');
	});
	test('more than a frame a second', async () => {
		const grant = await entered();
		expect(await looks(grant, [0.8])).toEqual(['same']);
		now += 999;
		asked = 0;
		expect(await code(grant)).toBe('identity.too-soon');
	});
});

describe('[C30] who it should be', () => {
	const PORTRAIT = Buffer.from('portrait');
	const LOGIN = ['first', 'middle', 'last'];
	const looked: string[] = [];
	const seeing: FaceEngine = {
		async see(picture) {
			const name = Buffer.from(picture).toString();
			looked.push(name);
			return name === busyAt ? err('server.busy') : seenOf(faceOf(name === 'portrait' ? 1 : 0.9));
		}
	};
	let busyAt = '';
	const referencesOf = () => createReferences({ db, engine: seeing, masterKey });
	async function known({ portrait = true, accepted = true } = {}): Promise<string> {
		const { attempt } = await entered();
		looked.length = 0;
		busyAt = '';
		if (portrait)
			await db
				.updateTable('candidates')
				.set({ portrait: PORTRAIT })
				.where('id', '=', (eb) =>
					eb.selectFrom('attempts').select('candidate_id').where('id', '=', attempt)
				)
				.execute();
		if (accepted) {
			const frames = LOGIN.map((name) => ({
				...{ step: 'front', at: BEFORE, jpeg: Buffer.from(name).toString('base64') }
			}));
			await writer.apply(attempt, {
				type: 'face.checked',
				data: { check: attempt, verdict: 'accepted', fault: null },
				payload: { scores: [], score: 0.8, frames }
			});
		}
		return attempt;
	}

	test('the portrait, and the ends of the login that was accepted; looked at once', async () => {
		const attempt = await known();
		const references = referencesOf();
		expect(await references(attempt)).toHaveLength(3);
		expect(await references(attempt)).toHaveLength(3);
		expect(looked).toEqual(['portrait', 'first', 'last']);
	});

	test('of who logs in by account the portrait alone; without one, nobody', async () => {
		expect(await referencesOf()(await known({ accepted: false }))).toHaveLength(1);
		expect(await referencesOf()(await known({ portrait: false, accepted: false }))).toEqual([]);
	});

	test('is asked again when the engine had no time', async () => {
		const attempt = await known();
		const references = referencesOf();
		busyAt = 'last';
		expect(await references(attempt)).toBeNull();
		busyAt = '';
		expect(await references(attempt)).toHaveLength(3);
	});
});

test('[C30] a consent that is taken back while the engine looks: nothing is counted', async () => {
	const grant = await entered();
	await looks(grant, [0.1, 0.1]);
	now += 1000;
	const slow = createFacePresence({
		...{ db, writer, clock, log: silentLog, masterKey },
		engine: {
			async see() {
				await writer.apply(grant.attempt, consent(false));
				return seenOf(faceOf(0.1));
			}
		},
		references: async () => [REFERENCE],
		bounds: { accept: 0.45, refuse: 0.363 }
	});
	expect(await slow.look(grant, FRAME)).toMatchObject({
		error: { code: 'identity.consent-needed' }
	});
	expect(await noted(grant.attempt)).toEqual([]);
});

test.each(['server.busy', 'identity.picture-invalid'] as const)(
	'[C30] %s is passed on',
	async (problem) => {
		const grant = await entered();
		answer = err(problem);
		expect(await presence.look(grant, FRAME)).toMatchObject({ error: { code: problem } });
	}
);
