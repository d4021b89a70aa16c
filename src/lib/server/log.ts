import pino from 'pino';
import type { Log } from '../shared/log.ts';

/** JSON lines on standard error, so that standard output stays free for what a person or a script reads. */
export function createLog(level: string): Log {
	return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
}
