// Real database: what the page of one candidate tells to whom, and what of it goes on record (I2).
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { AccessDenied, LoginRequired } from '../../accounts/access.ts';
import type { Person } from '../../accounts/permissions.ts';
import { createAudit } from '../../accounts/server/audit.ts';
import { createPlaces } from '../../accounts/server/place.repository.ts';
import type { AttemptEvent } from '../../attempt/events.ts';
import { createPortraits } from '../../identity/server/portrait.service.ts';
import {
	seedAttempt,
	seedPart,
	seedRoom,
	seedStaff,
	STARTS_AT
} from '../../recording/testing/seed.ts';
import { testDatabase } from '../../server/testing/database.ts';
import type { CandidateView } from '../candidate-view.ts';
import { FROM_THE_FIRST } from '../candidate-request.ts';
import { candidateViewsOn } from '../testing/candidate-views.ts';

const { db } = await testDatabase();
let now = STARTS_AT + 90_000;
const clock = { now: () => now };
const HEARD_AT = STARTS_AT + 88_000;
const acts = {
	view: () => Promise.resolve({ asked: true } as unknown as CandidateView['acts'])
};
const views = candidateViewsOn(db, {
	...{ clock, acts },
	hearing: { lastHeard: () => Promise.resolve(HEARD_AT) },
	scores: { of: () => Promise.resolve(0.71) }
});
const portraits = createPortraits({
	...{ db, clock, places: createPlaces(db), audit: createAudit(db, clock) }
});
const address = '192.0.2.7';

const PHONE = randomUUID();
const SWEPT = randomUUID();
const FACES = randomUUID();
const COVERED = randomUUID();
const EVENTS: readonly { readonly at: number; readonly event: AttemptEvent }[] = [
	{
		at: STARTS_AT - 500_000,
		event: { type: 'lease.opened', data: { lease: PHONE, device: 'phone' } }
	},
	{
		at: STARTS_AT - 400_000,
		event: {
			type: 'phone.swept',
			data: { way: 'sensor', sectors: 12, ms: 20_000, faceShare: 0.8, parts: [SWEPT] }
		}
	},
	{ at: STARTS_AT - 60_000, event: { type: 'stage.confirmed', data: { stage: 'devices' } } },
	{ at: STARTS_AT, event: { type: 'interview.started', data: { by: 'clock' } } },
	{
		at: STARTS_AT + 31_000,
		event: {
			type: 'incident.noted',
			data: {
				...{ id: FACES, kind: 'several-faces', track: 'camera' },
				...{ from: STARTS_AT + 30_000, until: null }
			}
		}
	},
	{
		at: STARTS_AT + 40_000,
		event: {
			type: 'incident.noted',
			data: {
				...{ id: COVERED, kind: 'camera-covered', track: 'camera' },
				...{ from: STARTS_AT + 35_000, until: STARTS_AT + 39_000 }
			}
		}
	},
	{ at: STARTS_AT + 50_000, event: { type: 'incident.commented', data: { incident: COVERED } } },
	{ at: STARTS_AT + 55_000, event: { type: 'warning.given', data: { id: randomUUID() } } },
	{
		at: STARTS_AT + 60_000,
		event: { type: 'incident.judged', data: { incident: COVERED, verdict: 'noted', review: false } }
	}
];

const room = await seedRoom(db);
const elsewhere = await seedRoom(db, '第 2 考场');
const people = {
	invigilator: await seedStaff(db, 'invigilator', room),
	administrator: await seedStaff(db, 'administrator', null),
	auditor: await seedStaff(db, 'auditor', null),
	technician: await seedStaff(db, 'technician', null),
	stranger: await seedStaff(db, 'invigilator', elsewhere)
};
const seeded = await seedAttempt(db, room, '测试考生甲', EVENTS);
const { attempt, candidate, lease } = seeded;
const film = await seedPart(db, seeded, {
	...{ bytes: new Uint8Array(), track: 'evidence' as const, startedAt: STARTS_AT - 420_000 }
});
await db
	.updateTable('parts')
	.set({ id: SWEPT, duration_ms: 20_000, seekable_at: STARTS_AT })
	.where('id', '=', film)
	.execute();
/** The words beside a line, as the writer puts them there; the seed writes none. */
async function beside(type: AttemptEvent['type'], content: object): Promise<void> {
	const { seq } = await db
		.selectFrom('attempt_events')
		.select('seq')
		.where('attempt_id', '=', attempt)
		.where('type', '=', type)
		.executeTakeFirstOrThrow();
	await db
		.insertInto('attempt_payloads')
		.values({ attempt_id: attempt, seq, salt: 's', content: JSON.stringify(content) })
		.execute();
}
await beside('incident.judged', { reason: '手碰到镜头', account: people.invigilator.account });
await beside('incident.commented', { text: '手碰到了摄像头' });
await beside('warning.given', { text: '请不要遮挡镜头', account: people.invigilator.account });
await db
	.updateTable('candidates')
	.set({ portrait: Buffer.from('jpeg'), portrait_type: 'image/jpeg' })
	.where('id', '=', candidate)
	.execute();
await db
	.insertInto('desktop_reports')
	.values({
		...{
			attempt_id: attempt,
			lease_id: lease,
			heard_at: HEARD_AT,
			camera_at: null,
			screen_at: null
		},
		report: JSON.stringify({
			battery: null,
			savedTo: 5,
			safeTo: 3,
			backlogBytes: 7,
			roundTripMs: 46
		})
	})
	.execute();

beforeEach(() => {
	now += 60 * 60_000;
});

async function read(person: Person | null, after = FROM_THE_FIRST): Promise<CandidateView> {
	const told = await views.read(attempt, person, after);
	if (!told.ok) throw new Error(told.error.code);
	return told.value;
}
const audited = async (): Promise<string[]> =>
	(await db.selectFrom('audit_log').select(['action', 'target']).orderBy('id').execute()).map(
		({ action, target }) => `${action} ${target}`
	);

/** What only some are told. */
const FIELDS = ['login', 'sweep', 'unwitnessed', 'warnings', 'prepared', 'acts'] as const;

test.each<[keyof typeof people, readonly string[]]>([
	['invigilator', FIELDS],
	['administrator', ['login', 'warnings', 'prepared', 'acts']],
	// acts: what others judged
	['auditor', FIELDS.filter((field) => field !== 'prepared')]
])(
	'[I2] %s is told what their permissions open, the rest is not in the answer',
	async (who, fields) => {
		const before = await audited();
		const view = await read(people[who]);
		expect(FIELDS.filter((field) => field in view)).toEqual(fields);
		expect(view.may).toContain('room.view');
		// nobody is told what the page does not show: words of the conversation, numbers of identity papers
		expect(JSON.stringify(view)).not.toContain('遮挡镜头');
		expect(JSON.stringify(view)).not.toContain('110101');
		// reading is no look
		expect(await audited()).toEqual(before);
	}
);

test('[I2] it is for who acts or sees the recording; nobody else learns whether there is such an attempt', async () => {
	for (const who of ['technician', 'stranger'] as const)
		await expect(read(people[who])).rejects.toThrow(AccessDenied);
	await expect(views.read(randomUUID(), people.technician, -1)).rejects.toThrow(AccessDenied);
	await expect(read(null)).rejects.toThrow(LoginRequired);
	for (const who of ['invigilator', 'auditor'] as const)
		expect(await views.read(randomUUID(), people[who], -1)).toMatchObject({
			error: { code: 'attempt.not-found' }
		});
	expect(await views.candidateOf(attempt)).toBe(candidate);
});

test('[I2] facts, devices, sweep and incidents are those of the log and of the last reports', async () => {
	const view = await read(people.invigilator);
	expect(view).toMatchObject({
		...{ attempt, epoch: 'epoch', seq: 10, watched: false, stage: 'answer' },
		candidate: { id: candidate, name: '测试考生甲' },
		room: { id: room.room, name: '第 1 考场' },
		login: { way: null, score: null, portrait: true },
		sweep: {
			...{ way: 'sensor', sectors: 12 },
			parts: [{ id: SWEPT, status: 'playable', url: `/api/parts/${SWEPT}/film` }]
		}
	});
	expect(view.devices.desktop).toMatchObject({ at: HEARD_AT, report: { roundTripMs: 46 } });
	expect(view.incidents.map(({ key, judgement }) => [key, judgement?.verdict])).toEqual([
		[FACES, undefined],
		[COVERED, 'noted']
	]);
	expect(view.waits).toContainEqual({ kind: 'to-judge', count: 1 });
	expect(view.warnings).toHaveLength(1);
});

test('[I2] pictures are those of the device in charge: what another has shown is none', async () => {
	const pictures = async () => (await read(people.invigilator)).devices.pictures;
	const said = db.updateTable('desktop_reports').where('attempt_id', '=', attempt);
	await said.set({ camera_at: HEARD_AT }).execute();
	expect(await pictures()).toEqual({ camera: HEARD_AT, screen: null, evidence: null });
	await said.set({ lease_id: PHONE }).execute();
	expect(await pictures()).toEqual({ camera: null, screen: null, evidence: null });
	await said.set({ lease_id: lease, camera_at: null }).execute();
});

test('[I2] lines come after the last that is known, with reason and name, or that they were erased', async () => {
	const all = await read(people.auditor);
	expect(all.lines.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
	expect(all.lines[0]?.data).toEqual({});
	expect(all.lines[10]).toMatchObject({ reason: '手碰到镜头', by: '测试invigilator' });
	expect(all.lines[8]).toMatchObject({ text: '手碰到了摄像头' });
	expect((await read(people.auditor, 9)).lines.map(({ seq }) => seq)).toEqual([10]);
	expect((await read(people.auditor, 10)).lines).toEqual([]);
	await db.connection().execute(async (own) => {
		await sql`alter table attempt_events disable trigger attempt_events_append_only`.execute(own);
		await sql`update attempt_events set payload_digest = ${'0'.repeat(64)}
			where attempt_id = ${attempt} and seq in (6, 10)`.execute(own);
		await sql`alter table attempt_events enable trigger attempt_events_append_only`.execute(own);
	});
	await db
		.deleteFrom('attempt_payloads')
		.where('attempt_id', '=', attempt)
		.where('seq', '=', 10)
		.execute();
	const [erased] = (await read(people.auditor, 9)).lines;
	expect(erased).toMatchObject({ seq: 10, erased: true });
	expect(erased).not.toHaveProperty('reason');
	// pictures lie closed: what is not read here is not missed
	expect(all.lines[6]?.type).toBe('incident.noted');
	expect((await read(people.auditor, 5)).lines[0]).not.toHaveProperty('erased');
});

test('[I2] what another computer has said is not how this one is', async () => {
	await db
		.updateTable('desktop_reports')
		.set({ lease_id: randomUUID() })
		.where('attempt_id', '=', attempt)
		.execute();
	expect((await read(people.invigilator)).devices.desktop).toEqual({ at: HEARD_AT, report: null });
});

test('[I2] what another phone has said is not how this one is', async () => {
	const said = { page: 'filming', awake: true };
	const row = {
		attempt_id: attempt,
		heard_at: HEARD_AT,
		filming: true,
		report: JSON.stringify(said)
	};
	await db
		.insertInto('phone_reports')
		.values({ ...row, lease_id: PHONE, picture_at: null })
		.execute();
	expect((await read(people.invigilator)).devices.phoneHeard).toEqual({
		...{ at: HEARD_AT, report: said }
	});
	await db
		.updateTable('phone_reports')
		.set({ lease_id: randomUUID() })
		.where('attempt_id', '=', attempt)
		.execute();
	expect((await read(people.invigilator)).devices.phoneHeard).toBeNull();
});

test('[I2] nobody waits for a row that another holds', async () => {
	await db.transaction().execute(async (tx) => {
		await tx.selectFrom('attempts').select('id').where('id', '=', attempt).forUpdate().execute();
		expect((await read(people.auditor)).attempt).toBe(attempt);
	});
});

test('[I2] the roster’s photo is on record once for each person in ten minutes, and not where there is none', async () => {
	const open = async (person: Person | null, of = candidate) =>
		portraits.open(of, { person, address });
	const before = await audited();
	const since = async () => (await audited()).slice(before.length);
	await Promise.all([open(people.invigilator), open(people.invigilator)]);
	expect(await open(people.invigilator)).toMatchObject({ value: { type: 'image/jpeg' } });
	expect(await since()).toEqual([`face.viewed candidate:${candidate}`]);
	await open(people.auditor);
	await open(people.administrator);
	now += 10 * 60_000;
	await open(people.invigilator);
	expect(await since()).toHaveLength(4);
	const bare = await seedAttempt(db, room, '测试考生乙');
	expect(await open(people.invigilator, bare.candidate)).toEqual({ ok: true, value: null });
	for (const who of ['technician', 'stranger'] as const)
		await expect(open(people[who])).rejects.toThrow(AccessDenied);
	await expect(open(null)).rejects.toThrow(LoginRequired);
	expect(await open(people.auditor, randomUUID())).toMatchObject({
		error: { code: 'candidate.not-found' }
	});
	await expect(open(people.technician, randomUUID())).rejects.toThrow(AccessDenied);
	expect(await since()).toHaveLength(4);
});
