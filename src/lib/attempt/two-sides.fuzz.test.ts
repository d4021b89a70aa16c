// Server and devices under random sequences of clicks, drops, duplicates, reorderings, deaths, restores: what holds all the
// way, and that both sides agree at the end. `npm run fuzz` runs ten thousand; a failure prints its seed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../shared/digest.ts';
import { initialState, type AttemptState } from './attempt-state.ts';
import { verifyChain } from './event-log.ts';
import type { AttemptEvent, EventData } from './events.ts';
import { entryStage, isBefore } from './stage.ts';
import { officialEnd } from './time-rules.ts';
import { transition } from './transition.ts';
import { FROZEN, STARTS_AT, WHOLE_WAY } from './testing/events.ts';
import { createModelWorld, type ModelWorld } from './testing/model-world.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 600);
const SEED = process.env['FUZZ_SEED'];
const MINUTE_MS = 60_000;

const endsAt = STARTS_AT + 8 * MINUTE_MS;
const withPhone = { ...WHOLE_WAY.rules, phone: 'required', sweep: 'required' } as const;
const PLANS = {
	whole: { ...WHOLE_WAY, endsAt },
	short: { ...FROZEN, endsAt },
	phone: { ...WHOLE_WAY, endsAt, rules: withPhone }
};
/** Clocks of devices are off by less; what is nearer to entry or end may fall on either side. */
const CLOCKS_MS = 1000;

/** The server's stage goes along the plan, answers after the start, and is never behind its clock. */
function lookAtServer(before: AttemptState, after: AttemptState, now: number): void {
	const { plan } = after.frozen.rules;
	if (!plan.includes(after.stage)) fail('a stage outside the plan', after.stage);
	if (isBefore(after.stage, before.stage) && before.stage !== 'done')
		fail('back', `${before.stage} → ${after.stage}`);
	if (after.stage === 'answer' && now < STARTS_AT) fail('answers before the start', now);
	if (after.startedAt !== null && after.startedAt < STARTS_AT) fail('started early', after);
	// whoever comes to wait after the start goes on with the next look at the clock
	const waits = before.stage === 'wait' && after.stage === 'wait';
	if (waits && now >= STARTS_AT) fail('waits after the start', now);
	if (!after.ended && now >= officialEnd(after)) fail('goes on after the end', now);
	if ((after.ended === null) !== isBefore(after.stage, 'upload')) fail('stage and end', after);
	const [was, is] = [before.ended?.at ?? Infinity, after.ended?.at ?? Infinity];
	if (is > was) fail('[C23] the end moved later', `${was} → ${is}`);
	const entered = before.enteredAt === null ? after.enteredAt : null;
	if (entered !== null && entered > now) fail('entered in the future', entered);
	if (entered !== null && entered >= STARTS_AT + after.frozen.rules.loginClosesAfterMs)
		if (after.entryAllowedAt === null) fail('[C9] entered late without leave', entered);
}

function fail(what: string, value: unknown): never {
	throw new Error(`${what}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`);
}

/** What a page believes at any moment. */
function lookAtDevices({ devices, server }: ModelWorld): void {
	for (const device of devices) {
		const local = device.alive ? device.state() : null;
		if (!local || !device.kept) continue;
		const { stage, frozen } = local;
		const told = device.kept.state;
		// [C22] cut off or not, it starts at its second
		if (stage === 'wait' && device.now() >= STARTS_AT) fail('a page waits after the start', stage);
		// told so, by a server whose clock is a little ahead of its own, it does
		if (stage === 'answer' && told.stage !== 'answer' && device.now() < STARTS_AT)
			fail('a page answers early', stage);
		if (!local.ended && device.now() >= officialEnd(local)) fail('a page goes on', stage);
		// [C14] nobody lets themselves in
		const inside = isBefore(entryStage(frozen.rules.plan), stage) && isBefore(stage, 'upload');
		if (inside && told.enteredAt === null) fail('a page let itself in', stage);
		if (stage === 'done' && told.stage !== 'done') fail('a page told itself of success', stage);
		// what was acknowledged is in the server's book of that epoch
		for (const { command, ackEpoch, refused } of device.rows.values()) {
			if (ackEpoch !== server.epoch) continue;
			const known = server.book.commands.get(command.id);
			if (!known) fail('acknowledged, but not in the book', command);
			if (known.refused !== refused) fail('two answers to one command', command);
		}
	}
}

function lookAtTheEnd(world: ModelWorld): void {
	const { server, given, phones } = world;
	const devices = [...world.devices, ...phones.map((phone) => phone.device)];
	const { state, head, lines, commands } = server.book;
	// nothing is open, nothing is lost
	for (const device of devices) {
		expect(device.pending()).toEqual([]);
		for (const { command, ackEpoch, refused } of device.rows.values()) {
			if (ackEpoch !== server.epoch) fail('never answered in this epoch', command);
			expect(commands.get(command.id)?.refused).toBe(refused);
		}
	}
	const own = given.flatMap(({ id, type }) => {
		const seq = commands.get(id)?.seq ?? null;
		if (seq !== null && lines[seq]?.type !== type) fail('a command points to another line', type);
		return seq === null ? [] : [seq];
	});
	if (new Set(own).size < own.length) fail('two commands point to one line', own);
	// [I3] what the candidate has seen and acknowledged is in the book of this epoch
	for (const device of devices)
		for (const { command, refused } of device.rows.values()) {
			if (refused !== null) continue;
			const { type, data } = command;
			// a word of before a restore names lines that are gone, perhaps
			const isOld = command.clientAt < (server.restoredAt ?? 0);
			if (type === 'help.seen' && !isOld && state.seenSeq < data.seq)
				fail('seen, and not told', data);
			if (type === 'warning.acknowledged' && !state.warnings[data.id]?.acknowledgedAt)
				fail('acknowledged, and not told', data);
		}
	const messages = given.filter(({ type }) => type === 'help.sent');
	expect(lines.filter(({ type }) => type === 'help.sent')).toHaveLength(messages.length);
	// [C24] every part of every device is here, and nothing was declared lost that came
	const films = devices.flatMap(({ films }) => films);
	for (const { header } of films)
		if (!state.parts[header.id]?.verified) fail('a film is missing', header.id);
	expect(state.stage).toBe('done');
	expect(state.lostAt).toBeNull();
	// [C23] nobody's end is later than the earliest that counted
	const ended = state.ended?.at ?? Infinity;
	expect(ended).toBeLessThanOrEqual(officialEnd(state));
	for (const device of devices)
		for (const { command, refused } of device.rows.values()) {
			if (command.type !== 'interview.ended') continue;
			if (refused !== null && refused !== 'attempt.already-ended') continue;
			expect(ended).toBeLessThanOrEqual(Math.max(STARTS_AT, command.data.at));
		}
	// [C34] the log is whole, and tells all of it
	expect(verifyChain(lines, head)).toBeNull();
	const told = lines.slice(1).reduce((so, { type, data, serverAt, seq }) => {
		const outcome = transition(so, { type, data } as AttemptEvent, serverAt);
		if (outcome.refused ?? outcome.known) fail('a line that is not taken', `${seq} ${type}`);
		return outcome.state;
	}, initialState(state.frozen));
	const text = canonicalJson(state);
	expect(canonicalJson(told)).toBe(text);
	lookAtPhones(world);
	// both sides agree
	for (const device of devices) expect(canonicalJson(device.state())).toBe(text);
}

/** [P5] the log believes of the phone in charge what it does; [C33] what a phone did not film is an incident. */
function lookAtPhones({ phones, server }: ModelWorld): void {
	const { state, lines } = server.book;
	const lease = state.evidence.lease ?? '';
	// [I5] of one that was unpaired nothing is taken any more
	const inCharge = state.leases[lease]?.open
		? phones.find(({ device }) => device.lease === lease)
		: undefined;
	const facet = inCharge?.doing === 'nothing' ? 'bound' : inCharge?.doing;
	if (inCharge && state.phone !== facet) fail('the phone does not', `${state.phone} ${facet}`);
	const [only, other] = phones;
	if (!only || other || server.epoch !== 'epoch-0' || state.enteredAt === null) return;
	// of one that was unpaired before the log knew that it films, or after the end, no gap is told
	const { unpaired } = state.evidence;
	if (!inCharge && (unpaired?.filmingSince ?? null) === null) return;
	const noted = lines.flatMap(({ type, data }) =>
		type === 'incident.noted' && (data as Span).kind === 'phone-interrupted' ? [data as Span] : []
	);
	const [first, last] = [state.enteredAt + CLOCKS_MS, (state.ended?.at ?? Infinity) - CLOCKS_MS];
	for (const gap of only.gaps) {
		const { from } = gap;
		const until = Math.min(gap.until ?? Infinity, last);
		// stopped before the entry, of somebody who may do without a phone: nobody asked for it
		if (from < first || until - from < CLOCKS_MS) continue;
		if (coveredFrom(from, noted) < until - CLOCKS_MS)
			fail('[C33] a gap is no incident', { gap, noted, ended: state.ended });
	}
}
type Span = EventData<'incident.noted'>;

/** Until when it is: what was told late is noted up to what was known, so that one gap may be two incidents. */
const coveredFrom = (from: number, spans: readonly Span[]): number =>
	spans
		.toSorted((one, other) => one.from - other.from)
		.reduce(
			(so, span) => (span.from <= so + CLOCKS_MS ? Math.max(so, span.until ?? Infinity) : so),
			from
		);

test('[P5] [C33] [C19] [C22] [C23] [C24] [C34] whatever happens in between, both sides agree at the end and nothing is lost', async () => {
	const seen = {
		...{ ran: 0, entered: 0, opened: 0, devices: 0, restored: 0, refused: 0, lines: 0 },
		...{ filmed: 0, interrupted: 0, silent: 0, gaps: 0 }
	};
	await fc.assert(
		fc.asyncProperty(
			fc.record({
				seed: fc.nat(),
				plan: fc.constantFrom('whole' as const, 'short' as const, 'phone' as const),
				// most while entry is open and the start is near, some before
				early: fc.oneof(
					{ weight: 9, arbitrary: fc.integer({ min: -60, max: 150 }) },
					{ weight: 1, arbitrary: fc.integer({ min: 590, max: 620 }) }
				),
				prepared: fc.nat(20),
				steps: fc.array(fc.nat(), { maxLength: 80, size: 'max' })
			}),
			async ({ seed, plan, early, prepared, steps }) => {
				const world = await createModelWorld({
					...{ frozen: PLANS[plan], seed, startAt: STARTS_AT - early * 1000 },
					look: lookAtServer
				});
				const [device] = world.devices;
				for (let click = 0; click < prepared && device; click++) {
					await world.goOn(device);
					await world.time.advance(300);
				}
				for (const step of steps) {
					await world.step(step);
					lookAtDevices(world);
				}
				await world.comeToRest();
				lookAtTheEnd(world);
				const { state, lines, commands } = world.server.book;
				seen.ran++;
				seen.lines += lines.length;
				seen.entered += Number(state.enteredAt !== null);
				seen.opened += Number(state.paperOpenedAt !== null);
				seen.devices += Number(Object.keys(state.leases).length > 1);
				seen.filmed += Number(state.evidence.filmingSince !== null);
				seen.interrupted += state.noticed['phone-interrupted'] ?? 0;
				seen.silent += state.noticed['phone-silent'] ?? 0;
				seen.gaps += world.phones.reduce((sum, { gaps }) => sum + gaps.length, 0);
				seen.restored += Number(world.server.epoch !== 'epoch-0');
				seen.refused += Number([...commands.values()].some(({ refused }) => refused !== null));
			}
		),
		{ numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) }
	);
	if (process.env['FUZZ_RUNS']) process.stdout.write(`fuzz ${JSON.stringify(seen)}\n`);
	expect(seen.ran).toBeGreaterThanOrEqual(RUNS);
	// sequences that never come far would prove nothing
	expect(seen.entered).toBeGreaterThan(RUNS / 2);
	expect(seen.opened).toBeGreaterThan(RUNS / 6);
	expect(Math.min(seen.devices, seen.restored)).toBeGreaterThan(RUNS / 50);
	expect(seen.filmed).toBeGreaterThan(RUNS / 5);
	expect(seen.interrupted).toBeGreaterThan(RUNS / 50);
	expect(seen.silent).toBeGreaterThan(0);
}, 600_000);
