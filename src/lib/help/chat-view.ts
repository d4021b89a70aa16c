// The conversation as the candidate sees it (C21): what the server has, then what still waits here. Pure.
import type { Command } from '../live/requests.ts';
import type { Millis } from '../shared/clock.ts';
import type { SpokenLine } from './spoken-line.ts';

export interface ChatMessage {
	readonly id: string;
	/** Of the log; null while it is not there. */
	readonly seq: number | null;
	readonly from: 'candidate' | 'staff';
	readonly text: string;
	readonly at: Millis;
	/** I3: staff's, and had to be acknowledged. */
	readonly warning: boolean;
	/** `waiting`: kept here, goes off by itself when the network is back (C21). */
	readonly state: 'sent' | 'sending' | 'waiting';
}

export function chatView(
	lines: readonly SpokenLine[],
	pending: readonly Command[],
	connected: boolean
): ChatMessage[] {
	const known = new Set(lines.map(({ id }) => id));
	const sent = lines.flatMap(({ id, seq, from, text, at, warning }): ChatMessage[] =>
		text === null ? [] : [{ id, seq, from, text, at, warning: warning !== null, state: 'sent' }]
	);
	const waiting = pending.flatMap((command): ChatMessage[] =>
		command.type === 'help.sent' && !known.has(command.id)
			? [
					{
						...{ id: command.id, seq: null, from: 'candidate', warning: false },
						text: command.payload.text,
						at: command.data.at,
						state: connected ? 'sending' : 'waiting'
					}
				]
			: []
	);
	return [...sent, ...waiting];
}
