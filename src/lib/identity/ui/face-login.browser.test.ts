// The login as the page sees it: fakes of server, camera and person; the clock goes sixty times as fast.
import { afterEach, describe, expect, test } from 'vitest';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { DeskWatch, FaceDesk } from '../login-ports.ts';
import {
	fakeDesk,
	fakeServer,
	fakeSight,
	masked,
	nobody,
	obedient,
	problem,
	STEPS,
	type FakeDesk,
	type Person
} from '../testing/face-login-fakes.ts';
import { createFaceLogin, type FaceLogin } from './face-login.svelte.ts';

const FASTER = 60;
const WAITING = { v: 1, state: 'waiting', refusals: 1, now: 0 } as const;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms / FASTER));

const closing: FaceLogin[] = [];
afterEach(() => {
	for (const login of closing.splice(0)) login.actions.close();
});

function rig(person: Person = obedient) {
	const server = fakeServer();
	const sight = fakeSight();
	const state = {
		...{ person, opening: Promise.resolve() },
		opened: null as Result<FaceDesk, ErrorCode> | null
	};
	const desks: FakeDesk[] = [];
	const watches: DeskWatch[] = [];
	const entered: string[] = [];
	const told = () => (login.view.kind === 'live' ? login.view.instruction : 'look-ahead');
	const open = (): FaceLogin => {
		const made = createFaceLogin({
			entered: (next) => entered.push(next),
			ports: {
				...{ api: server.api, sight, random: () => 0 },
				timers: {
					after(ms, work) {
						const timer = setTimeout(work, ms / FASTER);
						return () => clearTimeout(timer);
					}
				},
				ticks: () => performance.now() * FASTER,
				async openDesk(watch) {
					watches.push(watch);
					await state.opening;
					if (state.opened) return state.opened;
					const desk = fakeDesk(new MediaStream(), () => state.person(told()));
					desks.push(desk);
					return ok(desk);
				}
			}
		});
		closing.push(made);
		return made;
	};
	let login = open();
	return {
		...{ server, sight, state, desks, watches, entered },
		get login() {
			return login;
		},
		reload() {
			login.actions.close();
			login = open();
		}
	};
}

const kindOf = (room: ReturnType<typeof rig>) => expect.poll(() => room.login.view.kind);

describe('[C6] login by face', () => {
	test('who does what is asked is let in, once, and the camera is off', async () => {
		const room = rig();
		expect(room.login.view).toEqual({ kind: 'opening', part: null });
		await kindOf(room).toBe('in');
		expect(room.entered).toEqual(['/interview']);
		expect(room.desks.map(({ closed }) => closed)).toEqual([true]);
		expect(room.server.frames).toHaveLength(STEPS.length);
	});

	test('how much of the model has come', async () => {
		const room = rig();
		const opening = Promise.withResolvers<undefined>();
		room.state.opening = opening.promise;
		await expect.poll(() => room.watches.length).toBe(1);
		room.watches[0]?.progress(0.5);
		expect(room.login.view).toEqual({ kind: 'opening', part: 0.5 });
		opening.resolve(undefined);
		await kindOf(room).toBe('in');
	});

	test('live: what to do, the lines, the steps, the stream', async () => {
		const room = rig(nobody);
		await expect
			.poll(() => (room.login.view.kind === 'live' ? room.login.view.instruction : null))
			.toBe('nobody-there');
		expect(room.login.view).toMatchObject({
			...{ kind: 'live', steps: ['front'], stepsInAll: STEPS.length, progress: 0 },
			stream: room.desks[0]?.stream,
			lines: [
				{ of: 'alone', state: 'attention' },
				{ of: 'frontal', state: 'idle' },
				{ of: 'light', state: 'ok' }
			]
		});
	});

	test('refused: its fault and the tries that are left; again only when asked, and once', async () => {
		const room = rig(masked);
		room.server.verdict = { v: 1, verdict: 'again', fault: 'no-mouth', refusals: 1 };
		await kindOf(room).toBe('refused');
		expect(room.login.view).toEqual({ kind: 'refused', fault: 'no-mouth', triesLeft: 2 });
		expect(room.server.asked).toContain('judge no-mouth');
		expect(room.desks[0]?.closed).toBe(true);
		room.state.person = obedient;
		room.server.verdict = { v: 1, verdict: 'accepted', fault: null, refusals: 1 };
		room.login.actions.begin();
		room.login.actions.begin();
		await kindOf(room).toBe('in');
		expect(room.desks).toHaveLength(2);
		expect(room.entered).toHaveLength(1);
	});

	test.each(['person', 'blocked'] as const)(
		'%s: waits until somebody has looked',
		async (verdict) => {
			const room = rig();
			room.server.verdict = { v: 1, verdict, fault: 'unsure', refusals: 3 };
			await expect.poll(() => room.server.asked.at(-1)).toBe('judge null');
			room.server.login = { v: 1, state: 'waiting', refusals: 3, now: 0 };
			await kindOf(room).toBe('waiting');
			expect(room.login.view).toEqual({ kind: 'waiting', blocked: verdict === 'blocked' });
			room.server.login = { v: 1, state: 'in', refusals: 3, now: 0 };
			await kindOf(room).toBe('in');
			expect(room.entered).toEqual(['/interview']);
		}
	);

	test('a person asked to look may say: try again', async () => {
		const room = rig();
		room.server.login = WAITING;
		room.reload();
		await kindOf(room).toBe('waiting');
		room.server.login = { v: 1, state: 'ready', refusals: 0, now: 0 };
		await kindOf(room).toBe('in');
	});

	test.each([
		['consent', 'identity.consent-needed'],
		['over', 'identity.expired']
	] as const)('at the server it is %s: said, and no camera is opened', async (state, code) => {
		const room = rig();
		room.login.actions.close();
		room.server.login = { v: 1, state, refusals: 0, now: 0 };
		room.watches.length = 0;
		room.reload();
		await kindOf(room).toBe('failed');
		expect(room.login.view).toEqual({ kind: 'failed', code, mayRetry: false });
		expect(room.watches).toHaveLength(0);
		room.login.actions.begin();
		await wait(5000);
		expect(room.login.view.kind).toBe('failed');
	});

	test('reloaded after the verdict: the server says that one is in', async () => {
		const room = rig();
		room.server.login = { v: 1, state: 'in', refusals: 0, now: 0 };
		room.reload();
		await kindOf(room).toBe('in');
		expect(room.server.asked).not.toContain('check');
	});
});

describe('[C6] on a bad day', () => {
	test('the camera is refused: said, and tried again when asked', async () => {
		const room = rig();
		room.state.opened = err('device.camera-refused');
		room.reload();
		await kindOf(room).toBe('failed');
		expect(room.login.view).toMatchObject({ code: 'device.camera-refused', mayRetry: true });
		room.state.opened = null;
		room.login.actions.begin();
		await kindOf(room).toBe('in');
	});

	test('the camera is taken away in the middle', async () => {
		const room = rig(nobody);
		await kindOf(room).toBe('live');
		room.watches.at(-1)?.lost('device.camera-missing');
		expect(room.login.view).toEqual({
			...{ kind: 'failed', code: 'device.camera-missing', mayRetry: true }
		});
		expect(room.desks[0]?.closed).toBe(true);
		room.state.person = obedient;
		room.login.actions.begin();
		await kindOf(room).toBe('in');
	});

	test('the network goes in the middle: said while it is away, then on from there', async () => {
		const room = rig();
		const away = problem('server.unreachable');
		room.server.fail('frame 0', away, away, away, away, away);
		await kindOf(room).toBe('failed');
		expect(room.login.view).toMatchObject({ code: 'server.unreachable', mayRetry: true });
		await kindOf(room).toBe('in');
		expect(room.server.asked.filter((asked) => asked === 'check')).toHaveLength(1);
	});

	test('the check has expired: said, and a new one when asked', async () => {
		const room = rig();
		room.server.fail('frame 2', problem('identity.expired'));
		await kindOf(room).toBe('failed');
		expect(room.login.view).toMatchObject({ code: 'identity.expired', mayRetry: true });
		room.login.actions.begin();
		await kindOf(room).toBe('in');
		expect(room.server.asked.filter((asked) => asked === 'check')).toHaveLength(2);
	});

	test('the server knows better than its refusal: the login goes where it stands', async () => {
		const room = rig();
		room.server.fail('check', problem('identity.person-needed'));
		room.server.heard = (question) => {
			if (question === 'check') room.server.login = WAITING;
		};
		await kindOf(room).toBe('waiting');
	});

	test('out of sight for long the camera goes off; back again, it goes on', async () => {
		const room = rig(nobody);
		await kindOf(room).toBe('live');
		room.sight.set(true);
		await expect.poll(() => room.desks[0]?.closed).toBe(true);
		room.state.person = obedient;
		await wait(5000);
		expect(room.desks).toHaveLength(1);
		room.sight.set(false);
		await kindOf(room).toBe('in');
	});

	test('closed: camera off, nothing asked any more', async () => {
		const room = rig(nobody);
		await kindOf(room).toBe('live');
		room.login.actions.close();
		expect(room.desks[0]?.closed).toBe(true);
		const asked = room.server.asked.length;
		room.login.actions.begin();
		await wait(10_000);
		expect(room.server.asked).toHaveLength(asked);
		expect(room.entered).toEqual([]);
	});

	test('closed while the browser still asks for the camera: it goes off when it comes', async () => {
		const room = rig();
		const opening = Promise.withResolvers<undefined>();
		room.state.opening = opening.promise;
		await expect.poll(() => room.watches.length).toBe(1);
		room.login.actions.close();
		opening.resolve(undefined);
		await expect.poll(() => room.desks[0]?.closed).toBe(true);
		expect(room.desks[0]?.looks).toBe(0);
	});

	test('what cannot be foreseen is said', async () => {
		const seen = new Promise((resolve) => {
			addEventListener(
				'error',
				(event) => {
					event.preventDefault();
					resolve(event.error);
				},
				{ once: true }
			);
		});
		const room = rig(() => {
			throw new Error('broken');
		});
		await kindOf(room).toBe('failed');
		expect(room.login.view).toMatchObject({ code: 'server.fault', mayRetry: true });
		expect(await seen).toMatchObject({ message: 'broken' });
		expect(room.desks[0]?.closed).toBe(true);
	});
});
