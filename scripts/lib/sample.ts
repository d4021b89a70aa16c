// Puts an invented sitting with its people into a running app. For the demo, the tests and the pictures.
import { randomBytes } from 'node:crypto';
import type { Role } from '../../src/lib/accounts/permissions.ts';
import { samplePeople, sampleSitting } from '../../src/lib/exam/sample/sample-sitting.ts';
import { SAMPLE_PAPER } from '../../src/lib/exam/sample/sample-paper.ts';
import { sealPaper } from '../../src/lib/exam/server/paper.repository.ts';
import { insertSitting } from '../../src/lib/exam/server/sitting.repository.ts';
import { expectedBytes } from '../../src/lib/exam/space.ts';
import { OperatorError } from '../../src/lib/server/operator-error.ts';
import type { App } from '../../src/lib/server/app.ts';
import { randomPassword } from '../../src/lib/accounts/server/password.ts';

export interface Account {
	readonly account: string;
	readonly password: string;
}

export interface SampleSitting {
	readonly sitting: { readonly id: string; readonly startsAt: number; readonly endsAt: number };
	readonly candidates: readonly (Account & {
		readonly name: string;
		readonly admission: string;
		readonly idLastSix: string;
	})[];
	readonly staff: Readonly<Record<StaffRole, Account>>;
}

const STAFF = {
	invigilator: '测试监督员',
	technician: '测试技术员',
	administrator: '测试考务员',
	auditor: '测试总监督'
} as const satisfies Partial<Record<Role, string>>;
type StaffRole = keyof typeof STAFF;

export interface SampleOptions {
	readonly startInSeconds: number;
	readonly minutes: number;
	readonly candidates: number;
}

export async function addSampleSitting(app: App, options: SampleOptions): Promise<SampleSitting> {
	const code = randomBytes(3).toString('hex').toUpperCase();
	const startsAt = app.clock.now() + Math.round(options.startInSeconds * 1000);
	const endsAt = startsAt + Math.round(options.minutes * 60_000);
	const people = await Promise.all(
		samplePeople(code, options.candidates).map(async (person) => {
			const login = { account: person.admission, password: randomPassword() };
			const account = await app.accounts.service.createAccount({ ...login, name: person.name });
			return { person, login, account };
		})
	);
	const sample = sampleSitting(
		code,
		{ startsAt, endsAt },
		people.map(({ person, account }) => ({ ...person, account }))
	);
	await requireSpace(app, sample);
	const created = await app.db.transaction().execute(async (tx) => {
		const made = await insertSitting(tx, app.clock, sample);
		const sealed = await sealPaper(tx, app, made.sitting, SAMPLE_PAPER);
		// a demo may begin at once; then there is nothing to seal any more
		if (!sealed.ok && sealed.error.code !== 'paper.already-started')
			throw new Error(sealed.error.code);
		return made;
	});
	return {
		sitting: { id: created.sitting, startsAt, endsAt },
		candidates: people.map(({ person, login }) => ({
			name: person.name,
			admission: person.admission,
			idLastSix: person.idNumber.slice(-6),
			...login
		})),
		staff: await addStaff(app, code, created)
	};
}

/** Space is promised before a sitting opens, or the sitting is not made. */
async function requireSpace(app: App, sample: ReturnType<typeof sampleSitting>): Promise<void> {
	const { disk } = await app.health();
	const { startsAt, endsAt, rules, candidates } = sample;
	const wanted = expectedBytes({ startsAt, endsAt, rules, candidates: candidates.length });
	const free = disk.freeBytes - disk.floorBytes - disk.reservedBytes;
	if (wanted <= free) return;
	const [need, have] = [wanted, free].map((bytes) => (bytes / 1e9).toFixed(1));
	throw new OperatorError(
		`磁盘空间不够：这一场需要 ${need} GB，可用 ${have} GB。请清理磁盘，或换一个数据目录。\n` +
			`Not enough disk space: this sitting needs ${need} GB, ${have} GB can be used. Free some, or choose another data folder.`
	);
}

async function addStaff(
	app: App,
	code: string,
	created: { exam: string; room: string }
): Promise<Record<StaffRole, Account>> {
	const entries = Object.entries(STAFF) as [StaffRole, string][];
	const accounts = await Promise.all(
		entries.map(async ([role, name]) => {
			const login = { account: `${role}-${code.toLowerCase()}`, password: randomPassword() };
			const room = role === 'invigilator' ? created.room : null;
			const grants = [{ role, exam: created.exam, room }];
			await app.accounts.service.createAccount({ ...login, name, grants });
			return [role, login] as const;
		})
	);
	return Object.fromEntries(accounts) as Record<StaffRole, Account>;
}
