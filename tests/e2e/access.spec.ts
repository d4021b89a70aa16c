// Every address, method and socket topic of the built server, asked as every role, for the own room, another room and
// another exam; docs/spec/access.md says what must come of it. No browser page is opened.
import { WebSocket } from 'ws';
import { ROLES, type Role } from '../../src/lib/accounts/permissions.ts';
import type { StaffMessage, StaffPush } from '../../src/lib/live/staff-wire.ts';
import {
	addressesInSource,
	readAccessTables,
	type Address,
	type ByPermission,
	type Who
} from '../lib/access-table.ts';
import {
	makeAccessWorld,
	PLACES,
	type AccessWorld,
	type Asker,
	type PlaceKind,
	type Thing
} from '../lib/access-world.ts';
import { expect, test } from '../lib/fixtures.ts';

test.use({ demoOptions: { startIn: 1200, minutes: 5, candidates: 1 } });

const tables = readAccessTables();

test('[I4] the table of access names every address of the source, and no other', () => {
	const named = (one: { path: string; method: string }): string => `${one.method} ${one.path}`;
	const written = tables.addresses.map(named).toSorted();
	expect(written).toEqual(addressesInSource().map(named).toSorted());
	expect(new Set(written).size).toBe(written.length);
});

const holds = (asker: Asker, who: ByPermission): boolean =>
	asker.role !== 'nobody' &&
	who.permissions.some((one) => tables.held.get(asker.role as Role)?.has(one));

function isTheirs(asker: Asker, place: PlaceKind): boolean {
	return place === 'own' || (place === 'room' && asker.wholeExam);
}

type Expected = 'in' | 'login' | 'denied';

function expected(asker: Asker, who: Who, place: PlaceKind): Expected {
	if (who.kind === 'anybody') return 'in';
	// a session is no capability
	if (who.kind === 'token') return 'login';
	if (asker.role === 'nobody') return 'login';
	if (who.kind === 'candidate') return asker.role === 'candidate' ? 'in' : 'denied';
	if (who.kind !== 'permission' || !holds(asker, who)) return 'denied';
	return who.anywhere || isTheirs(asker, place) ? 'in' : 'denied';
}

const fill = (path: string, thing: Thing): string =>
	path
		.replace('[room]', thing.room)
		.replace('[attempt]', thing.attempt)
		.replace('[candidate]', thing.candidate)
		.replace('[part]', thing.part)
		.replace('[sitting]', thing.sitting)
		.replace('[track]', 'camera')
		.replace('[exam]', 'NO-SUCH')
		.replace('[check]', thing.attempt)
		.replace('[n]', '0');

/** Read as a page asks: who is not logged in is led to the login. */
const isPage = ({ path, method }: Address): boolean =>
	method === 'GET' && !path.startsWith('/api/');

async function ask(url: string, asker: Asker, address: Address, thing: Thing): Promise<Expected> {
	const { method } = address;
	const answer = await fetch(url + fill(address.path, thing), {
		method,
		redirect: 'manual',
		headers: {
			...(asker.cookie ? { cookie: asker.cookie } : {}),
			origin: url,
			accept: isPage(address) ? 'text/html' : 'application/json',
			...(method === 'GET' || method === 'HEAD' ? {} : { 'content-type': 'application/json' })
		},
		// nothing in it: who may is told that it is invalid, who may not must not get as far
		...(method === 'GET' || method === 'HEAD' ? {} : { body: '{}' })
	});
	await answer.arrayBuffer();
	const location = answer.headers.get('location') ?? '';
	if (answer.status === 401) return 'login';
	if (isPage(address) && answer.status === 303 && /^\/\?next=/.test(location)) return 'login';
	expect(answer.status, `${method} ${address.path} as ${asker.name}`).toBeLessThan(500);
	return answer.status === 403 ? 'denied' : 'in';
}

async function askAll(url: string, { askers, things }: AccessWorld): Promise<[string[], number]> {
	const wrong: string[] = [];
	let tried = 0;
	for (const address of tables.addresses) {
		// it would end the session that the next one asks with
		if (address.path === '/logout') continue;
		const places = /\[(room|attempt|candidate|part)\]/.test(address.path)
			? PLACES
			: (['own'] as const);
		for (const asker of askers)
			for (const place of places) {
				tried++;
				const got = await ask(url, asker, address, things[place]);
				const wanted = expected(asker, address.who, place);
				if (got !== wanted)
					wrong.push(
						`${address.method} ${address.path} as ${asker.name}, ${place}: ${got}, not ${wanted}`
					);
			}
	}
	return [wrong, tried];
}

test('[I4] every role reaches what the table says at every address, and nothing else', async ({
	demo
}) => {
	test.setTimeout(180_000);
	const world = await makeAccessWorld(demo);
	expect(new Set(world.askers.map(({ role }) => role))).toEqual(new Set([...ROLES, 'nobody']));
	const [wrong, tried] = await askAll(demo.url, world);
	const [deaf, topics] = await askTopics(demo.url, world);
	console.log(`access: ${String(tried)} requests and ${String(topics)} topics tried`);
	expect([...wrong, ...deaf]).toEqual([]);
	expect(tried).toBeGreaterThan(400);
});

const MESSAGES: Record<string, (thing: Thing) => StaffMessage> = {
	watch: ({ room }) => ({ v: 1, type: 'watch', room }),
	look: ({ attempt }) => ({ v: 1, type: 'look', attempts: [attempt] }),
	follow: ({ attempt }) => ({ v: 1, type: 'follow', attempt }),
	live: ({ attempt }) => ({ v: 1, type: 'live', attempt, device: 'desktop', viewer: attempt })
};
/** A topic that was let in may say nothing: a pong behind it proves that it was read. */
const refusalOf = (url: string, asker: Asker, message: StaffMessage): Promise<string | null> =>
	new Promise((resolve, reject) => {
		const headers = { origin: url, ...(asker.cookie ? { cookie: asker.cookie } : {}) };
		const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/staff`, { headers });
		let refused: string | null = null;
		const end = setTimeout(() => reject(new Error(`${message.type}: no answer`)), 10_000);
		const done = (): void => {
			clearTimeout(end);
			socket.close();
			resolve(refused);
		};
		socket.on('error', reject);
		socket.on('close', done);
		socket.on('message', (data, isBinary) => {
			if (isBinary) return;
			const said = JSON.parse(String(data)) as StaffPush;
			if (said.type === 'refused') refused = said.code;
			if (said.type === 'welcome') {
				socket.send(JSON.stringify(message));
				// behind the answer to it, which asks the database
				setTimeout(() => socket.send(JSON.stringify({ v: 1, type: 'ping', sentAt: 0 })), 150);
			}
			if (said.type === 'pong') done();
		});
	});

async function askTopics(url: string, world: AccessWorld): Promise<[string[], number]> {
	const wrong: string[] = [];
	let tried = 0;
	expect([...tables.topics.keys()].toSorted()).toEqual(Object.keys(MESSAGES).toSorted());
	for (const [topic, who] of tables.topics)
		for (const asker of world.askers)
			for (const place of PLACES) {
				tried++;
				const message = MESSAGES[topic]?.(world.things[place]);
				if (!message) throw new Error(topic);
				const code = await refusalOf(url, asker, message);
				const got =
					code === 'access.denied' ? 'denied' : code === 'access.login-required' ? 'login' : 'in';
				const wanted = expected(asker, who, place);
				// a candidate's session is no staff session: it may be sent away at the door
				const same = got === wanted || (asker.role === 'candidate' && got !== 'in');
				if (!same) wrong.push(`${topic} as ${asker.name}, ${place}: ${got}, not ${wanted}`);
			}
	return [wrong, tried];
}
