import { expect, test } from 'vitest';
import { createIncidentWatch } from './incident-watch.ts';

const lost = { kind: 'connection-lost', track: null, from: 100 } as const;
const gone = { kind: 'recording-interrupted', track: 'screen', from: 150 } as const;

test('[C16] a span is noted once, when it is over, from its first moment', () => {
	const watch = createIncidentWatch();
	expect(watch.see([lost], 100)).toEqual([]);
	expect(watch.see([{ ...lost, from: 180 }, gone], 200)).toEqual([]);
	expect(watch.see([gone], 300)).toEqual([{ ...lost, until: 300 }]);
	expect(watch.see([], 400)).toEqual([{ ...gone, until: 400 }]);
	expect(watch.see([], 500)).toEqual([]);
});

test('[C23] what is still open at the end is noted as open', () => {
	const watch = createIncidentWatch();
	watch.see([gone], 200);
	expect(watch.flush()).toEqual([{ ...gone, until: null }]);
	expect(watch.flush()).toEqual([]);
});
