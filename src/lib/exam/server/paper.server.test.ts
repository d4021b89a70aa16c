import { webcrypto } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import {
	BEFORE,
	confirmed,
	ENDS_AT,
	opened,
	STARTS_AT,
	uuid
} from '../../attempt/testing/events.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { openLease, openPhone } from '../../attempt/testing/leases.ts';
import type { DeviceGrant } from '../../attempt/server/tokens.ts';
import { createMasterKey, newMasterKey } from '../../server/sealing/master-key.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import { ok } from '../../shared/result.ts';
import { parseKey } from '../paper-key.ts';
import { unseal } from '../sealing.ts';
import { SAMPLE_PAPER } from '../testing/papers.ts';
import { startPaperRelease } from './paper-release.ts';
import { sealPaper } from './paper.repository.ts';
import { createPaperService } from './paper.service.ts';

const { db } = await testDatabase();
let now = BEFORE;
let skew: number | null = 0;
const clock = {
	now: () => now,
	skewMs: () => skew,
	trustworthy: () => skew !== null && Math.abs(skew) <= 250
};
const masterKey = createMasterKey(newMasterKey());
const errors: string[] = [];
const log = { ...silentLog, error: (_: object, message: string) => void errors.push(message) };
const { writer, service: attempts } = attemptsOn(db, clock);
const papers = createPaperService({ db, clock, masterKey, log });

beforeEach(() => {
	now = BEFORE;
	skew = 0;
	errors.length = 0;
});

interface Prepared {
	readonly sitting: string;
	readonly candidate: string;
	readonly grant: DeviceGrant;
}

const seal = (sitting: string, content = SAMPLE_PAPER) =>
	db.transaction().execute((tx) => sealPaper(tx, { masterKey, clock }, sitting, content));

async function candidate({ entered = true, sealed = true } = {}): Promise<Prepared> {
	const { sitting, candidates } = await addCandidates(db, 1);
	if (sealed) expect(await seal(sitting)).toMatchObject({ ok: true });
	const [one = ''] = candidates;
	const { attempt, lease } = await openLease({ writer, clock, service: attempts }, one);
	if (entered) await writer.apply(attempt, confirmed);
	return { sitting, candidate: one, grant: { attempt, lease, scope: 'attempt' } };
}

const codeOf = async (grant: DeviceGrant): Promise<string> => {
	const key = await papers.key(grant);
	return key.ok ? 'released' : key.error.code;
};

async function sealedOf(grant: DeviceGrant) {
	const sealed = await papers.sealed(grant.attempt);
	if (!sealed.ok || sealed.value === 'unchanged') throw new Error('no paper');
	return sealed.value;
}

describe('[C19] the sealed paper', () => {
	test('is given from the first login on, opens with the released key, and says nothing before', async () => {
		const { grant } = await candidate();
		const sealed = await sealedOf(grant);
		expect(Buffer.from(sealed.sealed).toString()).not.toContain('晾晒');
		now = STARTS_AT;
		const key = await papers.key(grant);
		if (!key.ok) throw new Error(key.error.code);
		const bytes = parseKey(key.value.key);
		if (!bytes.ok) throw new Error(bytes.error);
		const open = await unseal(webcrypto.subtle as SubtleCrypto, sealed, bytes.value);
		expect(open).toMatchObject({ ok: true, value: { pages: SAMPLE_PAPER.pages, version: 1 } });
	});

	test('is not sent again to whoever holds the version', async () => {
		const { grant, sitting } = await candidate();
		const { paper, version } = await sealedOf(grant);
		expect(await papers.sealed(grant.attempt, { paper, version })).toEqual(ok('unchanged'));
		await seal(sitting);
		expect(await papers.sealed(grant.attempt, { paper, version })).toMatchObject({
			value: { paper, version: 2 }
		});
	});

	test('cannot be had where there is none', async () => {
		const { grant } = await candidate({ sealed: false });
		expect(await papers.sealed(grant.attempt)).toMatchObject({ error: { code: 'paper.none' } });
		now = STARTS_AT;
		expect(await codeOf(grant)).toBe('paper.none');
	});

	test('lies in the database without anything that opens it there', async () => {
		await candidate();
		const rows = JSON.stringify(await db.selectFrom('papers').selectAll().execute());
		expect(rows).not.toContain('晾晒');
		const [row] = await db.selectFrom('papers').selectAll().execute();
		await expect(
			createMasterKey(newMasterKey()).unwrap(row?.wrapped_key ?? '', `paper:${row?.id}:1`)
		).rejects.toThrow();
	});

	test('is replaced before the start with a new key, and not any more from the start on', async () => {
		const { grant, sitting } = await candidate();
		const first = await sealedOf(grant);
		now = STARTS_AT - 1;
		expect(await seal(sitting)).toMatchObject({ value: { paper: first.paper, version: 2 } });
		now = STARTS_AT;
		expect(await seal(sitting)).toMatchObject({ error: { code: 'paper.already-started' } });
		const key = await papers.key(grant);
		const bytes = key.ok ? parseKey(key.value.key) : null;
		if (!bytes?.ok) throw new Error('no key');
		const subtle = webcrypto.subtle as SubtleCrypto;
		expect(await unseal(subtle, first, bytes.value)).toMatchObject({ error: 'paper.wrong-key' });
		expect(await unseal(subtle, await sealedOf(grant), bytes.value)).toMatchObject({ ok: true });
	});
});

describe('[C19] the key is a condition', () => {
	test('one millisecond before the start: not; at the start: yes; whoever comes later too', async () => {
		const { grant } = await candidate();
		now = STARTS_AT - 1;
		expect(await papers.key(grant)).toEqual({
			ok: false,
			error: { code: 'paper.not-yet', opensAt: STARTS_AT }
		});
		now = STARTS_AT;
		expect(await codeOf(grant)).toBe('released');
		now = ENDS_AT + 3_600_000;
		expect(await codeOf(grant)).toBe('released');
	});

	test('not for an attempt that has not entered', async () => {
		const { grant } = await candidate({ entered: false });
		now = STARTS_AT;
		expect(await codeOf(grant)).toBe('attempt.not-entered');
	});

	test('each attempt gets the key of its own paper', async () => {
		const [one, two] = [await candidate(), await candidate()];
		now = STARTS_AT;
		const keys = [await papers.key(one.grant), await papers.key(two.grant)];
		expect(new Set(keys.map((key) => key.ok && key.value.key)).size).toBe(2);
		expect(new Set(keys.map((key) => key.ok && key.value.paper)).size).toBe(2);
	});

	test('also for the phone in charge, which shows it to a computer without a network; for no other', async () => {
		const { grant } = await candidate();
		const phone = await openPhone({ writer, clock }, grant.attempt);
		now = STARTS_AT - 1;
		expect(await papers.key(phone)).toMatchObject({
			error: { code: 'paper.not-yet', opensAt: STARTS_AT }
		});
		now = STARTS_AT;
		expect(await papers.key(phone)).toEqual(await papers.key(grant));
		expect(await codeOf({ ...phone, scope: 'attempt' })).toBe('attempt.lease-closed');
		await openPhone({ writer, clock }, grant.attempt);
		expect(await codeOf(phone)).toBe('attempt.lease-closed');
	});

	test('not through the phone of somebody who has not entered', async () => {
		const { grant } = await candidate({ entered: false });
		const phone = await openPhone({ writer, clock }, grant.attempt);
		now = STARTS_AT;
		expect(await codeOf(phone)).toBe('attempt.not-entered');
	});

	test('not for a device that was superseded, nor by the other kind of capability, nor for nobody', async () => {
		const { grant, candidate: person } = await candidate();
		await openLease({ writer, clock, service: attempts }, person);
		now = STARTS_AT;
		expect(await codeOf(grant)).toBe('attempt.lease-closed');
		expect(await codeOf({ ...grant, scope: 'evidence' })).toBe('attempt.lease-closed');
		expect(await codeOf({ ...grant, attempt: uuid(404) })).toBe('paper.none');
	});

	test.each([251, -251, null])('not while the clock is %s ms off; and loudly', async (off) => {
		const { grant } = await candidate();
		now = STARTS_AT;
		skew = off;
		expect(await codeOf(grant)).toBe('server.clock-off');
		expect(errors).toHaveLength(1);
		skew = 250;
		expect(await codeOf(grant)).toBe('released');
	});

	test('a start that was moved away after the attempt began is waited for', async () => {
		const { grant, sitting } = await candidate();
		const later = STARTS_AT + 60_000;
		await db.updateTable('sittings').set({ starts_at: later }).where('id', '=', sitting).execute();
		now = STARTS_AT;
		expect(await papers.key(grant)).toMatchObject({ error: { opensAt: later } });
	});
});

describe('[C19] the push at the start second', () => {
	const pushing = async () => {
		const pushed: string[] = [];
		/** Sitting → how many the push itself reached. */
		const reached = new Map<unknown, unknown>();
		const info = (said: Record<string, unknown>) =>
			void reached.set(said['sitting'], said['attempts']);
		const release = await startPaperRelease({
			...{ db, clock, masterKey, log: { ...log, info } },
			deliver: (attempt, lease, { key }) => void pushed.push(`${attempt} ${lease} ${key}`)
		});
		return {
			...{ pushed, reached },
			release,
			of: (attempt: string) => pushed.filter((p) => p.startsWith(attempt))
		};
	};

	test('reaches those who have entered, not before the second, and only once', async () => {
		const [inside, outside] = [await candidate(), await candidate({ entered: false })];
		now = STARTS_AT - 3000;
		const { pushed, release, of } = await pushing();
		await new Promise((resolve) => setTimeout(resolve, 700));
		now = STARTS_AT - 1;
		await new Promise((resolve) => setTimeout(resolve, 700));
		expect(pushed).toEqual([]);
		now = STARTS_AT;
		const { attempt, lease } = inside.grant;
		await expect.poll(() => of(attempt)).toHaveLength(1);
		expect(of(attempt)[0]).toMatch(new RegExp(`^${attempt} ${lease} [0-9A-Z]{26}$`));
		await expect
			.poll(() => db.selectFrom('paper_openings').selectAll().execute())
			.toContainEqual(expect.objectContaining({ opened_by: 'release', at: STARTS_AT }));
		await release.stop();
		expect(of(attempt)).toHaveLength(1);
		expect(of(outside.grant.attempt)).toEqual([]);
	});

	test('who enters in the last second, or changes the device, gets it on the right one', async () => {
		const [late, moved] = [await candidate({ entered: false }), await candidate()];
		now = STARTS_AT - 1000;
		const { release, of } = await pushing();
		await writer.apply(late.grant.attempt, confirmed);
		release.changed(late.grant.attempt);
		await writer.apply(moved.grant.attempt, opened(uuid(77)));
		release.changed(moved.grant.attempt);
		now = STARTS_AT;
		await expect.poll(() => of(late.grant.attempt)).toHaveLength(1);
		await expect.poll(() => of(moved.grant.attempt)).toHaveLength(1);
		expect(of(moved.grant.attempt)[0]).toContain(uuid(77));
		await release.stop();
	});

	test('is prepared anew, at once, when announcements may have been missed', async () => {
		const moved = await candidate();
		now = STARTS_AT - 1000;
		const { release, of, reached } = await pushing();
		await writer.apply(moved.grant.attempt, opened(uuid(78)));
		await release.changedAll();
		now = STARTS_AT;
		await expect.poll(() => of(moved.grant.attempt)).toHaveLength(1);
		expect(of(moved.grant.attempt)[0]).toContain(uuid(78));
		// by the first look, not by the second
		expect(reached.get(moved.sitting)).toBe(1);
		await release.stop();
	});

	test('is made up for by a process that starts after the second', async () => {
		const { grant } = await candidate();
		now = STARTS_AT + 400;
		const { release, of } = await pushing();
		await expect.poll(() => of(grant.attempt)).toHaveLength(1);
		await release.stop();
	});

	test('is not lost, nor the server’s start, because another sitting’s key cannot be unwrapped', async () => {
		// before and behind the good one, in whatever order the database gives them
		const [before, good, behind] = [await candidate(), await candidate(), await candidate()];
		const bad = [before.sitting, behind.sitting];
		await db
			.updateTable('papers')
			.set({ wrapped_key: 'damaged' })
			.where('sitting_id', 'in', bad)
			.execute();
		now = STARTS_AT - 1000;
		const { release, of } = await pushing();
		now = STARTS_AT;
		await expect.poll(() => of(good.grant.attempt)).toHaveLength(1);
		// each said once, although they are tried again
		await new Promise((resolve) => setTimeout(resolve, 2200));
		expect(errors).toEqual(bad.map(() => 'key cannot be pushed: sitting not prepared'));
		await release.stop();
		await db.deleteFrom('papers').where('sitting_id', 'in', bad).execute();
	});

	test('is kept back while the clock is off the database, loudly', async () => {
		const { grant } = await candidate();
		now = STARTS_AT - 1000;
		const { release, of } = await pushing();
		skew = 400;
		now = STARTS_AT;
		await expect.poll(() => errors.length).toBeGreaterThan(0);
		expect(of(grant.attempt)).toEqual([]);
		await release.stop();
	});
});
