import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../shared/errors.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { askForLease, type AskedLease, type GrantedLease } from './lease-asking.ts';
import { uuid } from './testing/events.ts';

type Answer = Result<GrantedLease | AskedLease, ErrorCode>;

const granted = ok({ token: 't', lease: uuid(9), attempt: uuid(10) });
const asked = (n: number, refused = false) =>
	ok<AskedLease>({ request: uuid(n), needs: 'device', since: 0, refused, supportPhone: '000' });

/** A server that answers by list; what it was asked with, and what the page was shown. */
function asking(...answers: Answer[]) {
	const sent: (string | null)[] = [];
	const shown: AskedLease[] = [];
	const desk = askForLease({
		async ask(request) {
			sent.push(request);
			return answers.shift() ?? new Promise(() => {});
		},
		sleep: async () => {},
		show: (one) => shown.push(one)
	});
	return { desk, sent, shown };
}

describe('[C8] a device that wants the attempt', () => {
	test('is in at once when nobody has to be asked', async () => {
		const { desk, shown } = asking(granted);
		expect(await desk.answer).toEqual(granted);
		expect(shown).toEqual([]);
	});

	test('comes again with what it has asked, and goes on by itself once it is granted', async () => {
		const { desk, sent, shown } = asking(asked(1), asked(1), granted);
		expect(await desk.answer).toEqual(granted);
		expect(sent).toEqual([null, uuid(1), uuid(1)]);
		expect(shown).toHaveLength(2);
	});

	test('keeps its place while the network is away', async () => {
		const away = err<ErrorCode>('server.unreachable');
		const { desk, sent } = asking(asked(1), away, away, granted);
		expect(await desk.answer).toEqual(granted);
		expect(sent).toEqual([null, uuid(1), uuid(1), uuid(1)]);
	});

	test('whose request lapsed follows the new one', async () => {
		const { desk, sent } = asking(asked(1), asked(2), granted);
		await desk.answer;
		expect(sent).toEqual([null, uuid(1), uuid(2)]);
	});

	test('after a no, asks anew only when the person wishes', async () => {
		const { desk, sent, shown } = asking(asked(1), asked(1, true), asked(2), granted);
		await new Promise((resolve) => setTimeout(resolve, 10));
		expect(sent).toHaveLength(2);
		expect(shown.at(-1)?.refused).toBe(true);
		expect(desk.request()).toBeNull();
		desk.again();
		expect(await desk.answer).toEqual(granted);
		expect(sent).toEqual([null, uuid(1), null, uuid(2)]);
	});

	test.each<ErrorCode>(['access.login-required', 'access.denied'])(
		'stops when its login is over: %s',
		async (code) => {
			expect(await asking(asked(1), err(code)).desk.answer).toEqual(err(code));
		}
	);

	test('without a server at the first word, says so', async () => {
		expect(await asking(err('server.unreachable')).desk.answer).toEqual(err('server.unreachable'));
	});

	test('that has left asks nothing more', async () => {
		const { desk, sent } = asking(asked(1), granted);
		desk.leave();
		await new Promise((resolve) => setTimeout(resolve, 10));
		expect(sent).toEqual([null]);
	});
});
