// A desk that keeps what it is brought, in order: what an adapter tells, without grace, merging or opinion.
import type { IncidentKind } from '../../attempt/events.ts';
import type { SignalDesk } from '../signal.ts';

export interface FakeDesk extends SignalDesk {
	/** `+kind/track` begins, `-kind/track` ends, `kind/track` happened; what changes nothing is left out. */
	readonly said: string[];
	holding(kind: IncidentKind): boolean;
}

export function fakeDesk(): FakeDesk {
	const said: string[] = [];
	const open = new Set<string>();
	const named = (kind: IncidentKind, track: string | null = null): string =>
		track === null ? kind : `${kind}/${track}`;
	return {
		said,
		holding: (kind) => [...open].some((one) => one.split('/')[0] === kind),
		holds(kind, holds, about) {
			const name = named(kind, about?.track);
			if (holds === open.has(name)) return;
			if (holds) open.add(name);
			else open.delete(name);
			said.push(`${holds ? '+' : '-'}${name}`);
		},
		happened: (kind, about) => void said.push(named(kind, about?.track)),
		told: (signal) => void said.push(named(signal.kind, signal.track))
	};
}
