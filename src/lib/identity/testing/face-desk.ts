// Browsers that log in by face at two server processes on one real database; the engine is a fake.
import { randomUUID } from 'node:crypto';
import { createAccounts } from '../../accounts/server/accounts.ts';
import type { Person, Role } from '../../accounts/permissions.ts';
import { createPlaces } from '../../accounts/server/place.repository.ts';
import type { FaceFault } from '../../attempt/events.ts';
import { createAttemptWriter } from '../../attempt/server/attempt-writer.ts';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE, FROZEN } from '../../attempt/testing/events.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import type { Db } from '../../server/db/database.ts';
import { createMasterKey, newMasterKey } from '../../server/sealing/master-key.ts';
import { silentLog } from '../../shared/log.ts';
import type { FaceStep } from '../face-steps.ts';
import { startIdentity, type Identity } from '../server/identity.ts';
import { drawnFace, fakeEngine, type DrawnFace } from './fake-engine.ts';

/** Between two frames of somebody who does as they are told. */
export const PACE_MS = 1500;
export const LAST_SIX = '01001X';

export const TURNED = { 'turn-left': 20, 'turn-right': -20 } as const satisfies Partial<
	Record<FaceStep, number>
>;
export const turnOf = (step: FaceStep): number =>
	step === 'turn-left' || step === 'turn-right' ? TURNED[step] : 0;

export async function createFaceDesk(db: Db, count: number) {
	let now = BEFORE;
	const clock = { now: () => now };
	const masterKey = createMasterKey(newMasterKey());
	const writer = createAttemptWriter(db, clock, null, masterKey);
	const { service } = attemptsOn(db, clock, { writer });
	const accounts = createAccounts({ db, clock, log: silentLog });
	const places = createPlaces(db);

	function startProcess() {
		const engine = fakeEngine();
		const identity = startIdentity({
			...{ db, clock, log: silentLog, writer, masterKey, engine, accounts },
			thresholds: { accept: 0.45, refuse: 0.363 },
			attemptOf: service.attemptOf,
			placeOf: places.attempt
		});
		return { engine, identity };
	}
	const [here, there] = [startProcess(), startProcess()];

	/** An exam with login by face, its code, and its candidates, who have a photo. */
	async function addExam(candidates: number) {
		const { room, sitting, candidates: ids } = await addCandidates(db, candidates);
		const code = `F${randomUUID().slice(0, 6)}`;
		const { exam_id } = await db
			.selectFrom('sittings')
			.select('exam_id')
			.where('id', '=', sitting)
			.executeTakeFirstOrThrow();
		const rules = JSON.stringify({ ...FROZEN.rules, face: 'required' });
		await db.updateTable('exams').set({ code, rules }).where('id', '=', exam_id).execute();
		await db
			.updateTable('candidates')
			.set({ portrait: Buffer.from(drawnFace()), portrait_type: 'image/jpeg' })
			.where('room_id', '=', room)
			.execute();
		return { exam: exam_id, room, sitting, code, candidates: ids };
	}
	const sample = await addExam(count);
	const left = [...sample.candidates];
	const nextCandidate = (): string => {
		const candidate = left.pop();
		if (!candidate) throw new Error('more candidates are needed');
		return candidate;
	};
	const admissionOf = async (candidate: string): Promise<string> =>
		(
			await db
				.selectFrom('candidates')
				.select('admission')
				.where('id', '=', candidate)
				.executeTakeFirstOrThrow()
		).admission;

	/** Somebody who has named this candidate. @returns the secret of their cookie */
	async function enter(candidate: string, identity: Identity = here.identity): Promise<string> {
		const begun = await identity.begin({
			admission: await admissionOf(candidate),
			...{ idLastSix: LAST_SIX, exam: sample.code, address: '192.0.2.7' }
		});
		if (!begun.ok) throw new Error(begun.error.code);
		return begun.value.secret;
	}

	async function agree(secret: string): Promise<void> {
		const version = (await here.identity.login(secret))?.candidate.version ?? '';
		const agreed = await here.identity.consent.agree(secret, version);
		if (!agreed.ok) throw new Error(agreed.error.code);
	}

	/** In at the entry, and agreed. */
	async function ready(candidate = nextCandidate()) {
		const secret = await enter(candidate);
		await agree(secret);
		const attempt = await service.attemptOf(candidate);
		return { secret, candidate, attempt };
	}

	async function begun(secret: string, identity: Identity = here.identity) {
		const begun = await identity.checks.begin(secret);
		if (!begun.ok) throw new Error(begun.error.code);
		return begun.value;
	}

	/** One check up to its last frame, at this pace. @returns its id, what was asked, what was sent */
	async function sendAll(
		secret: string,
		draw: (step: FaceStep, n: number) => Partial<DrawnFace> | Uint8Array = () => ({}),
		{ identity = here.identity, pace = PACE_MS } = {}
	) {
		const { check, step: first } = await begun(secret, identity);
		const asked: FaceStep[] = [];
		const frames: Uint8Array[] = [];
		for (let step: FaceStep | null = first, n = 0; step !== null; n++) {
			now += pace;
			const drawn = draw(step, n);
			const jpeg =
				drawn instanceof Uint8Array ? drawn : drawnFace({ turnDeg: turnOf(step), ...drawn });
			asked.push(step);
			frames.push(jpeg);
			const kept = await identity.checks.keep(secret, { check, n, jpeg });
			if (!kept.ok) throw new Error(`${step}: ${kept.error.code}`);
			step = kept.value;
		}
		return { check, asked, frames };
	}

	/** A whole check. */
	async function check(
		secret: string,
		draw?: Parameters<typeof sendAll>[1],
		options: NonNullable<Parameters<typeof sendAll>[2]> = {}
	) {
		const sent = await sendAll(secret, draw, options);
		const judged = await (options.identity ?? here.identity).judge(secret, sent.check, null);
		return { ...sent, judged };
	}

	async function giveUp(secret: string, fault: FaceFault) {
		return here.identity.judge(secret, (await begun(secret)).check, fault);
	}

	async function staff(role: Role): Promise<{ person: Person; address: string }> {
		const account = randomUUID();
		await db
			.insertInto('accounts')
			.values({ id: account, account, name: '', password_hash: '', created_at: 0 })
			.execute();
		const grants = [{ role, exam: null, room: null }];
		return { person: { account, name: '', grants, candidate: null }, address: '192.0.2.1' };
	}

	return {
		...{ db, clock, masterKey, writer, service, accounts, here, there, sample },
		...{
			addExam,
			nextCandidate,
			admissionOf,
			enter,
			agree,
			ready,
			begun,
			sendAll,
			check,
			giveUp,
			staff
		},
		set(at: number) {
			now = at;
		},
		wait(ms: number) {
			now += ms;
		},
		stateOf: async (secret: string) => (await here.identity.login(secret))?.state ?? null,
		async faceOf(attempt: string) {
			const settled = await writer.settle(attempt);
			if (!settled) throw new Error('no attempt');
			return settled.state.face;
		},
		async typesOf(attempt: string): Promise<string[]> {
			const lines = await db
				.selectFrom('attempt_events')
				.select('type')
				.where('attempt_id', '=', attempt)
				.orderBy('seq')
				.execute();
			return lines.map(({ type }) => type);
		},
		async stop() {
			await Promise.all([here.identity.stop(), there.identity.stop()]);
		}
	};
}
