// The duty of a device, over a vault in memory and a clock that the test moves.
import { describe, expect, test } from 'vitest';
import { ATTEMPT, LEASE, partHeader } from '../recording/testing/factories.ts';
import { createMemoryVault } from '../recording/testing/memory-vault.ts';
import { manualTime, settle } from '../shared/testing/manual-time.ts';
import type { UploadState } from '../upload/upload-loop.ts';
import { createRecordingDuty, type DutyOptions } from './recording-duty.ts';
import { digest, uuid } from './testing/events.ts';

function device() {
	const time = manualTime();
	const vault = createMemoryVault();
	const did: string[] = [];
	const world = {
		wish: 'not-yet' as ReturnType<DutyOptions['wish']>,
		verified: false,
		epoch: 'one',
		published: false,
		looks: 0,
		/** What runs in the recorder. */
		running: false,
		/** Whoever notices and tells fails. */
		broken: false
	};
	const log = (what: string): void => void did.push(what);
	const duty = createRecordingDuty({
		link: {
			...{ attempt: ATTEMPT, lease: LEASE, clock: time },
			command: async (type, { parts }) => log(`${type} ${String(parts.length)}`),
			witness: async (parts) => log(`witness ${parts.map(({ bytes }) => bytes).join()}`)
		},
		...{ vault, timers: time },
		uploads: {
			get state() {
				return {
					parts: [{ id: uuid(1), verified: world.verified, freed: false }]
				} as unknown as UploadState;
			},
			flush: () => log('flush')
		},
		recording: {
			record: () => log('record'),
			comeBack: () => log('come back'),
			async stop() {
				log('stop');
				await vault.closePart(uuid(1), digest(1)).catch(() => {});
			},
			witnesses: () =>
				world.running ? [{ part: uuid(1), bytes: 5, sha256: digest(1) as never }] : []
		},
		wish: () => world.wish,
		heard: () => ({
			epoch: world.epoch,
			isVerified: () => world.verified,
			isNamed: () => false
		}),
		published: () => world.published,
		incidents: {
			reopened(stopped) {
				if (world.broken) throw new Error('reopened');
				log(`reopened ${String(stopped)}`);
			},
			look: () => void (world.looks += 1),
			close() {
				if (world.broken) throw new Error('incidents');
				log('incidents');
			}
		}
	});
	async function film(): Promise<void> {
		await vault.createPart(partHeader({ id: uuid(1) }));
		await vault.append(uuid(1), new ArrayBuffer(5), 800);
		world.running = true;
	}
	async function wish(next: ReturnType<DutyOptions['wish']>): Promise<void> {
		world.wish = next;
		duty.follow();
		await settle();
	}
	return { duty, time, vault, world, film, wish, did: () => did.splice(0) };
}

describe('when to record', () => {
	test('[C15] begun by a person on this page: it records, nothing has to come back', async () => {
		const { duty, wish, did } = device();
		await wish('not-yet');
		duty.beginsHere();
		await wish('record');
		await wish('record');
		expect(did()).toEqual(['record']);
		expect(duty.state).toEqual({ phase: 'recording', reopened: false, resumedAt: null });
	});

	test('[C15][P5] on a page that was opened anew the devices come back, and that is told', async () => {
		const { duty, time, wish, did } = device();
		await wish('record');
		expect(did()).toEqual(['record', 'come back', 'reopened false']);
		expect(duty.state).toMatchObject({ reopened: true, resumedAt: time.now() });
		duty.cameBack();
		expect(duty.state.reopened).toBe(false);
	});

	test('[C23][P6] stopped and wished again: it records again, and that is told', async () => {
		const { duty, wish, did } = device();
		duty.beginsHere();
		await wish('record');
		await wish('stop');
		did();
		await wish('record');
		expect(did()).toEqual(['record', 'come back', 'reopened true']);
	});
});

describe('[C15] whoever listens or notices fails', () => {
	const failing = () => {
		throw new Error('a listener');
	};

	test('and it records all the same, on a new page too', async () => {
		const { duty, world, did } = device();
		world.broken = true;
		duty.subscribe(failing);
		world.wish = 'record';
		expect(duty.follow).toThrow();
		expect(did()).toEqual(['record', 'come back']);
		expect(duty.state.phase).toBe('recording');
	});

	test('and it stops, sends and names its parts all the same', async () => {
		const { duty, world, film, wish, did } = device();
		await wish('record');
		await film();
		did();
		world.broken = true;
		world.wish = 'stop';
		expect(duty.follow).toThrow();
		await settle();
		expect(did()).toEqual(['stop', 'flush', 'manifest.closed 1']);
		expect(duty.state.phase).toBe('closed');
	});
});

describe('[C24] the end', () => {
	test('what is open is closed, sent and told of before the parts are named', async () => {
		const { duty, film, wish, did } = device();
		duty.beginsHere();
		await wish('record');
		await film();
		await wish('stop');
		await wish('stop');
		expect(did()).toEqual(['record', 'incidents', 'stop', 'flush', 'manifest.closed 1']);
		expect(duty.state.phase).toBe('closed');
	});

	test('[C15] what goes wrong is looked for while it records, and no longer', async () => {
		const { duty, world, wish } = device();
		await wish('not-yet');
		duty.beginsHere();
		expect(world.looks).toBe(0);
		await wish('record');
		await wish('record');
		expect(world.looks).toBe(2);
		await wish('stop');
		await wish('stop');
		expect(world.looks).toBe(2);
	});

	test('a page that comes after the end names what an earlier one left', async () => {
		const { film, wish, did } = device();
		await film();
		await wish('stop');
		expect(did()).toContain('manifest.closed 1');
	});

	test('local copies go once the results are published, verified ones only', async () => {
		const { film, vault, time, world, wish } = device();
		await film();
		await wish('stop');
		world.published = true;
		await time.advance(2000);
		expect(vault.used).toBe(5);
		await vault.note(uuid(1), { verified: true, verifiedIn: 'one' });
		world.verified = true;
		await time.advance(2000);
		expect(vault.used).toBe(0);
	});

	test('what a restored server has lost is offered again', async () => {
		const { film, vault, time, world } = device();
		await film();
		await vault.note(uuid(1), { verified: true, verifiedIn: 'one' });
		await time.advance(2000);
		expect(await vault.part(uuid(1))).toMatchObject({ verified: true });
		world.epoch = 'two';
		await time.advance(2000);
		expect(await vault.part(uuid(1))).toMatchObject({ verified: false, verifiedIn: null });
	});
});

test('[C15] while it records the server witnesses it every 5 s, and no longer once the page is left', async () => {
	const { duty, film, time, wish, did } = device();
	duty.beginsHere();
	await wish('record');
	await film();
	did();
	await time.advance(10_500);
	expect(did()).toEqual(['witness 5', 'witness 5']);
	await duty.close();
	await time.advance(10_000);
	expect(did()).toEqual(['stop']);
});
