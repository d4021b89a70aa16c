// The hand-in put together; `lib/server/app.ts` calls this once.
import type { IncomingMessage } from 'node:http';
import type { Person } from '../../accounts/permissions.ts';
import { createExamKeys, type ExamKeys, type Sealing } from './exam-key.repository.ts';
import { createHandInDrop } from './hand-in-drop.ts';
import { createHandInHandler, type HandInHandler } from './hand-in-handler.ts';
import { createHandInService, type HandInService, type HandInWorld } from './hand-in.service.ts';

export interface HandInApp {
	readonly keys: ExamKeys;
	readonly service: HandInService;
	readonly handler: HandInHandler;
	close(): Promise<void>;
}

export function createHandInApp(
	options: Omit<HandInWorld, 'keys'> & {
		readonly sealing: Sealing;
		readonly dataDir: string;
		readonly minFreeBytes: number;
		personOf(request: IncomingMessage): Promise<Person | null>;
		allowOrigin(request: IncomingMessage): boolean;
	}
): HandInApp {
	const keys = createExamKeys(options.db, options.clock, options.sealing);
	const service = createHandInService({ ...options, keys });
	const drop = createHandInDrop(options);
	const { log, personOf, allowOrigin } = options;
	const handler = createHandInHandler({ service, drop, log, personOf, allowOrigin });
	return { keys, service, handler, close: () => drop.close() };
}
