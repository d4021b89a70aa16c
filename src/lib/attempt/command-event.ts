// What a device's command says to the log. A device speaks for itself, never in the name of the clock or of staff.
import type { Command } from '../live/requests.ts';
import type { AttemptEvent } from './events.ts';

type Said<C = Command> = C extends Command ? Omit<C, 'id' | 'clientAt'> : never;

export function asEvent(command: Said): AttemptEvent {
	const { type, data } = command;
	// when it happened is the server's to say
	if (type === 'stage.confirmed') return { type, data: { stage: data.stage } };
	if (type === 'interview.started') return { type, data: { by: 'device' } };
	if (type === 'interview.ended') return { type, data: { ...data, by: 'candidate' } };
	if (type === 'lease.answered') return { type, data: { ...data, by: 'device' } };
	// an answer of the computer that has the attempt
	if (type === 'face.consent') return { type, data: { ...data, login: null } };
	const payload = 'payload' in command ? { payload: command.payload } : {};
	return { type, data, ...payload } as AttemptEvent;
}
