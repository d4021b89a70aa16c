// What `bench:wall` has measured, in lines.
import type { ThreePictures } from './tiles.ts';
import type { Cost } from './page.ts';
import type { Slope } from './slope.ts';

export const TARGETS = { pageCpu: 0.5, heapMbPerMinute: 1, tileP99: 1000 } as const;

interface Figures {
	readonly p50: number | null;
	readonly p99: number | null;
	readonly max: number | null;
	readonly of: number;
	readonly missing: number;
}

interface Rate {
	readonly pictures: number;
	readonly bytes: number;
}

export interface Outcome {
	readonly candidates: number;
	readonly seconds: number;
	/** Open at the end, and lost on the way. */
	readonly sockets: { readonly open: number; readonly lost: number };
	readonly pairingMs: number;
	/** A second: taken by the server of all devices, and sent to the page. */
	readonly taken: Rate;
	readonly pushed: Rate;
	readonly refused: number;
	/** Turns passed over. */
	readonly passed: number;
	readonly refusals: Readonly<Record<string, number>>;
	readonly floor: Cost;
	readonly wall: Cost;
	readonly tiles: Figures;
	/** Tiles whose incident could not be timed. */
	readonly alarmed: number;
	readonly silences: number;
	readonly three: ThreePictures;
	readonly server: {
		readonly cpu: number;
		readonly memory: { readonly from: number; readonly to: number };
		readonly complaints: number;
	};
}

/** @param all ms, null = never */
export function figures(all: readonly (number | null)[]): Figures {
	const known = all.filter((one) => one !== null).sort((a, b) => a - b);
	const at = (share: number): number | null => {
		const found = known[Math.min(known.length - 1, Math.ceil(known.length * share) - 1)];
		return found === undefined ? null : Math.round(found);
	};
	const missing = all.length - known.length;
	return { p50: at(0.5), p99: at(0.99), max: at(1), of: all.length, missing };
}

/** What must hold on the slowest machine too, for the figures to be those of such a wall; what does not, in words. */
export function shortOf({ candidates, sockets, three, refused }: Outcome): string[] {
	const short: string[] = [];
	if (sockets.open !== candidates * 2)
		short.push(`${String(sockets.open)} of ${String(candidates * 2)} sockets`);
	if (refused > 0) short.push(`${String(refused)} pictures refused`);
	if (three.withThree !== candidates)
		short.push(`${String(three.withThree)} of ${String(candidates)} tiles with three pictures`);
	return short;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const verdict = (met: boolean): string => (met ? 'met' : 'missed');
const rate = ({ pictures, bytes }: Rate): string =>
	`${pictures.toFixed(1)} pictures/s, ${Math.round(bytes).toLocaleString('en')} bytes/s`;

const growth = (slope: Slope | null): string => {
	if (!slope) return 'too short for a slope';
	const { perMinute, error, samples } = slope;
	const give = error === null ? '' : ` ± ${error.toFixed(2)}`;
	return `${perMinute.toFixed(2)}${give} MB a minute by ${String(samples)} samples`;
};

const cost = ({ page, browser }: Cost): string =>
	`page ${percent(page)}, browser ${percent(browser)} of a core`;

export function linesOf(outcome: Outcome): string[] {
	const { candidates, seconds, sockets, pairingMs, taken, pushed, three } = outcome;
	const { floor, wall, tiles, alarmed, silences, server, refused, refusals } = outcome;
	const heapMet = (wall.heap?.perMinute ?? Infinity) < TARGETS.heapMbPerMinute;
	const tilesMet = tiles.missing === 0 && (tiles.p99 ?? Infinity) <= TARGETS.tileP99;
	return [
		`${String(sockets.open)} sockets (${String(candidates)} computers, ${String(candidates)} phones); bound and entered in ${(pairingMs / 1000).toFixed(1)} s`,
		`since the first connection: ${String(sockets.lost)} sockets lost, ${String(outcome.passed)} pictures passed over, ${String(refused)} refused ${refused > 0 ? JSON.stringify(refusals) : ''}, phones called silent ${String(silences)} times, ${String(server.complaints)} complaints in the server's log`,
		`over ${String(seconds)} s, pictures taken: ${rate(taken)}`,
		`pictures sent to the page: ${rate(pushed)}`,
		`tiles with three pictures: in view ${String(three.inViewWithThree)} of ${String(three.inView)}, all (scrolled through) ${String(three.withThree)} of ${String(three.of)}`,
		...three.missing.map((words) => `    without: ${words}`),
		`floor, a bare page that draws as many: ${cost(floor)}`,
		`wall: ${cost(wall)} (target page ≤ ${percent(TARGETS.pageCpu)}: ${verdict(wall.page <= TARGETS.pageCpu)})`,
		`wall: heap ${wall.heapMb.toFixed(1)} MB, ${growth(wall.heap)} (target < ${String(TARGETS.heapMbPerMinute)}: ${verdict(heapMet)})`,
		`wall: its process ${String(wall.memory)} MB, ${growth(wall.memoryGrowth)}`,
		`incident to tile, ms: p50 ${String(tiles.p50)}  p99 ${String(tiles.p99)}  max ${String(tiles.max)}  of ${String(tiles.of)}, missing ${String(tiles.missing)}, not timed ${String(alarmed)} (alarmed before) (target p99 ≤ ${String(TARGETS.tileP99)}: ${verdict(tilesMet)})`,
		`server: ${percent(server.cpu)} of a core, ${String(server.memory.from)} → ${String(server.memory.to)} MB (its database is another process)`
	];
}
