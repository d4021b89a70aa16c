// The hand-in put together; `lib/server/app.ts` calls this once.
import type { IncomingMessage } from 'node:http';
import type { Person } from '../../accounts/permissions.ts';
import { createHandInDrop } from './hand-in-drop.ts';
import { createHandInHandler, type HandInHandler } from './hand-in-handler.ts';
import { createHandInService, type HandInService, type HandInWorld } from './hand-in.service.ts';

export interface HandInApp {
	readonly service: HandInService;
	readonly handler: HandInHandler;
	close(): Promise<void>;
}

export function createHandInApp(
	options: HandInWorld & {
		readonly dataDir: string;
		readonly minFreeBytes: number;
		personOf(request: IncomingMessage): Promise<Person | null>;
		allowOrigin(request: IncomingMessage): boolean;
		addressOf(request: IncomingMessage): string;
	}
): HandInApp {
	const service = createHandInService(options);
	const drop = createHandInDrop(options);
	const { log, personOf, allowOrigin, addressOf } = options;
	const handler = createHandInHandler({ service, drop, log, personOf, allowOrigin, addressOf });
	return { service, handler, close: () => drop.close() };
}
