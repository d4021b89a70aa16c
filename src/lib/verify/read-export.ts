// From the bytes of a file to an export that has its form: text, JSON, format, version, canonical bytes, members (C34).
import * as v from 'valibot';
import {
	canonicalBytes,
	EXPORT_FORMAT,
	EXPORT_VERSION,
	ExportSchema,
	type AttemptExport
} from './export-format.ts';
import { fault, type Fault } from './fault.ts';

export interface ReadExport {
	/** Null where it has not the form; then there are faults. */
	readonly file: AttemptExport | null;
	/** The whole file as it should be spelled. */
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly faults: readonly Fault[];
}

type Bytes = Uint8Array<ArrayBuffer>;

const SHOWN_BYTES = 24;
const NOTHING = new Uint8Array();
const failed = (...faults: Fault[]): ReadExport => ({ file: null, bytes: NOTHING, faults });

export function readExport(bytes: Bytes): ReadExport {
	const text = textOf(bytes);
	if (text === null)
		return failed(fault('not-text', { member: `byte ${String(firstNotText(bytes))}` }));
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (error) {
		return failed(fault('not-json', { found: (error as Error).message }));
	}
	const other = otherFormat(value);
	if (other) return failed(other);
	const canonical = canonicalOf(value);
	// no digest can be taken of it: there is nothing more to check
	if (canonical === null) return failed(beyondNumbers(text));
	const spelling = spellingFault(bytes, canonical);
	const parsed = v.safeParse(ExportSchema, value);
	if (!parsed.success) return failed(...spelling, ...parsed.issues.map(formFault));
	return { file: parsed.output, bytes: canonical, faults: spelling };
}

function textOf(bytes: Bytes): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return null;
	}
}

/** Null for what no canonical text can hold: a number beyond all numbers, members nested without end. */
function canonicalOf(value: unknown): Bytes | null {
	try {
		return canonicalBytes(value);
	} catch {
		return null;
	}
}

function beyondNumbers(text: string): Fault {
	// texts are passed over: the digits of a digest may look like such a number
	const tokens = text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.]*(?:[eE][+-]?\d+)?/g);
	const found = tokens.find(([token]) => !token.startsWith('"') && !Number.isFinite(Number(token)));
	if (!found) return fault('not-canonical');
	return fault('not-canonical', {
		member: `character ${String(found.index)}`,
		found: found[0].slice(0, SHOWN_BYTES)
	});
}

function otherFormat(value: unknown): Fault | null {
	const { export: content } = (value ?? {}) as { export?: unknown };
	const { format, version } = (content ?? {}) as { format?: unknown; version?: unknown };
	const said = (one: unknown): string | null => (one === undefined ? null : JSON.stringify(one));
	if (format !== EXPORT_FORMAT)
		return fault('other-format', {
			...{ member: 'export.format', expected: `"${EXPORT_FORMAT}"`, found: said(format) }
		});
	if (version !== EXPORT_VERSION)
		return fault('other-version', {
			...{ member: 'export.version', expected: String(EXPORT_VERSION), found: said(version) }
		});
	return null;
}

function spellingFault(bytes: Bytes, canonical: Bytes): Fault[] {
	const at = firstDifference(bytes, canonical);
	if (at === null) return [];
	const around = (all: Bytes): string =>
		JSON.stringify(new TextDecoder().decode(all.subarray(at, at + SHOWN_BYTES)));
	return [
		fault('not-canonical', {
			...{ member: `byte ${String(at)}`, expected: around(canonical), found: around(bytes) }
		})
	];
}

function firstDifference(one: Bytes, other: Bytes): number | null {
	const length = Math.max(one.byteLength, other.byteLength);
	for (let at = 0; at < length; at += 1) if (one[at] !== other[at]) return at;
	return null;
}

const firstNotText = (bytes: Bytes): number =>
	firstDifference(
		bytes,
		new TextEncoder().encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
	) ?? 0;

function formFault(issue: v.BaseIssue<unknown>): Fault {
	const path = (issue.path ?? []).map(({ key }) => key);
	const [, list, index] = path;
	return fault('wrong-form', {
		line: list === 'lines' && typeof index === 'number' ? index : null,
		member: path.map(String).join('.'),
		expected: issue.expected,
		found: issue.received
	});
}
