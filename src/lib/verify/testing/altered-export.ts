// The sample as somebody altered it and the installation itself signed it: what is found, is found without the signature.
import { chain, type LogLine } from '../../attempt/event-log.ts';
import type { ExportContent } from '../export-format.ts';
import type { Fault } from '../fault.ts';
import { fingerprintOf } from '../signing.ts';
import { verifyExport, type VerifyOptions } from '../verify-export.ts';
import { SAMPLE_KEYS, sampleContent, sealAs } from './sample-export.ts';

export const EXPECTED = fingerprintOf(SAMPLE_KEYS[0]);
const content = await sampleContent();
const root = content.sitting.closed?.root ?? null;

/** With all that was published elsewhere, and no receipt. */
export const verify = (bytes: Uint8Array<ArrayBuffer>, options: Partial<VerifyOptions> = {}) =>
	verifyExport(bytes, { subtle: crypto.subtle, key: EXPECTED, root, receipt: null, ...options });

export async function faultsOf(
	change: (content: ExportContent) => object,
	options: Partial<VerifyOptions> = {}
): Promise<readonly Fault[]> {
	const changed = { ...content, ...change(structuredClone(content)) };
	return (await verify(await sealAs(0, changed), options)).faults;
}

export const codes = (faults: readonly Fault[]): string[] =>
	faults.map(({ code, line }) => (line === null ? code : `${code} ${String(line)}`));

/** As whoever rewrites a log would: every hash behind it fits again. */
export function rechained(lines: readonly LogLine[]): LogLine[] {
	let previous = lines[0]?.previous ?? '';
	return lines.map((body) => {
		const line = chain(previous, body);
		previous = line.hash;
		return line;
	});
}
