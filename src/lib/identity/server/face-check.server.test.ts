// Real database, two processes, a fake engine: one login check from its challenge to its verdict (C6).
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { readLog } from '../../review/server/review.repository.ts';
import { verifyChain } from '../../attempt/event-log.ts';
import { BEFORE } from '../../attempt/testing/events.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { createFaceDesk } from '../testing/face-desk.ts';
import { drawnFace } from '../testing/fake-engine.ts';
import { CHECK_MS } from './face-check.service.ts';

const { db } = await testDatabase();
const desk = await createFaceDesk(db, 40);
const { here, there, ready, begun, check, sendAll, stateOf, faceOf, typesOf } = desk;
const { checks } = here.identity;
afterAll(() => desk.stop());
beforeEach(() => desk.set(BEFORE));

const accepted = { ok: true, value: { verdict: 'accepted', fault: null, refusals: 0 } };
const again = (fault: string, refusals = 1) => ({
	ok: true,
	value: { verdict: 'again', fault, refusals }
});
const refused = (code: string) => ({ ok: false, error: { code } });

describe('[C6] a check', () => {
	test('of the person of the photo is accepted; identity stays unconfirmed', async () => {
		const { secret, attempt } = await ready();
		const { judged, asked, check: id } = await check(secret);
		expect(asked).toHaveLength(5);
		expect([asked[0], asked[4]]).toEqual(['front', 'front']);
		expect(judged).toEqual(accepted);
		expect(await stateOf(secret)).toBe('in');
		expect(await faceOf(attempt)).toMatchObject({ accepted: { check: id }, refusals: 0 });
		const settled = await desk.writer.settle(attempt);
		expect(settled?.state.identity).toBe('unconfirmed');
		expect(await typesOf(attempt)).toEqual(['attempt.frozen', 'face.consent', 'face.checked']);
		expect(verifyChain(await readLog(db, attempt))).toBeNull();
	});

	test('asks in an order of its own every time', async () => {
		const { secret } = await ready();
		const orders = new Set<string>();
		for (let i = 0; i < 12; i++) {
			const { check: id } = await begun(secret);
			const row = await db
				.selectFrom('face_challenges')
				.select('steps')
				.where('id', '=', id)
				.executeTakeFirstOrThrow();
			orders.add(row.steps.join());
		}
		expect(orders.size).toBeGreaterThan(3);
		// one that nothing was told of leaves nothing behind
		const rows = await db.selectFrom('face_challenges').select('id').execute();
		expect(rows.length).toBeLessThan(5);
	});

	test('tells the next movement only when a frame has arrived, and takes frames in order only', async () => {
		const { secret } = await ready();
		const { check: id, step } = await begun(secret);
		expect(step).toBe('front');
		const keep = (n: number, jpeg = drawnFace()) => checks.keep(secret, { check: id, n, jpeg });
		expect(await keep(1)).toEqual(refused('input.invalid'));
		const first = drawnFace();
		const told = await keep(0, first);
		expect(told).toMatchObject({ ok: true });
		// the answer was lost: the same again is harmless, another picture is not taken
		expect(await keep(0, first)).toEqual(told);
		expect(await keep(0)).toEqual(refused('input.invalid'));
		expect(await keep(2)).toEqual(refused('input.invalid'));
		expect(await keep(7)).toEqual(refused('input.invalid'));
		expect(await here.identity.judge(secret, id, null)).toEqual(refused('input.invalid'));
		expect(await keep(1, new Uint8Array(9))).toEqual(refused('identity.picture-invalid'));
	});

	test('of which the same frame comes twice at once keeps it once', async () => {
		const { secret } = await ready();
		const { check: id } = await begun(secret);
		const frame = { check: id, n: 0, jpeg: drawnFace() };
		const both = await Promise.all(
			[here, there].map(({ identity }) => identity.checks.keep(secret, frame))
		);
		expect(both[0]).toEqual(both[1]);
		expect(both[0]).toMatchObject({ ok: true });
	});

	test('is nobody else’s', async () => {
		const [one, other] = [await ready(), await ready()];
		const { check: id } = await sendAll(one.secret);
		const frame = { check: id, n: 0, jpeg: drawnFace() };
		for (const secret of [other.secret, 'x'.repeat(43), null]) {
			expect(await checks.keep(secret, frame)).toEqual(refused('identity.expired'));
			expect(await here.identity.judge(secret, id, null)).toEqual(refused('identity.expired'));
		}
		expect(await here.identity.judge(one.secret, id, null)).toEqual(accepted);
	});

	test('takes no frame after its time; judged then, it counts as too late and keeps nothing', async () => {
		const { secret, attempt } = await ready();
		const { check: id } = await begun(secret);
		await checks.keep(secret, { check: id, n: 0, jpeg: drawnFace() });
		desk.wait(CHECK_MS);
		const late = await checks.keep(secret, { check: id, n: 1, jpeg: drawnFace() });
		expect(late).toEqual(refused('identity.expired'));
		expect(await here.identity.judge(secret, id, null)).toEqual(again('expired'));
		const payloads = await db
			.selectFrom('attempt_payloads')
			.select('seq')
			.where('attempt_id', '=', attempt)
			.execute();
		expect(payloads).toEqual([]);
	});

	test('whose frames came in time may be judged later', async () => {
		const { secret } = await ready();
		const { check: id } = await sendAll(secret);
		desk.wait(CHECK_MS);
		expect(await here.identity.judge(secret, id, null)).toEqual(accepted);
	});

	test('is used once: judged twice, by two processes at once, it is written once', async () => {
		const { secret, attempt } = await ready();
		const { check: id } = await sendAll(secret);
		const judge = ({ identity }: typeof here) => identity.judge(secret, id, null);
		const all = await Promise.all([judge(here), judge(here), judge(there)]);
		expect(all).toEqual([accepted, accepted, accepted]);
		expect(await judge(there)).toEqual(accepted);
		expect((await typesOf(attempt)).filter((type) => type === 'face.checked')).toHaveLength(1);
		const frame = { check: id, n: 0, jpeg: drawnFace() };
		expect(await checks.keep(secret, frame)).toMatchObject({ ok: false });
	});

	test('that a click judges twice is looked at once', async () => {
		const { secret } = await ready();
		const { check: id } = await sendAll(secret);
		const before = here.engine.looks;
		await Promise.all([1, 2, 3].map(() => here.identity.judge(secret, id, null)));
		expect(here.engine.looks - before).toBe(6);
	});

	test('met by a full queue loses nothing and counts nothing', async () => {
		const { secret, attempt } = await ready();
		const { check: id } = await sendAll(secret);
		here.engine.busy = 2;
		for (let i = 0; i < 2; i++)
			expect(await here.identity.judge(secret, id, null)).toEqual(refused('server.busy'));
		expect((await faceOf(attempt)).refusals).toBe(0);
		expect(await here.identity.judge(secret, id, null)).toEqual(accepted);
	});

	test('left behind after a movement was told is a refusal; before, it is none', async () => {
		const { secret, attempt } = await ready();
		await begun(secret);
		await begun(secret);
		expect((await faceOf(attempt)).refusals).toBe(0);
		const { check: left } = await begun(secret);
		await checks.keep(secret, { check: left, n: 0, jpeg: drawnFace() });
		const next = await begun(secret);
		expect((await faceOf(attempt)).refusals).toBe(1);
		expect(next.check).not.toBe(left);
		expect(await here.identity.judge(secret, left, null)).toEqual(again('expired'));
	});
});

describe('[C6] a check is refused', () => {
	test.each([
		['no face', { faces: 0 }, 'no-face'],
		['two people', { faces: 2 }, 'several-faces'],
		['somebody far away', { widthPx: 60 }, 'too-small'],
		['a dark room', { luma: 20 }, 'too-dark'],
		['the same photograph every time', { photo: 424_242 }, 'not-live'],
		['somebody who turns too little', { turnDeg: 2 }, 'no-turn'],
		['another person', { person: 2 }, 'other-person'],
		['somebody hardly alike', { likeness: 0.3 }, 'other-person']
	])('%s', async (_who, face, fault) => {
		const { secret } = await ready();
		expect((await check(secret, () => face)).judged).toEqual(again(fault));
		expect(await stateOf(secret)).toBe('ready');
	});

	test('a turn to the wrong side', async () => {
		const { secret } = await ready();
		const wrong = await check(secret, (step) =>
			step.startsWith('turn') ? { turnDeg: step === 'turn-left' ? -20 : 20 } : {}
		);
		expect(wrong.judged).toEqual(again('no-turn'));
	});

	test('somebody else in the middle', async () => {
		const { secret } = await ready();
		const changed = await check(secret, (_step, n) => ({ person: n === 2 ? 2 : 1 }));
		expect(changed.judged).toEqual(again('not-same'));
	});

	test('frames faster than anybody moves', async () => {
		const { secret } = await ready();
		const fast = await check(secret, undefined, { pace: 100 });
		expect(fast.judged).toEqual(again('not-live'));
	});

	test('a picture that is none', async () => {
		const { secret } = await ready();
		const jpeg = drawnFace();
		jpeg.set(Buffer.from('#'), Buffer.from(jpeg).indexOf('{'));
		expect((await check(secret, () => jpeg)).judged).toEqual(again('no-face'));
	});

	test('the roster’s own photo, drawn again for every frame', async () => {
		const { secret, candidate } = await ready();
		const photo = 7_000_000;
		await db
			.updateTable('candidates')
			.set({ portrait: Buffer.from(drawnFace({ photo })) })
			.where('id', '=', candidate)
			.execute();
		const shown = await check(secret, (_step, n) => (n === 1 ? { photo } : {}));
		expect(shown.judged).toEqual(again('not-live'));
	});

	test('frames of an earlier login of this candidate, as bytes and as pictures', async () => {
		const { secret, candidate } = await ready();
		const { frames, judged } = await check(secret, () => ({ likeness: 0.4 }));
		expect(judged).toEqual(again('unsure'));
		const next = await desk.enter(candidate);
		const bytes = await check(next, (_step, n) => (n === 0 ? (frames[0] ?? {}) : {}));
		expect(bytes.judged).toEqual(again('not-live', 2));
		const photo = (n: number) =>
			(/"photo":(\d+)/.exec(Buffer.from(frames[n] ?? []).toString('latin1')) ?? [])[1];
		const pictures = await check(next, (_step, n) =>
			n === 1 || n === 2 ? { photo: Number(photo(n)) } : {}
		);
		expect(pictures.judged).toEqual({
			ok: true,
			value: { verdict: 'blocked', fault: 'not-live', refusals: 3 }
		});
	});
});

describe('[C7] a person is asked', () => {
	test('when the machine is unsure for the second time', async () => {
		const { secret, attempt } = await ready();
		const unsure = () => check(secret, () => ({ likeness: 0.4 }));
		expect((await unsure()).judged).toEqual(again('unsure'));
		const second = await unsure();
		const person = { ok: true, value: { verdict: 'person', fault: 'unsure', refusals: 2 } };
		expect(second.judged).toEqual(person);
		expect(await here.identity.judge(secret, second.check, null)).toEqual(person);
		expect(await stateOf(secret)).toBe('waiting');
		expect((await faceOf(attempt)).askedAt).not.toBeNull();
		expect(await checks.begin(secret)).toEqual(refused('identity.person-needed'));
		// they may take longer than a login is good for
		desk.wait(20 * 60_000);
		expect(await stateOf(secret)).toBe('waiting');
	});

	test('after three refusals, for whatever reason; a fourth check is not begun', async () => {
		const { secret, candidate } = await ready();
		expect(await desk.giveUp(secret, 'no-blink')).toEqual(again('no-blink'));
		expect((await check(secret, () => ({ person: 2 }))).judged).toEqual(again('other-person', 2));
		const third = await desk.giveUp(secret, 'no-mouth');
		expect(third).toEqual({
			ok: true,
			value: { verdict: 'blocked', fault: 'no-mouth', refusals: 3 }
		});
		expect(await stateOf(secret)).toBe('waiting');
		expect(await checks.begin(secret)).toEqual(refused('identity.blocked'));
		// nor in another browser
		const other = await desk.enter(candidate);
		expect(await checks.begin(other)).toEqual(refused('identity.blocked'));
	});

	test('also when two browsers try at once: what was begun before the third refusal opens nothing', async () => {
		const { secret, candidate } = await ready();
		const other = await desk.enter(candidate);
		const { check: begunBefore } = await sendAll(other);
		for (const fault of ['no-blink', 'no-turn', 'no-mouth'] as const)
			await desk.giveUp(secret, fault);
		const late = await here.identity.judge(other, begunBefore, null);
		expect(late).toEqual(refused('identity.blocked'));
		expect(await stateOf(other)).toBe('waiting');
	});

	test('where the roster has no face to compare with', async () => {
		const { secret, candidate } = await ready();
		await db
			.updateTable('candidates')
			.set({ portrait: Buffer.from(drawnFace({ faces: 2 })) })
			.where('id', '=', candidate)
			.execute();
		expect((await check(secret)).judged).toEqual({
			ok: true,
			value: { verdict: 'person', fault: 'unsure', refusals: 1 }
		});
	});
});

test('[C6] nothing of a face can be read in the database, before the verdict or after', async () => {
	const { secret } = await ready();
	const { check: id, frames } = await sendAll(secret, () => ({ likeness: 0.4321 }));
	const written = async (): Promise<string> => {
		const tables = ['face_frames', 'face_prints', 'face_logins', 'attempt_payloads'] as const;
		const rows = await Promise.all(
			tables.map((table) => db.selectFrom(table).selectAll().execute())
		);
		return JSON.stringify(rows);
	};
	const readable = [
		secret,
		'0.4321',
		...frames.flatMap((jpeg) => [
			Buffer.from(jpeg).toString('base64').slice(8, 80),
			Buffer.from(jpeg).toString('base64url').slice(8, 80),
			Buffer.from(jpeg).toString('hex').slice(8, 80)
		])
	];
	const before = await written();
	for (const secretThing of readable) expect(before).not.toContain(secretThing);
	await here.identity.judge(secret, id, null);
	const after = await written();
	for (const secretThing of readable) expect(after).not.toContain(secretThing);
	const left = await db
		.selectFrom('face_frames')
		.select('n')
		.where('challenge_id', '=', id)
		.execute();
	expect(left).toEqual([]);
});
