import { describe, expect, test } from 'vitest';
import type { Command } from '../live/requests.ts';
import { BEFORE, uuid } from '../attempt/testing/events.ts';
import { chatView } from './chat-view.ts';

const line = (id: string, text: string | null, from: 'candidate' | 'staff' = 'candidate') => ({
	...{ id, from, text, at: BEFORE, seq: 7, warning: null }
});
const sent = (n: number, text: string): Command => ({
	...{ id: uuid(n), clientAt: BEFORE, type: 'help.sent', data: { at: BEFORE + n } },
	payload: { text }
});

describe('[C21] the conversation', () => {
	test('shows what the server has, then what still waits here, in order', () => {
		const lines = [line(uuid(1), '看不清'), line('line-9', '请刷新', 'staff')];
		const view = chatView(lines, [sent(2, '好的'), sent(3, '谢谢')], true);
		expect(view.map(({ text, from, state }) => [text, from, state])).toEqual([
			['看不清', 'candidate', 'sent'],
			['请刷新', 'staff', 'sent'],
			['好的', 'candidate', 'sending'],
			['谢谢', 'candidate', 'sending']
		]);
		expect(view[2]?.at).toBe(BEFORE + 2);
	});

	test('says that a message waits for the network', () => {
		expect(chatView([], [sent(1, '断网')], false)).toMatchObject([{ state: 'waiting' }]);
	});

	test('shows nothing twice while an answer is on its way, and nothing that was erased', () => {
		const lines = [line(uuid(1), '看不清'), line(uuid(2), null)];
		const other: Command = {
			...{ id: uuid(4), clientAt: BEFORE, type: 'stage.confirmed', data: { stage: 'notice' } }
		};
		expect(chatView(lines, [sent(1, '看不清'), other], true)).toHaveLength(1);
	});
});
