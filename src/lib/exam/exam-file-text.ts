// From a file's bytes to a JSON value; a fault says line and column.
import { err, ok, type Result } from '../shared/result.ts';
import { fault, type Fault } from './exam-file-words.ts';
import { jsonFaultAt } from './json-fault.ts';

export function readJson(bytes: Uint8Array): Result<unknown, Fault> {
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return err(fault('', 'not-utf8'));
	}
	try {
		return ok(JSON.parse(text));
	} catch {
		return err(slipIn(text, jsonFaultAt(text) ?? text.length));
	}
}

const EXCERPT = 20;

function slipIn(text: string, offset: number): Fault {
	const before = text.slice(0, offset).split('\n');
	const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
	if (offset >= text.length) return fault('', 'json-ends', place);
	const [found = ''] = text.slice(offset, offset + EXCERPT).split('\n');
	return fault('', 'not-json', { ...place, found });
}
