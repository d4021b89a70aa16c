import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heard, incident, NOW, notBegun, tile } from './testing/tiles.ts';
import type { Tile } from './tile.ts';
import { lagOf, SILENT_AFTER_MS, TILE_GROUPS, tileNeed } from './tile-need.ts';

const groupOf = (more: Partial<Tile>): [string, string | null] => {
	const { group, level } = tileNeed(tile(1, more), NOW);
	return [group, level];
};
const silent = heard({}, NOW - SILENT_AFTER_MS - 1);

test.each<[string, Partial<Tile>, [string, string | null]]>([
	['another device asks', { need: 'device-asking' }, ['waits', 'danger']],
	['a face was refused', { need: 'face-asking', stage: null }, ['waits', 'danger']],
	['serious, now', { need: 'incidents', worst: incident('serious') }, ['serious', 'danger']],
	['too late', { need: 'entry-closed', stage: 'gate' }, ['late', 'attention']],
	['nothing heard', { desktop: silent }, ['cut-off', 'attention']],
	['no computer has it', { desktop: null }, ['cut-off', 'attention']],
	['worth a look, now', { worst: incident('attention') }, ['goes-on', 'attention']],
	['the phone', { phone: 'interrupted' }, ['goes-on', 'attention']],
	['asks', { unread: 2 }, ['message', null]],
	['serious, over', { worst: incident('serious', { until: NOW }) }, ['to-judge', 'attention']],
	['a second look', { toReview: 1 }, ['to-judge', 'attention']],
	['upload behind', { desktop: heard({ safeTo: NOW - 31_000 }) }, ['device', 'attention']],
	[
		'battery nearly empty',
		{ desktop: heard({ battery: { level: 0.1, charging: false } }) },
		['device', 'attention']
	],
	['charging', { desktop: heard({ battery: { level: 0.1, charging: true } }) }, ['calm', null]],
	['only noted', { worst: incident('note') }, ['calm', null]],
	['not there before the entry', { stage: 'pledge', desktop: null }, ['calm', null]],
	['upload after the end', { stage: 'upload', need: 'upload-outstanding' }, ['film', 'attention']],
	['over', { stage: 'done', need: 'complete', desktop: null }, ['over', null]]
])('[I1] what to look at first: %s', (_name, more, expected) => {
	expect(groupOf(more)).toEqual(expected);
});

test('[I1] [I2] an upload is as far behind as it says; where it says nothing nobody knows', () => {
	const lag = (of: Parameters<typeof heard>[0]) => lagOf({ desktop: heard(of) });
	expect(lag({ savedTo: NOW, safeTo: NOW - 31_000 })).toBe(31_000);
	expect(lag({ savedTo: NOW, safeTo: NOW + 1 })).toBe(0);
	expect(lag({ savedTo: NOW, safeTo: null })).toBeNull();
	expect(lag({ savedTo: null, safeTo: null })).toBeNull();
	expect(lagOf({ desktop: null })).toBeNull();
});

test('[I1] who has not begun is last but for who is through', () => {
	expect(tileNeed(notBegun(1), NOW).group).toBe('not-begun');
});

test('[I1] it says since when: of the incident, of the last that was heard', () => {
	expect(tileNeed(tile(1, { worst: incident('serious') }), NOW).since).toBe(NOW - 30_000);
	expect(tileNeed(tile(1, { desktop: silent }), NOW).since).toBe(silent.at);
});

test('[I1] a danger comes before everything else, whatever else is wrong', () => {
	const any = fc.record({
		need: fc.constantFrom<Tile['need']>('device-asking', 'running', 'incidents', 'film-missing'),
		worst: fc.constantFrom(null, incident('serious'), incident('attention'), incident('note')),
		unread: fc.nat(3),
		phone: fc.constantFrom<Tile['phone']>('filming', 'interrupted', 'waived'),
		desktop: fc.constantFrom(null, silent, heard())
	});
	fc.assert(
		fc.property(any, any, (a, b) => {
			const [one, other] = [tileNeed(tile(1, a), NOW), tileNeed(tile(1, b), NOW)];
			if (one.level !== 'danger' || other.level === 'danger') return;
			expect(TILE_GROUPS.indexOf(one.group)).toBeLessThan(TILE_GROUPS.indexOf(other.group));
		})
	);
});
