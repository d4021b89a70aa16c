// The process of the candidates of `bench:wall`, as the bench speaks to it.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Counts, FromClients, Share, ToClients } from './wire.ts';

export interface Clients {
	counts(): Promise<Counts>;
	/** This candidate's computer tells of an incident now. */
	note(attempt: string): void;
	/** @param told attempt, and when the request was sent */
	onNoted(told: (attempt: string, sentAt: number) => void): void;
	kill(): void;
}

/** Until everybody is connected and has entered. */
export async function startClients(share: Share): Promise<Clients> {
	const child = fork(join(import.meta.dirname, 'client.ts'));
	child.once('exit', (code) => {
		if (code) throw new Error('the candidates ended');
	});
	const tell = (message: ToClients): void => void child.send(message);
	tell({ share });
	await hear(child, 'ready');
	return {
		async counts() {
			const answer = hear(child, 'counts');
			tell({ counts: true });
			return ((await answer) as { counts: Counts }).counts;
		},
		note: (attempt) => tell({ note: attempt }),
		onNoted: (told) =>
			void child.on('message', (message: FromClients) => {
				if ('noted' in message) told(message.noted, message.sentAt);
			}),
		kill: () => void child.kill()
	};
}

async function hear(child: ChildProcess, key: 'ready' | 'counts'): Promise<FromClients> {
	for (;;) {
		const [message] = (await once(child, 'message')) as [FromClients];
		if (key in message) return message;
	}
}
