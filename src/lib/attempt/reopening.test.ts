import { expect, test } from 'vitest';
import { incidentOf } from './reopening.ts';

const first = { endTakenBack: false, recorded: [], lease: 'first', leases: ['first'] };

test('[C15] a page that recorded, or entered, and is opened anew was reloaded', () => {
	const both = ['first', 'second'];
	expect(incidentOf({ ...first, recorded: [{ lease: 'first' }] })).toBe('page-reloaded');
	expect(incidentOf(first)).toBe('page-reloaded');
	expect(incidentOf({ ...first, recorded: [{ lease: 'first' }], leases: both })).toBe(
		'page-reloaded'
	);
});

test('[C8] a device that comes in after entry has reloaded nothing', () => {
	const second = { ...first, lease: 'second', leases: ['first', 'second'] };
	expect(incidentOf(second)).toBeNull();
	// the same computer under a new lease: its former parts are not this one's
	expect(incidentOf({ ...second, recorded: [{ lease: 'first' }] })).toBeNull();
});

test('[C23] an end that was taken back is no reload', () => {
	const back = { ...first, endTakenBack: true, recorded: [{ lease: 'first' }] };
	expect(incidentOf(back)).toBe('recording-resumed');
});
