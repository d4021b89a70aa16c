import { expect, test } from 'vitest';
import type { Sight } from '../../attempt/event-payloads.ts';
import type { EventData } from '../../attempt/events.ts';
import { incidentHistory } from '../../attempt/incident-history.ts';
import { BEFORE, FROZEN, uuid } from '../../attempt/testing/events.ts';
import { noticedIn } from './face-view.ts';

type Told = Partial<EventData<'incident.noted'>> & { readonly sight: Sight | null };

function noticed(...told: Told[]) {
	const lines = told.map(({ sight: _, ...data }, seq) => ({
		...{ seq, type: 'incident.noted', serverAt: BEFORE + 60_000 },
		data: { kind: 'no-face', from: BEFORE, until: null, track: 'camera', ...data }
	}));
	const sights = new Map(told.map(({ sight }, seq) => [seq, sight]));
	return noticedIn(incidentHistory(FROZEN, lines), sights);
}
const seen = (strongest: number, picture: string | null = 'AAAA'): Sight => ({
	strongest,
	picture
});
const id = uuid(1);

test('[C30] what is told by one id is shown once, from when until when, as in the projection', () => {
	const both = noticed(
		{ id, sight: seen(3) },
		{ id, until: BEFORE + 8000, times: 2, sight: null },
		{ sight: seen(4) },
		// another kind by the same id is another incident
		{ id, kind: 'looking-away', sight: seen(40) }
	);
	expect(both).toEqual([
		{
			...{
				key: id,
				kind: 'no-face',
				track: 'camera',
				from: BEFORE,
				until: BEFORE + 8000,
				times: 2
			},
			sight: seen(3)
		},
		expect.objectContaining({ key: 'no-face-2', sight: seen(4) }),
		expect.objectContaining({ key: 'looking-away-1', sight: seen(40) })
	]);
});

test('[C30] its strongest moment stands, of another person the least alike; a picture before none', () => {
	const sight = (...sights: (Sight | null)[]) =>
		noticed(...sights.map((one) => ({ id, sight: one })));
	expect(sight(seen(3), seen(9), seen(5))).toMatchObject([{ sight: { strongest: 9 } }]);
	expect(sight(seen(3), seen(9, null))).toMatchObject([{ sight: seen(3) }]);
	expect(sight(seen(3, null), null, seen(2))).toMatchObject([{ sight: seen(2) }]);
	expect(sight(null, null)).toEqual([]);
	const kind = 'other-face' as const;
	expect(
		noticed(
			{ id, kind, sight: seen(0.2) },
			{ id, kind, sight: seen(0.1) },
			{ id, kind, sight: seen(0.15) }
		)
	).toMatchObject([{ sight: { strongest: 0.1 } }]);
});
