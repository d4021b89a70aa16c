// Real database: which phone is bound by which code, and what the log says of it (C11, C14, P1, P5).
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { grantOfToken } from '../../attempt/server/tokens.ts';
import { BEFORE, confirmed, digest, ENDS_AT, partHeader } from '../../attempt/testing/events.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { PAIRING_CODE_LIFE_MS, readPairingCode } from '../pairing-code.ts';
import { createPairingDesk, newPhone, phoneGrant, refusalOf } from '../testing/pairing-desk.ts';

const { db } = await testDatabase();
const desk = await createPairingDesk(db, 40);
const { clock, pairing, writer, registry, desktop, code, bind, stateOf, logOf } = desk;

beforeEach(() => desk.set(BEFORE));

const issue = async (of: Awaited<ReturnType<typeof desktop>>, replace = false) =>
	refusalOf(await pairing.issue(of, { replace }));
const look = async (written: string) => refusalOf(await pairing.look(written));
const tryToBind = async (written: string, phone = newPhone()) =>
	refusalOf(await pairing.bind({ code: written, ...phone }));
/** Both of what a code can be asked for. */
const asked = async (written: string) => [await look(written), await tryToBind(written)];

describe('[C11] a code for the phone', () => {
	test('is good for five minutes, and the database keeps its digest only', async () => {
		const issued = await pairing.issue(await desktop(), { replace: false });
		if (!issued.ok) throw new Error(issued.error.code);
		expect(readPairingCode(issued.value.code)).toBe(issued.value.code);
		expect(issued.value.expiresAt).toBe(BEFORE + 5 * 60_000);
		const kept = JSON.stringify(await db.selectFrom('pairing_codes').selectAll().execute());
		expect(kept).not.toContain(issued.value.code);
		expect(kept).not.toContain(issued.value.code.replace('-', ''));
		desk.set(issued.value.expiresAt - 1);
		expect(await look(issued.value.code)).toBeNull();
		desk.set(issued.value.expiresAt);
		expect(await asked(issued.value.code)).toEqual([
			'evidence.code-expired',
			'evidence.code-expired'
		]);
	});

	test('takes the place of the ones before it, of this attempt alone', async () => {
		const [mine, other] = [await desktop(), await desktop()];
		const [former, foreign] = [await code(mine), await code(other)];
		const latest = await code(mine);
		expect(await asked(former)).toEqual(['evidence.code-expired', 'evidence.code-expired']);
		expect(await look(latest)).toBeNull();
		expect(await look(foreign)).toBeNull();
	});

	test('is taken back when the candidate changes their mind', async () => {
		const mine = await desktop();
		const written = await code(mine);
		expect(await pairing.withdraw(mine)).toMatchObject({ ok: true });
		expect(await asked(written)).toEqual(['evidence.code-expired', 'evidence.code-expired']);
		expect(await pairing.withdraw(mine)).toMatchObject({ ok: true });
	});

	test('is for the desktop in charge: one that was taken over gets none and takes none back', async () => {
		const candidate = desk.nextCandidate();
		const first = await desktop(candidate);
		desk.wait(31_000);
		const second = await desktop(candidate);
		const written = await code(second);
		expect(await issue(first)).toBe('attempt.lease-closed');
		expect(refusalOf(await pairing.withdraw(first))).toBe('attempt.lease-closed');
		expect(await look(written)).toBeNull();
		const nobody = { ...first, attempt: randomUUID() };
		expect(await issue(nobody)).toBe('attempt.not-found');
	});

	test('is refused while a phone is in charge, unless another one is wanted', async () => {
		const mine = await desktop();
		const { attempt, lease } = await bind(await code(mine));
		expect(await issue(mine)).toBe('evidence.phone-bound');
		expect(await issue(mine, true)).toBeNull();
		await writer.apply(attempt, { type: 'lease.closed', data: { lease, reason: 'staff' } });
		expect(await issue(mine)).toBeNull();
	});

	test('is refused where the interview is over; one that is out binds nothing any more', async () => {
		const mine = await desktop();
		desk.set(ENDS_AT - 1);
		const written = await code(mine);
		desk.set(ENDS_AT);
		expect(await issue(mine)).toBe('evidence.sitting-over');
		expect(await issue(mine, true)).toBe('evidence.sitting-over');
		expect(await asked(written)).toEqual(['evidence.sitting-over', 'evidence.sitting-over']);
	});
});

describe('[C14] who needs no phone', () => {
	test('gets no code where the exam does without', async () => {
		await desk.setRules({ phone: 'waived' });
		const mine = await desktop();
		await desk.setRules({});
		expect(await issue(mine)).toBe('evidence.phone-waived');
	});

	test.each([
		[['phone'], { phone: 'waived', sweep: 'required' }, 'evidence.phone-waived', null],
		[['sweep'], { phone: 'required', sweep: 'waived' }, null, 'attempt.phone-needed'],
		[['phone', 'sweep'], { phone: 'waived', sweep: 'waived' }, 'evidence.phone-waived', null]
	] as const)('let off %j: the attempt freezes %j', async (exempt, rules, refused, atGate) => {
		const candidate = desk.nextCandidate();
		await db.updateTable('candidates').set({ exempt }).where('id', '=', candidate).execute();
		const mine = await desktop(candidate);
		expect((await stateOf(mine.attempt)).frozen.rules).toMatchObject(rules);
		expect(await issue(mine)).toBe(refused);
		expect(await desk.say({ ...mine, token: '' }, confirmed)).toBe(atGate);
		const other = await desktop();
		const { frozen, phone } = await stateOf(other.attempt);
		expect([frozen.rules.phone, frozen.rules.sweep, phone]).toEqual([
			...['required', 'required', 'unbound']
		]);
	});

	test('by leave of staff may bind one all the same', async () => {
		const mine = await desktop();
		await writer.apply(mine.attempt, { type: 'phone.waived', data: {} });
		expect((await stateOf(mine.attempt)).phone).toBe('waived');
		await bind(await code(mine));
		expect((await stateOf(mine.attempt)).phone).toBe('bound');
	});
});

describe('[P1] looking at a code', () => {
	test('tells exam, sitting and a masked name, and uses nothing up', async () => {
		const mine = await desktop();
		const written = await code(mine);
		const { code: sittingCode } = await db
			.selectFrom('sittings')
			.select('code')
			.executeTakeFirstOrThrow();
		const before = await logOf(mine.attempt);
		for (const spelling of [written, written.toLowerCase().replace('-', ' ')])
			expect(await pairing.look(spelling)).toEqual({
				ok: true,
				value: {
					attempt: mine.attempt,
					exam: { title: { 'zh-CN': '示例', en: 'Sample' }, kind: 'mock', sittingCode },
					candidate: '测***甲',
					replaces: false
				}
			});
		expect(await logOf(mine.attempt)).toEqual(before);
		await bind(written);
	});

	test.each(['', 'nonsense', 'ZZZZZ-ZZZZZ', 'a\0b'])('%j is no code', async (written) => {
		expect(await asked(written)).toEqual(['evidence.code-unknown', 'evidence.code-unknown']);
	});
});

describe('[P1] the tap', () => {
	test('binds the phone: a lease and a capability of its own, and the desktop stays in charge', async () => {
		const mine = await desktop();
		const phone = await bind(await code(mine), newPhone('测试手机乙'));
		expect(await grantOfToken(db, clock, phone.token)).toEqual(phoneGrant(phone));
		const state = await stateOf(mine.attempt);
		expect(state).toMatchObject({
			lease: mine.lease,
			phone: 'bound',
			evidence: { lease: phone.lease, boundAt: BEFORE },
			leases: { [mine.lease]: { open: true }, [phone.lease]: { device: 'phone', open: true } }
		});
		expect(await logOf(mine.attempt)).toEqual(['attempt.frozen', 'lease.opened', 'lease.opened']);
		const row = await db
			.selectFrom('leases')
			.select(['device', 'label'])
			.where('id', '=', phone.lease)
			.executeTakeFirstOrThrow();
		expect(row).toEqual({ device: 'phone', label: '测试手机乙' });
	});

	test('uses the code up', async () => {
		const written = await code(await desktop());
		await bind(written);
		expect(await asked(written)).toEqual(['evidence.code-used', 'evidence.code-used']);
	});

	test('of several phones at once binds exactly one', async () => {
		for (let round = 0; round < 4; round++) {
			const mine = await desktop();
			const written = await code(mine);
			const answers = await Promise.all([1, 2, 3, 4].map(() => tryToBind(written)));
			expect(answers.toSorted()).toEqual([
				...Array.from({ length: 3 }, () => 'evidence.code-used'),
				null
			]);
			const { leases } = await stateOf(mine.attempt);
			const phones = Object.values(leases).filter(({ device }) => device === 'phone');
			expect(phones).toHaveLength(1);
		}
	});

	test('whose answer was lost, made again by the same phone, gives the same lease, at once or late', async () => {
		const mine = await desktop();
		const written = await code(mine);
		const phone = newPhone();
		const [first, second] = await Promise.all([bind(written, phone), bind(written, phone)]);
		desk.wait(2 * PAIRING_CODE_LIFE_MS);
		const third = await bind(written, phone);
		const all = [first, second, third];
		expect(new Set(all.map(({ lease }) => lease)).size).toBe(1);
		expect(new Set(all.map(({ token }) => token)).size).toBe(3);
		for (const { token } of all)
			expect(await grantOfToken(db, clock, token)).toEqual(phoneGrant(first));
		expect((await logOf(mine.attempt)).filter((type) => type === 'lease.opened')).toHaveLength(2);
	});

	test('and its withdrawal at once: one comes first, and the other keeps to it', async () => {
		for (let round = 0; round < 6; round++) {
			const mine = await desktop();
			const written = await code(mine);
			const [bound] = await Promise.all([tryToBind(written), pairing.withdraw(mine)]);
			const { evidence } = await stateOf(mine.attempt);
			expect([bound, evidence.lease === null]).toEqual(
				bound === null ? [null, false] : ['evidence.code-expired', true]
			);
		}
	});
});

describe('[P5] another phone', () => {
	test('is not bound by a code that was given out before there was one', async () => {
		const mine = await desktop();
		const written = await code(mine);
		// as after a restored backup: the log knows a phone of which the codes tell nothing
		await writer.apply(mine.attempt, {
			...{ type: 'lease.opened', data: { lease: randomUUID(), device: 'phone' } }
		});
		expect(await asked(written)).toEqual(['evidence.phone-bound', 'evidence.phone-bound']);
	});

	test('asked for where there is none, a code replaces nobody', async () => {
		expect(await pairing.look(await code(await desktop(), true))).toMatchObject({
			value: { replaces: false }
		});
	});

	test('takes the former one’s place, which films no more', async () => {
		const mine = await desktop();
		const [one, written] = [newPhone(), await code(mine)];
		const former = await bind(written, one);
		const again = await code(mine, true);
		expect(await pairing.look(again)).toMatchObject({ ok: true, value: { replaces: true } });
		const second = await bind(again);
		expect(await stateOf(mine.attempt)).toMatchObject({
			evidence: { lease: second.lease },
			leases: { [former.lease]: { open: false }, [second.lease]: { open: true } }
		});
		const films = (from: typeof former) =>
			writer.apply(
				mine.attempt,
				{ type: 'phone.filming', data: { since: clock.now() } },
				{ lease: from.lease }
			);
		expect(refusalOf(await films(former))).toBe('attempt.lease-closed');
		expect(refusalOf(await films(second))).toBeNull();
		// its own code does not bring it back into charge
		expect(await bind(written, one)).toMatchObject({ lease: former.lease });
		expect((await stateOf(mine.attempt)).evidence.lease).toBe(second.lease);
	});

	test('leaves the former one what it holds: its token uploads, and it names its parts', async () => {
		const mine = await desktop();
		const former = await bind(await code(mine));
		await bind(await code(mine, true));
		const grant = await registry.authorize(former.token);
		if (!grant) throw new Error('its token is gone');
		expect(grant).toEqual(phoneGrant(former));
		const id = randomUUID();
		const { attempt, lease } = grant;
		const header = { ...partHeader(id, lease), attempt, track: 'evidence' as const };
		expect(await registry.announce(grant, header)).toMatchObject({ ok: true });
		const parts = [{ id, track: 'evidence' as const, bytes: 1, sha256: digest(1) }];
		expect(
			await writer.apply(attempt, { type: 'manifest.closed', data: { lease, parts } }, { lease })
		).toMatchObject({ ok: true });
		await registry.markVerified(id, 1, digest(1));
		expect((await stateOf(attempt)).parts[id]).toMatchObject({ verified: { bytes: 1 }, lease });
	});
});
