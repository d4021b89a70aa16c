// One attempt with everybody around it: a server, two devices, networks, a candidate who clicks anything, staff. Each step
// is a number, so that a failing sequence is short to print and quick to shrink.
import type { AttemptEvent, DeviceEventType, EventData } from '../events.ts';
import type { AttemptState } from '../attempt-state.ts';
import type { Millis } from '../../shared/clock.ts';
import type { Frozen } from '../rules.ts';
import { phoneMissing } from '../phone-transitions.ts';
import { CONFIRMED_STAGES, entryStage } from '../stage.ts';
import {
	countingIds,
	createModelDevice,
	type ModelDevice,
	type ModelDeviceParts
} from './model-device.ts';
import { createModelNetwork, weatherOf, type ModelNetwork } from './model-network.ts';
import { createModelPhone, type ModelPhone } from './model-phone.ts';
import { phoneSteps } from './model-phone-steps.ts';
import { createModelServer, type ModelServer } from './model-server.ts';
import { createModelTime, randomFrom, type ModelTime } from './model-time.ts';

export interface WorldOptions {
	readonly frozen: Frozen;
	readonly seed: number;
	/** When the first login happens. */
	readonly startAt: Millis;
	look(before: AttemptState, after: AttemptState, now: Millis): void;
}

export interface ModelWorld {
	readonly time: ModelTime;
	readonly server: ModelServer;
	readonly devices: readonly ModelDevice[];
	readonly phones: readonly ModelPhone[];
	/** Every command that a candidate ever gave, on any device. */
	readonly given: readonly { readonly id: string; readonly type: DeviceEventType }[];
	step(n: number): Promise<void>;
	/** What the page's main button does at this stage. */
	goOn(device: ModelDevice): Promise<void>;
	/** Everybody is back, everything arrives, the sitting is over. */
	comeToRest(): Promise<void>;
}

const MINUTE_MS = 60_000;

export async function createModelWorld(options: WorldOptions): Promise<ModelWorld> {
	const { frozen } = options;
	const random = randomFrom(options.seed);
	const time = createModelTime(options.startAt);
	const newId = countingIds();
	const server = createModelServer(frozen, time, options.look);
	/** Of desktops and phones. */
	const networks = new Map<ModelDevice, ModelNetwork>();
	const devices: ModelDevice[] = [];
	const phones: ModelPhone[] = [];

	const partsOf = (lease: string, network: ModelNetwork): ModelDeviceParts => ({
		...{ time, lease, newId, random },
		skewMs: Math.floor(random() * 400) - 200,
		ask: (by, commands, epoch) => network.pass(() => server.answer(by, commands, epoch))
	});

	/** P1, P5: a phone is bound, another one's place it takes. */
	async function bindPhone(): Promise<void> {
		if (phones.length > 1) return;
		const lease = newId();
		server.login(lease, 'phone');
		const network = createModelNetwork(time, random);
		const phone = await createModelPhone(partsOf(lease, network));
		networks.set(phone.device, network);
		phones.push(phone);
		await Promise.all([phone.device.read(), time.advance(100)]);
	}

	/** Of the phone in charge, whatever is next: bound, swept, filming. */
	async function phoneGoOn(device: ModelDevice): Promise<void> {
		const phone = phones.at(-1);
		if (!phone) await bindPhone();
		else if (!phone.device.alive) await phone.revive();
		else await phone.goOn();
		void device.read();
	}

	async function addDevice(lease: string): Promise<ModelDevice> {
		const network = createModelNetwork(time, random);
		const device = await createModelDevice(partsOf(lease, network));
		networks.set(device, network);
		devices.push(device);
		await Promise.all([device.read(), time.advance(100)]);
		return device;
	}

	const first = newId();
	server.login(first);
	await addDevice(first);

	const say = async <T extends DeviceEventType>(
		device: ModelDevice,
		type: T,
		data: EventData<T>,
		payload?: unknown
	): Promise<void> => {
		if (device.alive && device.kept) await device.command(type, data, payload);
	};

	const end = (device: ModelDevice) =>
		say(device, 'interview.ended', { by: 'candidate', at: device.now() });
	const help = (device: ModelDevice) =>
		say(device, 'help.sent', { at: device.now() }, { text: '请问…' });
	/** I3: the panel is open, or a warning is pressed away. */
	async function attend(device: ModelDevice, n: number): Promise<void> {
		const state = device.state();
		const [waiting] = Object.entries(state?.warnings ?? {}).find(
			([, { acknowledgedAt }]) => acknowledgedAt === null
		) ?? [null];
		const at = device.now();
		if (waiting !== null && n % 2 > 0)
			await say(device, 'warning.acknowledged', { id: waiting, at });
		else await say(device, 'help.seen', { seq: device.kept?.head.seq ?? 0, at });
	}
	const manifest = (device: ModelDevice) =>
		say(device, 'manifest.closed', {
			lease: device.lease,
			parts: device.films.map(({ header, sha256 }) => ({
				...{ id: header.id, track: header.track, bytes: 1, sha256 }
			}))
		});

	async function goOn(device: ModelDevice): Promise<void> {
		const state = device.state();
		if (!state) return;
		const { stage } = state;
		const entry = entryStage(frozen.rules.plan);
		const at = device.now();
		if (stage === 'pledge') {
			const signature =
				at < frozen.startsAt ? ({ way: 'typed', name: '测试考生甲' } as const) : null;
			await say(device, 'pledge.signed', { way: signature?.way ?? 'ticked' }, signature);
		} else if ((stage === 'phone' || stage === entry) && phoneMissing(state))
			await phoneGoOn(device);
		else if (isConfirmed(stage)) await say(device, 'stage.confirmed', { stage });
		else if (stage === 'answer') {
			if (!device.key) void device.read();
			else if (state.paperOpenedAt === null) await say(device, 'paper.opened', { at });
			else await say(device, 'question.answered', { question: Math.floor(random() * 4), at });
		} else if (stage === 'upload') await manifest(device);
	}

	/** A page that lags behind, a second click, a hand that trembles. */
	async function clickAnything(device: ModelDevice, n: number): Promise<void> {
		const at = device.now();
		const stage = CONFIRMED_STAGES[n % CONFIRMED_STAGES.length] ?? 'gate';
		const wild = [
			() => say(device, 'stage.confirmed', { stage }),
			() => end(device),
			() => say(device, 'interview.started', { by: 'device' }),
			() => say(device, 'question.answered', { question: n % 3, at: at + (n % 9) * MINUTE_MS }),
			() => say(device, 'pledge.signed', { way: 'ticked' }, null),
			() => say(device, 'details.disputed', {}, { text: '专业有误' }),
			() => manifest(device)
		];
		await wild[n % wild.length]?.();
	}

	function staff(n: number): void {
		const { request } = server.book.state;
		const lease = devices[0]?.lease ?? '';
		const acts: AttemptEvent[] = [
			{ type: 'entry.allowed', data: {}, payload: { reason: '网络中断' } },
			{ type: 'time.granted', data: { ms: MINUTE_MS }, payload: { reason: '网络中断' } },
			{ type: 'help.answered', data: {}, payload: { text: '请继续' } },
			{ type: 'interview.ended', data: { by: 'staff', at: time.now() } },
			{ type: 'upload.declared-lost', data: {}, payload: { reason: '设备损坏' } },
			{ type: 'results.published', data: {} },
			{ type: 'phone.waived', data: {}, payload: { reason: '手机损坏' } },
			{ type: 'lease.closed', data: { lease, reason: 'staff' } },
			{ type: 'warning.given', data: { id: newId() }, payload: { text: '请关好门' } }
		];
		// ends and closings are rare, or nothing else would be seen
		const act = acts[n % 11 < 7 ? n % 3 : n % acts.length];
		if (act) server.apply(act);
		if (request) answerRequest(request.id, n % 3 > 0, n % 2 ? 'staff' : 'silence');
	}

	function answerRequest(request: string, granted: boolean, by: 'staff' | 'silence'): void {
		server.apply({ type: 'lease.answered', data: { request, granted, by } });
	}

	/** C8: another computer asks; whoever is in charge (or staff) answers. */
	async function askInstead(): Promise<void> {
		if (devices.length > 2) return;
		const request = newId();
		server.apply({ type: 'lease.asked', data: { request } });
		const device = await addDevice(request);
		// until it is granted its lease is unknown, and nothing it says is taken
		if (device.unknown) device.relogin(request);
	}

	function upload(device: ModelDevice): void {
		if (networks.get(device)?.weather === 'gone') return;
		device.upload((header, sha256) => server.upload(device.lease, header, sha256));
	}

	const steps: [weight: number, work: (device: ModelDevice, n: number) => unknown][] = [
		[12, (_, n) => time.advance((n % 20) * 100)],
		[7, (_, n) => time.advance((n % 40) * 1000)],
		[3, (_, n) => time.advance((n % 240) * 1000)],
		[22, goOn],
		[6, clickAnything],
		[4, help],
		[3, attend],
		[
			1,
			() => server.apply({ type: 'warning.given', data: { id: newId() }, payload: { text: '…' } })
		],
		[1, end],
		[2, (device) => device.alive && device.films.length < 4 && device.film()],
		[2, upload],
		[
			2,
			(device) =>
				say(device, 'incident.noted', {
					...{ kind: 'connection-lost', from: device.now(), until: null, track: null }
				})
		],
		[
			2,
			(device, n) => {
				const request = device.state()?.request;
				if (request)
					return say(device, 'lease.answered', {
						...{ request: request.id, granted: n % 2 > 0, by: 'device' }
					});
			}
		],
		[
			9,
			(device, n) => {
				const network = networks.get(device);
				if (network) network.weather = weatherOf(n);
			}
		],
		[6, (device) => void device.read()],
		[1, (device) => device.wake()],
		[2, (device) => device.alive && device.die()],
		[3, (device) => !device.alive && device.revive()],
		[4, (_, n) => staff(n)],
		[2, askInstead],
		[2, () => server.settle()],
		[1, () => networks.forEach((network) => network.reset())],
		...phoneSteps({ phones, networks, server, time, bindPhone, upload }),
		[1, () => server.backup()],
		[1, () => server.restore()]
	];
	const wheel = steps.flatMap(([weight, work]) => Array.from({ length: weight }, () => work));

	return {
		time,
		server,
		devices,
		phones,
		get given() {
			return [...devices, ...phones.map((phone) => phone.device)].flatMap((device) =>
				[...device.rows.values()].map(({ command: { id, type } }) => ({ id, type }))
			);
		},
		goOn,
		async step(n) {
			const work = wheel[n % wheel.length];
			const rest = Math.floor(n / wheel.length);
			const device = devices[rest % devices.length];
			if (device) await work?.(device, Math.floor(rest / devices.length));
			await time.rest();
		},
		async comeToRest() {
			for (const network of networks.values()) network.weather = 'good';
			for (const device of devices) if (!device.alive) await device.revive();
			for (const phone of phones) if (!phone.device.alive) await phone.revive();
			const over = frozen.endsAt + server.book.state.grantedMs;
			await time.advance(Math.max(0, over - time.now()) + MINUTE_MS);
			const inCharge = devices.find((one) => one.lease === server.book.state.lease) ?? devices[0];
			for (const device of devices) {
				void device.read();
				await time.advance(MINUTE_MS);
				if (device.unknown) {
					const fresh = newId();
					server.login(fresh);
					device.relogin(fresh);
				}
				void device.read();
				device.wake();
				await time.advance(MINUTE_MS);
			}
			for (const { device, sayAgain } of phones) {
				void device.read();
				await time.advance(MINUTE_MS);
				if (device.unknown) {
					const fresh = newId();
					server.login(fresh, 'phone');
					device.relogin(fresh);
				}
				void device.read();
				device.wake();
				await time.advance(MINUTE_MS);
				await sayAgain();
				await time.advance(MINUTE_MS);
			}
			for (const { device, manifest: name } of phones) {
				upload(device);
				await name();
				await time.advance(MINUTE_MS);
			}
			// the one who logged in last is in charge, and names what the others may not
			for (const device of [...devices, ...(inCharge ? [inCharge] : [])]) {
				upload(device);
				await manifest(device);
				await time.advance(MINUTE_MS);
			}
			for (const device of [...devices, ...phones.map((phone) => phone.device)]) {
				void device.read();
				await time.advance(MINUTE_MS);
			}
		}
	};
}

const isConfirmed = (stage: string): stage is (typeof CONFIRMED_STAGES)[number] =>
	CONFIRMED_STAGES.some((one) => one === stage);
