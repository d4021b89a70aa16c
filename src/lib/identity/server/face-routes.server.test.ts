// The login by face as a browser meets it: forms, cookies, codes, headers. Real database, fake engine.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { BEFORE } from '../../attempt/testing/events.ts';
import { createArrivals } from '../../exam/server/arrival.service.ts';
import { createPlaces } from '../../accounts/server/place.repository.ts';
import { setApp, type App } from '../../server/app.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { FACE_COOKIE } from '../face-cookie.ts';
import { createActsDesk } from '../../invigilation/testing/acts-desk.ts';
import { createFaceDesk, LAST_SIX, PACE_MS, turnOf } from '../testing/face-desk.ts';
import { drawnFace } from '../testing/fake-engine.ts';
import { routeBrowser } from '../testing/route-browser.ts';
import type { FaceStep } from '../face-steps.ts';
import {
	FaceCheckBegunSchema,
	FaceFrameKeptSchema,
	FaceLoginSchema,
	FaceSessionSchema,
	FaceVerdictSchema
} from '../wire.ts';

const ROUTES = '../../../routes';
const [entry, exam, face, state, begin, frame, judge, session, acts, view] = await Promise.all([
	import(`${ROUTES}/(candidate)/+page.server.ts`),
	import(`${ROUTES}/(candidate)/e/[exam]/+page.server.ts`),
	import(`${ROUTES}/(candidate)/face/+page.server.ts`),
	import(`${ROUTES}/api/face/+server.ts`),
	import(`${ROUTES}/api/face/check/+server.ts`),
	import(`${ROUTES}/api/face/check/[check]/[n]/+server.ts`),
	import(`${ROUTES}/api/face/check/[check]/+server.ts`),
	import(`${ROUTES}/api/face/session/+server.ts`),
	import(`${ROUTES}/api/attempts/[attempt]/acts/+server.ts`),
	import(`${ROUTES}/api/face/attempts/[attempt]/+server.ts`)
]);

const { db } = await testDatabase();
const desk = await createFaceDesk(db, 20);
const { clock, accounts, here, sample, nextCandidate, admissionOf } = desk;
const arrivals = createArrivals({ db, clock });
setApp({
	clock,
	accounts,
	arrivals,
	identity: here.identity,
	attempts: desk.service,
	places: createPlaces(db),
	acts: createActsDesk(db, {
		...{ writer: desk.writer, clock, attemptOf: desk.service.attemptOf },
		...{ hearing: { lastHeard: async () => 0 }, whyNoAdmission: here.identity.acts.whyNoAdmission }
	}).acts
} as unknown as App);
afterAll(() => desk.stop());
beforeEach(() => desk.set(BEFORE));

type Browser = ReturnType<typeof routeBrowser>;

async function entered(browser: Browser, candidate = nextCandidate(), fields = {}) {
	const typed = { admission: await admissionOf(candidate), idLastSix: LAST_SIX.toLowerCase() };
	const path = `/e/${sample.code}?/face`;
	const params = { exam: sample.code };
	return browser.form(exam.actions.face, path, { ...typed, ...fields }, params);
}
async function agreed(browser: Browser) {
	const page = await browser.ask(face.load, '/face');
	const { version } = page.body['consent'] as { version: string };
	return browser.form(face.actions.agree, '/face?/agree', { version });
}
const put = (browser: Browser, check: string, n: number, body: BodyInit, type = 'image/jpeg') =>
	browser.ask(
		frame.PUT,
		`/api/face/check/${check}/${n}`,
		{ method: 'PUT', body, headers: { 'content-type': type } },
		{ check, n: String(n) }
	);
const judged = (browser: Browser, check: string, gaveUp: string | null = null) =>
	browser.json(judge.POST, `/api/face/check/${check}`, { v: 1, gaveUp }, { check });
const post = (browser: Browser, handler: typeof begin.POST, path: string) =>
	browser.ask(handler, path, { method: 'POST' });

async function sent(browser: Browser): Promise<string> {
	const { check, step: first } = v.parse(
		FaceCheckBegunSchema,
		(await post(browser, begin.POST, '/api/face/check')).body
	);
	for (let step: FaceStep | null = first, n = 0; step !== null; n++) {
		desk.wait(PACE_MS);
		const kept = await put(browser, check, n, drawnFace({ turnDeg: turnOf(step) }));
		step = v.parse(FaceFrameKeptSchema, kept.body).step;
	}
	return check;
}

test('[C6] from the form to the session, by the wire', async () => {
	const browser = routeBrowser();
	const candidate = nextCandidate();
	expect(await entered(browser, candidate, { next: '/interview?a=1' })).toMatchObject({
		...{ status: 303, location: '/face' }
	});
	expect(browser.cookies.get(FACE_COOKIE)?.options).toEqual({
		...{ path: '/', httpOnly: true, sameSite: 'strict', secure: true }
	});
	const page = await browser.ask(face.load, '/face');
	const admission = await admissionOf(candidate);
	expect(page.body).toMatchObject({
		exam: { address: sample.code, kind: 'mock', supportPhone: '000', steps: 4 },
		...{ state: 'consent', refusals: 0, consent: { at: null }, now: BEFORE }
	});
	expect(JSON.stringify(page.body)).not.toContain(admission);
	expect(await agreed(browser)).toMatchObject({ status: 303, location: '/face' });
	const ready = await browser.ask(face.load, '/face');
	expect(ready.body).toMatchObject({ state: 'ready', consent: { at: BEFORE } });

	const check = await sent(browser);
	const verdict = await judged(browser, check);
	expect(v.parse(FaceVerdictSchema, verdict.body)).toMatchObject({ verdict: 'accepted' });
	expect(verdict.headers.get('cache-control')).toBe('no-store');
	const stands = await browser.ask(state.GET, '/api/face');
	expect(v.parse(FaceLoginSchema, stands.body).state).toBe('in');

	const twin = browser.twin();
	const opened = await post(browser, session.POST, '/api/face/session');
	expect(v.parse(FaceSessionSchema, opened.body).next).toBe('/interview?a=1');
	expect(browser.cookies.has(FACE_COOKIE)).toBe(false);
	// the answer to the other click, or to the one that was lost
	const again = await post(twin, session.POST, '/api/face/session');
	expect(again.body).toEqual(opened.body);
	const secretOf = ({ cookies }: Browser) => cookies.get('session')?.value ?? '';
	expect(secretOf(twin)).toBe(secretOf(browser));
	expect((await accounts.sessions.personOf(secretOf(browser)))?.candidate).toBe(candidate);
	expect(browser.cookies.get('attempt')?.value).toBe(await desk.service.attemptIdOf(candidate));
	// whoever is in has no business here
	const person = await accounts.sessions.personOf(secretOf(browser));
	expect(await routeBrowser(person).ask(face.load, '/face')).toMatchObject({ status: 303 });
});

describe('[C6] the entry form', () => {
	test.each([
		['five digits', { idLastSix: '12345' }, 400, 'input.invalid'],
		['wrong digits', { idLastSix: '123456' }, 400, 'identity.unknown'],
		['no number', { admission: ' ' }, 400, 'input.invalid']
	])('with %s comes back with what was typed', async (_what, fields, status, code) => {
		const browser = routeBrowser();
		const refused = await entered(browser, nextCandidate(), fields);
		expect(refused).toMatchObject({ status, body: { way: 'face', code } });
		expect(refused.body).toHaveProperty('admission');
		expect(browser.cookies.size).toBe(0);
	});

	test('at the front page finds the exam that is open; a page elsewhere is not gone to', async () => {
		const browser = routeBrowser();
		const candidate = nextCandidate();
		const admission = `only-${randomUUID()}`;
		await db.updateTable('candidates').set({ admission }).where('id', '=', candidate).execute();
		const fields = { admission, idLastSix: LAST_SIX, next: '//elsewhere.example' };
		expect(await browser.form(entry.actions.face, '/?/face', fields)).toMatchObject({
			status: 303
		});
		await agreed(browser);
		await judged(browser, await sent(browser));
		const opened = await post(browser, session.POST, '/api/face/session');
		expect(opened.body).toMatchObject({ next: '/interview' });
	});

	test('of the account has the same form of refusal', async () => {
		const typed = { account: 'nobody', password: 'x' };
		const refused = await routeBrowser().form(entry.actions.account, '/?/account', typed);
		expect(refused).toMatchObject({
			...{ status: 400, body: { way: 'account', code: 'login.refused', account: 'nobody' } }
		});
	});
});

describe('[C7] the question', () => {
	test('about another text is asked again', async () => {
		const browser = routeBrowser();
		await entered(browser);
		const fields = { version: 'of yesterday' };
		expect(await browser.form(face.actions.agree, '/face?/agree', fields)).toMatchObject({
			...{ status: 409, body: { code: 'identity.text-changed' } }
		});
	});

	test.each(['decline', 'withdraw'] as const)('%s leads to the account way', async (answer) => {
		const browser = routeBrowser();
		await entered(browser);
		if (answer === 'withdraw') await agreed(browser);
		expect(await browser.form(face.actions[answer], `/face?/${answer}`, {})).toMatchObject({
			...{ status: 303, location: `/e/${sample.code}?login=account` }
		});
		expect(browser.cookies.size).toBe(0);
		expect(await browser.ask(face.load, '/face')).toMatchObject({ status: 303, location: '/' });
		expect((await browser.ask(state.GET, '/api/face')).body).toMatchObject({ state: 'over' });
	});
});

test('[C6] what is no frame is refused: its kind, its size, its number, its check', async () => {
	const browser = routeBrowser();
	await entered(browser);
	await agreed(browser);
	const { check } = v.parse(
		FaceCheckBegunSchema,
		(await post(browser, begin.POST, '/api/face/check')).body
	);
	const invalid = { status: 400, body: { code: 'identity.picture-invalid' } };
	expect(await put(browser, check, 0, drawnFace(), 'image/png')).toMatchObject(invalid);
	expect(await put(browser, check, 0, 'hello')).toMatchObject(invalid);
	const large = new Uint8Array(150_001);
	large.set(drawnFace());
	expect(await put(browser, check, 0, large)).toMatchObject(invalid);
	expect(await put(browser, check, 12, drawnFace())).toMatchObject({ status: 400 });
	for (const other of [randomUUID(), 'no-id'])
		expect(await put(browser, other, 0, drawnFace())).toMatchObject({
			...{ status: 409, body: { code: 'identity.expired' } }
		});
	expect(await judged(browser, 'no-id')).toMatchObject({ status: 409 });
	expect(await judged(browser, check, 'because')).toMatchObject({ status: 400 });
	const stranger = routeBrowser();
	expect(await put(stranger, check, 0, drawnFace())).toMatchObject({ status: 409 });
});

test('[C6] a full queue says when to come again', async () => {
	const browser = routeBrowser();
	await entered(browser);
	await agreed(browser);
	const check = await sent(browser);
	here.engine.busy = 1;
	const busy = await judged(browser, check);
	expect([busy.status, busy.body['code']]).toEqual([503, 'server.busy']);
	expect(Number(busy.headers.get('retry-after'))).toBeGreaterThan(0);
	expect((await judged(browser, check)).body).toMatchObject({ verdict: 'accepted' });
});

test('[C6][I4] staff let in, confirm and look by their routes; nobody else does', async () => {
	const candidate = nextCandidate();
	const browser = routeBrowser();
	await entered(browser, candidate);
	await agreed(browser);
	let check = '';
	for (let i = 0; i < 3; i++) {
		const { body } = await post(browser, begin.POST, '/api/face/check');
		check = String(body['check']);
		await judged(browser, check, 'no-blink');
	}
	const attempt = (await desk.service.attemptIdOf(candidate)) ?? '';
	const act = () => ({ v: 1, id: randomUUID(), reason: '视频核对过本人' });
	const sure = {
		act: 'confirm-identity',
		...{ samePerson: true, earsAndFaceFree: true, noFilter: true, noHeavyMakeUp: true }
	};
	const tries = (who: Browser) => [
		() => who.json(acts.POST, '/', { ...act(), act: 'admit-face', check }, { attempt }),
		() => who.json(acts.POST, '/', { ...act(), ...sure }, { attempt }),
		() => who.ask(view.GET, '/api/face/attempts/…', {}, { attempt })
	];
	for (const tryIt of tries(browser)) expect(await tryIt()).toMatchObject({ status: 401 });
	const technician = routeBrowser((await desk.staff('technician')).person);
	for (const tryIt of tries(technician)) expect(await tryIt()).toMatchObject({ status: 403 });

	const invigilator = routeBrowser((await desk.staff('invigilator')).person);
	const unsure = { ...act(), ...sure, noFilter: false };
	expect(await invigilator.json(acts.POST, '/', unsure, { attempt })).toMatchObject({
		status: 400
	});
	for (const tryIt of tries(invigilator)) expect(await tryIt()).toMatchObject({ status: 200 });
	expect((await browser.ask(state.GET, '/api/face')).body).toMatchObject({ state: 'in' });
	expect(await post(browser, session.POST, '/api/face/session')).toMatchObject({ status: 200 });
});
