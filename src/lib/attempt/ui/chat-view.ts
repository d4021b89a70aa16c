// The conversation as the candidate sees it (C21): what the server has, then what still waits here. Pure.
import type { Command } from '../../live/requests.ts';
import type { ChatLine } from '../device-view.ts';
import type { ChatMessage } from './room-view.ts';

export function chatView(
	lines: readonly ChatLine[],
	pending: readonly Command[],
	connected: boolean
): ChatMessage[] {
	const known = new Set(lines.map(({ id }) => id));
	const sent = lines.flatMap(({ id, from, text, at }): ChatMessage[] =>
		text === null ? [] : [{ id, from, text, at, state: 'sent' }]
	);
	const waiting = pending.flatMap((command): ChatMessage[] =>
		command.type === 'help.sent' && !known.has(command.id)
			? [
					{
						id: command.id,
						from: 'candidate',
						text: command.payload.text,
						at: command.data.at,
						state: connected ? 'sending' : 'waiting'
					}
				]
			: []
	);
	return [...sent, ...waiting];
}
