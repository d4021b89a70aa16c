// What one letter that is wrong takes with it: nothing. Real PostgreSQL, which refuses it.
import { afterEach, expect, test } from 'vitest';
import { uuid } from '../../attempt/testing/events.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { silentLog } from '../../shared/log.ts';
import type { LiveLetter } from './live-letters.repository.ts';
import { startLivePost, type LivePost } from './live-post.ts';

const { db } = await testDatabase();
const LEASE = uuid(9);
const delivered: string[] = [];
const open: LivePost[] = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map((post) => post.stop()));
	await db.deleteFrom('live_signals').execute();
	delivered.length = 0;
});

function start(): LivePost {
	const post = startLivePost({
		...{ db, clock: { now: () => 1 }, log: silentLog, mine: () => true },
		deliver({ says }) {
			const data = says.kind === 'signals' ? says.data : says.kind;
			if (data === 'throws') throw new Error('the audit log is away');
			if (data === 'rejects') return Promise.reject(new Error('the audit log is away'));
			delivered.push(data);
		}
	});
	open.push(post);
	return post;
}
const letter = (data: string): LiveLetter => ({
	...{ to: 'device', seat: uuid(1), lease: LEASE, says: { kind: 'signals', data } }
});
const ids = async () =>
	(await db.selectFrom('live_signals').select('id').orderBy('id').execute()).map(({ id }) => id);

async function carried(...data: string[]): Promise<string[]> {
	const post = start();
	for (const one of data) post.send(letter(one));
	await post.stop();
	for (const id of await ids()) post.announced(`${String(id)} ${LEASE}`);
	await post.stop();
	return delivered;
}

test.each(['a\0b', '\ud83d'])(
	'[I2] a letter that no database keeps (%j) takes none of its bunch with it, nor their order',
	async (wrong) => {
		expect(await carried('one', wrong, 'two', 'three')).toEqual(['one', 'two', 'three']);
	}
);

test.each(['throws', 'rejects'])(
	'[I2] a letter whose delivery %s takes none of its bunch with it',
	async (wrong) => {
		expect(await carried('one', wrong, 'two')).toEqual(['one', 'two']);
	}
);
