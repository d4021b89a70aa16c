// From a file's bytes to a JSON value; a fault says line and column.
import { err, ok, type Result } from '../shared/result.ts';
import { fault, type Fault } from './exam-file-words.ts';

export function readJson(bytes: Uint8Array): Result<unknown, Fault> {
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return err(fault('', 'not-utf8'));
	}
	try {
		return ok(JSON.parse(text));
	} catch (error) {
		const { message } = error as Error;
		return err(fault('', 'not-json', { ...whereIn(text, message), detail: plain(message) }));
	}
}

/** The engine tells the offset, or that the text ended. */
function whereIn(text: string, message: string): { line: number; column: number } {
	const offset = Number(/at position (\d+)/.exec(message)?.[1] ?? text.length);
	const before = text.slice(0, offset).split('\n');
	return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

const plain = (message: string): string =>
	message.replace(/ (?:in JSON )?at position.*$/s, '').replace(/, \.{3}.*$/s, '');
