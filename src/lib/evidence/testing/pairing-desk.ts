// Desktops and phones at the desk of one server, for tests of who is bound (C11, P1, P5). Real database.
import { randomBytes } from 'node:crypto';
import type { ExamRules } from '../../attempt/rules.ts';
import type { OpenedLease } from '../../attempt/server/lease-opening.ts';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import { FROZEN } from '../../attempt/testing/events.ts';
import { createLeaseDesk, grantOf, opened } from '../../attempt/testing/lease-desk.ts';
import type { Db } from '../../server/db/database.ts';
import { silentLog } from '../../shared/log.ts';
import { createPairingService } from '../server/pairing.service.ts';

export interface Phone {
	readonly key: string;
	readonly label: string;
}

export const newPhone = (label = '测试手机'): Phone => ({
	key: randomBytes(32).toString('base64url'),
	label
});

/** An exam that needs the phone. */
export async function createPairingDesk(db: Db, candidates: number) {
	const desk = await createLeaseDesk(db, candidates);
	const { clock, writer, here } = desk;
	const pairing = createPairingService({
		...{ db, writer, clock, log: silentLog },
		hearing: here.hearing
	});

	/** Of every exam, for the attempts that begin from now on. */
	async function setRules(rules: Partial<ExamRules>): Promise<void> {
		const whole = { ...FROZEN.rules, phone: 'required' as const, ...rules };
		await db
			.updateTable('exams')
			.set({ rules: JSON.stringify(whole) })
			.execute();
	}
	await setRules({});

	/** Somebody who has come in on a computer. */
	async function desktop(candidate = desk.nextCandidate()): Promise<DeviceGrant> {
		return grantOf(opened(await desk.browser(candidate).take()));
	}

	/** Throws when it is refused. */
	async function code(of: DeviceGrant, replace = false): Promise<string> {
		const issued = await pairing.issue(of, { replace });
		if (!issued.ok) throw new Error(issued.error.code);
		return issued.value.code;
	}

	/** Throws when it is refused. */
	async function bind(written: string, phone = newPhone()): Promise<OpenedLease> {
		const bound = await pairing.bind({ code: written, ...phone });
		if (!bound.ok) throw new Error(bound.error.code);
		return bound.value;
	}

	return { ...desk, pairing, setRules, desktop, code, bind };
}

export const phoneGrant = ({ attempt, lease }: OpenedLease): DeviceGrant => ({
	...{ attempt, lease },
	scope: 'evidence'
});

/** The code it was refused with, null = it was not. */
export const refusalOf = (
	result: { readonly ok: true } | { readonly ok: false; readonly error: { readonly code: string } }
): string | null => (result.ok ? null : result.error.code);
