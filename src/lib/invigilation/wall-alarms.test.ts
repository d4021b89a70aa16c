import { expect, test } from 'vitest';
import { incident, NOW, tile } from './testing/tiles.ts';
import type { Tile } from './tile.ts';
import { tileNeed } from './tile-need.ts';
import { alarms } from './wall-alarms.ts';

const look = (...tiles: Tile[]) => tiles.map((one) => ({ tile: one, need: tileNeed(one, NOW) }));
const serious = (key: string) => ({ worst: incident('serious', { key }) });

test('[I1] a page that opens announces nothing of what was there already', () => {
	const { dangers, messages } = alarms(null, look(tile(1, serious('a')), tile(2, { unread: 3 })));
	expect([dangers, messages]).toEqual([[], []]);
});

test('[I1][I3] a new danger and a new message are announced once', () => {
	const first = alarms(null, look(tile(1), tile(2)));
	const next = look(tile(1, serious('a')), tile(2, { unread: 1 }));
	const second = alarms(first.announced, next);
	expect([second.dangers, second.messages]).toEqual([[tile(1).candidate], [tile(2).candidate]]);
	const third = alarms(second.announced, next);
	expect([third.dangers, third.messages]).toEqual([[], []]);
});

test('[I1] another danger of the same candidate is another one; fewer messages are none', () => {
	const first = alarms(null, look(tile(1, serious('a')), tile(2, { unread: 2 })));
	const second = alarms(first.announced, look(tile(1, serious('b')), tile(2, { unread: 1 })));
	expect([second.dangers, second.messages]).toEqual([[tile(1).candidate], []]);
	const third = alarms(second.announced, look(tile(1), tile(2, { unread: 2 })));
	expect([third.dangers, third.messages]).toEqual([[], [tile(2).candidate]]);
});
