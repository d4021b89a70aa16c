import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../shared/errors.ts';
import { manualTime } from '../shared/testing/manual-time.ts';
import { runCheck, type CheckMoment } from './face-check.ts';
import { PHASE_MS } from './liveness.ts';
import { createLooks } from './looks.ts';
import { createPatience } from './patience.ts';
import { anyReading, goodReading } from './testing/any-reading.ts';
import { faceOf, readingOf } from './testing/readings.ts';
import {
	fakeDesk,
	fakeServer,
	fakeSight,
	masked,
	nobody,
	obedient,
	problem,
	STEPS,
	type FakeServer,
	type Person
} from './testing/face-login-fakes.ts';

const MINUTE_MS = 60_000;
const ALL_OK = ['ok', 'ok', 'ok'];

/** A check as it goes, with a clock that is moved by hand. */
function rig(person: Person, server: FakeServer = fakeServer()) {
	const time = manualTime();
	const over = new AbortController();
	const sight = fakeSight();
	const moments: (CheckMoment | null)[] = [];
	const troubles: (ErrorCode | null)[] = [];
	const told = () => moments.findLast((moment) => moment !== null)?.instruction ?? 'look-ahead';
	const state = { person };
	const desk = fakeDesk({} as MediaStream, () => state.person(told()));
	const patience = createPatience({
		...{ timers: time, random: () => 0, signal: over.signal },
		trouble: (code) => troubles.push(code)
	});
	const verdict = runCheck({
		...{ api: server.api, ask: patience.ask, desk },
		look: createLooks({
			...{ look: desk.look, ticks: time.now, timers: time, sight, signal: over.signal }
		}),
		show: (moment) => moments.push(moment)
	});
	return { time, over, sight, moments, troubles, desk, patience, verdict, server, state };
}

describe('[C6] a check', () => {
	test('one step after another, each with its picture, then the verdict', async () => {
		const { time, verdict, server, moments } = rig(obedient);
		await time.advance(10_000);
		expect(await verdict).toMatchObject({ ok: true, value: { verdict: 'accepted' } });
		const frames = STEPS.map((_, n) => `frame ${String(n)}`);
		expect(server.asked).toEqual(['check', ...frames, 'judge null']);
		const pictures = await Promise.all(server.frames.map((frame) => frame.text()));
		expect(new Set(pictures).size).toBe(STEPS.length);
		expect(moments.at(-1)).toBeNull();
		expect(moments.at(-2)).toMatchObject({ steps: STEPS, progress: 1 });
	});

	test('what is to come stays unknown until the step before it is done', async () => {
		const { time, verdict, moments } = rig(obedient);
		await time.advance(10_000);
		await verdict;
		const lengths = moments.flatMap((moment) => moment?.steps.length ?? []);
		expect(lengths).toEqual(lengths.toSorted());
		for (const moment of moments)
			if (moment) expect(moment.steps).toEqual(STEPS.slice(0, moment.steps.length));
	});

	test('a turn that was asked for is no reason to say: not frontal', async () => {
		const { time, verdict, moments } = rig((told) =>
			told === 'turn-left' ? readingOf(0, [faceOf({ yawDeg: 16 })]) : obedient(told)
		);
		await time.advance(15_000);
		await verdict;
		const turning = moments.filter((moment) => moment?.instruction === 'turn-left');
		expect(turning.length).toBeGreaterThan(3);
		for (const moment of turning) expect(moment?.lines.map(({ state }) => state)).toEqual(ALL_OK);
	});

	test('its time does not begin while somebody still arranges themselves', async () => {
		const { time, server, moments, state, verdict } = rig(nobody);
		await time.advance(3 * MINUTE_MS);
		expect(server.asked).toEqual([]);
		expect(moments.at(-1)).toMatchObject({ instruction: 'nobody-there', begun: false });
		state.person = obedient;
		await time.advance(10_000);
		expect(await verdict).toMatchObject({ ok: true });
	});

	test('a mouth that does not open: given up with its fault, and no picture of it sent', async () => {
		const { time, verdict, server } = rig(masked);
		await time.advance(PHASE_MS + 10_000);
		await verdict;
		expect(server.asked.at(-1)).toBe('judge no-mouth');
		expect(server.frames).toHaveLength(STEPS.indexOf('open-mouth'));
	});

	test('who leaves in the middle gives it up', async () => {
		const { time, server, state, moments } = rig(obedient);
		for (let n = 0; n < 50 && !moments.at(-1)?.begun; n++) await time.advance(100);
		state.person = nobody;
		await time.advance(PHASE_MS + 1000);
		expect(server.asked.at(-1)).toBe('judge no-face');
	});

	test('no network: told, and the same picture sent again until it is there', async () => {
		const server = fakeServer();
		const { time, verdict, troubles } = rig(obedient, server);
		server.fail('frame 1', problem('server.unreachable'), problem('server.unreachable'));
		await time.advance(20_000);
		expect(await verdict).toMatchObject({ ok: true });
		expect(server.asked.filter((asked) => asked === 'frame 1')).toHaveLength(3);
		expect(server.frames).toHaveLength(STEPS.length);
		expect(troubles).toContain('server.unreachable');
		expect(troubles.at(-1)).toBeNull();
	});

	test('a busy server is left alone for as long as it asks, without alarm', async () => {
		const server = fakeServer();
		const { time, verdict, troubles } = rig(obedient, server);
		server.fail('check', problem('server.busy', 5000));
		await time.advance(4500);
		expect(server.asked).toEqual(['check']);
		await time.advance(15_000);
		expect(await verdict).toMatchObject({ ok: true });
		expect(troubles.every((code) => code === null)).toBe(true);
	});

	test('waiting ends at once when somebody wants to try again', async () => {
		const server = fakeServer();
		const { time, patience } = rig(obedient, server);
		server.fail('check', ...Array.from({ length: 20 }, () => problem('server.unreachable')));
		await time.advance(30_000);
		const before = server.asked.length;
		patience.wake();
		await time.advance(0);
		expect(server.asked.length).toBe(before + 1);
	});

	test('what the server refuses is handed on', async () => {
		const server = fakeServer();
		const { time, verdict } = rig(obedient, server);
		server.fail('check', problem('identity.person-needed'));
		await time.advance(5000);
		expect(await verdict).toEqual({ ok: false, error: 'identity.person-needed' });
	});

	test('given up by the page: nothing more is asked or looked at', async () => {
		const { time, over, verdict, server, desk } = rig(obedient);
		await time.advance(600);
		over.abort();
		const [asked, looks] = [server.asked.length, desk.looks];
		await time.advance(MINUTE_MS);
		expect(await verdict).toBeNull();
		expect([server.asked.length, desk.looks]).toEqual([asked, looks]);
	});

	test('out of sight nothing is looked at, and the step’s time begins anew', async () => {
		const { time, sight, desk, server, state, moments } = rig(obedient);
		for (let n = 0; n < 50 && !moments.at(-1)?.begun; n++) await time.advance(100);
		sight.set(true);
		await time.advance(200);
		const { looks } = desk;
		await time.advance(30_000);
		expect(desk.looks).toBe(looks);
		state.person = nobody;
		sight.set(false);
		await time.advance(PHASE_MS - 2000);
		expect(server.asked.join()).not.toContain('judge');
		await time.advance(4000);
		expect(server.asked.at(-1)).toBe('judge no-face');
	});
});

test('[C6] whoever is before the camera: no step is skipped, and every check ends', async () => {
	const looks = fc.array(fc.oneof({ weight: 4, arbitrary: goodReading }, anyReading), {
		minLength: 1,
		maxLength: 40
	});
	const order = fc.shuffledSubarray(['blink', 'turn-right', 'open-mouth'] as const, {
		minLength: 3
	});
	await fc.assert(
		fc.asyncProperty(looks, order, async (seen, moves) => {
			const steps = ['front', ...moves, 'front'] as const;
			let n = 0;
			const wild: Person = () => seen[n++ % seen.length] ?? null;
			const { time, state, verdict, server } = rig(obedient, fakeServer(steps));
			for (let turn = 0; turn < 20 && server.asked.length === 0; turn++) await time.advance(100);
			state.person = wild;
			await time.advance(steps.length * 2 * PHASE_MS + 1000);
			expect(await verdict).toMatchObject({ ok: true });
			const frames = server.asked.filter((asked) => asked.startsWith('frame'));
			expect(frames).toEqual(frames.map((_, frame) => `frame ${String(frame)}`));
			if (server.asked.at(-1) === 'judge null') expect(frames).toHaveLength(steps.length);
		}),
		{ numRuns: 12 }
	);
}, 60_000);
