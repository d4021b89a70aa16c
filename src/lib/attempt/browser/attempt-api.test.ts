// What a page makes of the answers of a server that is newer than itself.
import { afterEach, expect, test, vi } from 'vitest';
import { initialState } from '../attempt-state.ts';
import { digest, FROZEN, STARTS_AT, uuid } from '../testing/events.ts';
import { sendCommands } from './attempt-api.ts';

afterEach(() => {
	vi.unstubAllGlobals();
});

const view = {
	...{ v: 1, attempt: uuid(1), lease: uuid(2), epoch: 'e', now: STARTS_AT },
	...{ state: initialState(FROZEN), head: { seq: 3, hash: digest(3) } },
	details: { name: '', admission: '', idNumber: '', position: '', room: '', sittingCode: '' },
	...{ chat: [], comments: [], lot: null }
};

test('[C22] a reason that this page does not know refuses that command, and does not keep the outbox waiting for ever', async () => {
	const outcomes = [
		{ id: uuid(3), refused: 'attempt.reason-of-next-year' },
		{ id: uuid(4), refused: null },
		{ id: uuid(5), refused: 'act.too-many' }
	];
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ ...view, outcomes })));
	const answer = await sendCommands('token', [], { epoch: 'e', head: null }, () => {});
	expect(answer).toMatchObject({
		ok: true,
		value: {
			outcomes: [
				{ id: uuid(3), refused: 'input.invalid' },
				{ id: uuid(4), refused: null },
				{ id: uuid(5), refused: 'act.too-many' }
			]
		}
	});
});
