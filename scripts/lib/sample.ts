// Puts an invented exam with its people into a running app, the way every exam goes. For the demo, tests and pictures.
import { randomBytes } from 'node:crypto';
import type { App } from '../../src/lib/server/app.ts';
import { OperatorError } from '../../src/lib/server/operator-error.ts';
import { faultLine } from '../../src/lib/exam/exam-file-words.ts';
import {
	SAMPLE_STAFF,
	sampleAccount,
	sampleExam,
	type SampleStaffRole,
	type SampleWish
} from '../../src/lib/exam/sample/sample-exam.ts';
import { examImport } from './exam-tools.ts';

export interface Account {
	readonly account: string;
	readonly password: string;
}

export interface SampleSitting {
	readonly exam: { readonly code: string };
	readonly sitting: { readonly id: string; readonly startsAt: number; readonly endsAt: number };
	readonly candidates: readonly (Account & {
		readonly name: string;
		readonly admission: string;
		readonly idLastSix: string;
	})[];
	readonly staff: Readonly<Record<SampleStaffRole, Account>>;
}

export interface SampleOptions {
	readonly startInSeconds: number;
	readonly minutes: number;
	readonly candidates: number;
	/** Minutes after the start in which one may come in. */
	readonly lateMinutes: number;
	/** The lots are left to be drawn. */
	readonly undrawn?: boolean;
	readonly phone?: SampleWish['phone'];
	/** C6: with login by face; the last of several candidates has another person's photo. */
	readonly face?: boolean;
}

export async function addSampleSitting(app: App, options: SampleOptions): Promise<SampleSitting> {
	const code = randomBytes(3).toString('hex').toUpperCase();
	const asOf = app.clock.now();
	// a paper is sealed before the start, be it a millisecond
	const startsAt = asOf + Math.max(1, Math.round(options.startInSeconds * 1000));
	const endsAt = startsAt + Math.round(options.minutes * 60_000);
	const { candidates, lateMinutes, phone } = options;
	const wish = { code, startsAt, endsAt, candidates, lateMinutes };
	const faces = options.face ? { faces: await rosterPhotos(candidates) } : {};
	const file = sampleExam({ ...wish, ...(phone && { phone }), ...faces });
	const imported = await examImport(app)(file, { asOf });
	if (!imported.ok) throw new OperatorError(imported.error.map(faultLine).join('\n'));
	const { sittings, logins } = imported.value;
	if (!options.undrawn) await drawLots(app, sittings[0]?.id ?? '');
	const passwords = new Map(logins.map(({ account, password }) => [account, password ?? '']));
	const login = (account: string): Account => ({
		account,
		password: passwords.get(account) ?? ''
	});
	const roster = file.sittings.flatMap(({ rooms }) => rooms.flatMap((room) => room.candidates));
	const roles = Object.keys(SAMPLE_STAFF) as SampleStaffRole[];
	return {
		exam: { code },
		sitting: { id: sittings[0]?.id ?? '', startsAt, endsAt },
		candidates: roster.map(({ name, admission, idNumber }) => ({
			...{ name, admission, idLastSix: idNumber.slice(-6) },
			...login(admission)
		})),
		staff: Object.fromEntries(
			roles.map((role) => [role, login(sampleAccount(role, code))])
		) as Record<SampleStaffRole, Account>
	};
}

/** Read when asked for: the pictures are of a package that only developers have. */
async function rosterPhotos(candidates: number): Promise<string[]> {
	const { idPhoto } = await import('./face-photos.ts');
	const [live, other] = [await idPhoto('a'), await idPhoto('b')];
	return Array.from({ length: candidates }, (_, index) =>
		(index > 0 && index === candidates - 1 ? other : live).toString('base64')
	);
}

/** C12: as the administrator would, in public; nobody in a demo has to type figures before the candidates draw. */
async function drawLots(app: App, sitting: string): Promise<void> {
	const rooms = await app.db
		.selectFrom('rooms')
		.select('id')
		.where('sitting_id', '=', sitting)
		.execute();
	for (const { id } of rooms) {
		await app.lots.freeze(id);
		await app.lots.announce(id, `演示公开值 ${randomBytes(4).toString('hex')}`);
	}
}
