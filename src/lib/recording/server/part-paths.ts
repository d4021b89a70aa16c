// Where a part's bytes lie under the data folder. One file builds these paths.
import { join } from 'node:path';

export interface PartPaths {
	readonly root: string;
	folder(attempt: string): string;
	/** The bytes as the device sent them; evidence, never changed. */
	raw(attempt: string, part: string): string;
	/** The same packets in a file that can be sought in; made from the raw one and replaceable. */
	film(attempt: string, part: string): string;
	/** A raw file whose digest turned out wrong, kept for inquiry; `nth` counts from 1. */
	aside(attempt: string, part: string, nth: number): string;
}

/** @param under where they lie in the data folder; what is no evidence lies elsewhere */
export function partPaths(dataDir: string, under = 'recordings'): PartPaths {
	const root = join(dataDir, under);
	const folder = (attempt: string): string => join(root, attempt);
	return {
		root,
		folder,
		raw: (attempt, part) => join(folder(attempt), `${part}.part`),
		film: (attempt, part) => join(folder(attempt), `${part}.film`),
		aside: (attempt, part, nth) => join(folder(attempt), `${part}.aside-${nth}`)
	};
}
