// tus 1.0 (core, creation, creation-defer-length) as data: what is asked, what must be observed, and where the stock
// server answers otherwise and why. Runs against ours and against @tus/server 2.4.5 with the durable store.
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { partUrl, UPLOAD_PATH } from '../protocol.ts';
import { TUS, type TusSession } from './tus-session.ts';
import { MAX_PART_BYTES } from './upload-server.ts';

export interface TusCase {
	readonly name: string;
	run(session: TusSession): Promise<unknown>;
	readonly expected: unknown;
	/** Where the stock server differs: what it does instead, or why it is never asked. */
	readonly stock?:
		{ readonly observed: unknown; readonly why: string } | { readonly never: string };
}

const LARGE = MAX_PART_BYTES + 1;
/** Time for half a body to arrive on loopback, and for a dropped connection to be noticed. */
const ARRIVAL_MS = 150;

/** Sends half of a PATCH, then the connection is lost. */
async function lose(
	session: TusSession,
	...[from, to, promised, headers]: Parameters<TusSession['half']>
): Promise<void> {
	const half = await session.half(from, to, promised, headers);
	await sleep(ARRIVAL_MS);
	half.drop();
	await sleep(ARRIVAL_MS);
}

export const TUS_CASES: readonly TusCase[] = [
	{
		name: 'OPTIONS says version, extensions and size, without a token',
		async run({ ask }) {
			const { status, headers } = await ask('OPTIONS', {}, UPLOAD_PATH);
			const extensions = String(headers['tus-extension']).split(',');
			const wanted = ['creation', 'creation-defer-length'].every((one) => extensions.includes(one));
			return [status, headers['tus-version'], headers['tus-max-size'], wanted];
		},
		expected: [204, '1.0.0', String(MAX_PART_BYTES), true]
	},
	{
		name: 'a creation answers 201 with the address of an empty upload',
		async run({ create, head, url }) {
			const { status, headers } = await create();
			return [status, headers.location === url, await head()];
		},
		expected: [201, true, { status: 200, offset: '0', length: undefined }]
	},
	{
		name: 'a length that is not known yet is said to be deferred, and HEAD is not cached',
		async run({ create, ask }) {
			await create();
			const { headers } = await ask('HEAD');
			return [headers['upload-defer-length'], headers['cache-control']];
		},
		expected: ['1', 'no-store']
	},
	{
		name: 'HEAD gives the metadata back',
		async run({ create, ask }) {
			await create();
			const { headers } = await ask('HEAD');
			return /^header \S{40,}$/.test(String(headers['upload-metadata']));
		},
		expected: true
	},
	{
		name: 'a second creation leaves what is there',
		async run({ create, patch, head }) {
			const first = await create();
			await patch(0, 1000);
			const second = await create();
			return [second.status, second.headers.location === first.headers.location, await head()];
		},
		expected: [201, true, { status: 200, offset: '1000', length: undefined }]
	},
	{
		name: 'a creation may know the length',
		async run({ create, head }) {
			await create({ 'Upload-Length': 5000 });
			return head();
		},
		expected: { status: 200, offset: '0', length: '5000' }
	},
	{
		name: 'a creation says either the length or that it is deferred',
		async run({ create }) {
			const both = { 'Upload-Length': 5000, 'Upload-Defer-Length': 1 };
			return [(await create({})).status, (await create(both)).status];
		},
		expected: [400, 400]
	},
	{
		name: 'nonsense in a number is refused',
		async run({ create, patch }) {
			await create();
			const bad = await create({ 'Upload-Length': '-5' });
			return [bad.status, (await patch(0, 10, { 'Upload-Offset': 'x' })).status];
		},
		expected: [400, 400]
	},
	{
		name: 'PATCH appends and says the new offset',
		async run({ create, patch, head }) {
			await create();
			const one = await patch(0, 70_000);
			const two = await patch(70_000, 200_000);
			return [one.status, one.headers['upload-offset'], two.headers['upload-offset'], await head()];
		},
		expected: [204, '70000', '200000', { status: 200, offset: '200000', length: undefined }]
	},
	{
		name: 'a wrong offset is a conflict and changes nothing',
		async run({ create, patch, head }) {
			await create();
			await patch(0, 1000);
			const early = await patch(500, 2000);
			const late = await patch(1500, 2000);
			return [early.status, late.status, (await head()).offset];
		},
		expected: [409, 409, '1000']
	},
	{
		name: 'PATCH has its own content type',
		async run({ create, patch }) {
			await create();
			return (await patch(0, 10, { 'Content-Type': 'text/plain' })).status;
		},
		expected: 415,
		stock: { observed: 400, why: 'checks the header by its general validator' }
	},
	{
		name: 'another protocol version is refused, with the one that is spoken',
		async run({ create, patch, ask }) {
			await create();
			const { 'Tus-Resumable': _, ...without } = TUS;
			const none = await ask('HEAD', without);
			const wrong = await patch(0, 10, { 'Tus-Resumable': '0.2.2' });
			return [none.status, wrong.status, wrong.headers['tus-version']];
		},
		expected: [412, 412, '1.0.0'],
		stock: {
			observed: [412, 400, undefined],
			why: 'a wrong version is 400, and Tus-Version is missing'
		}
	},
	{
		name: 'an upload that nobody created is not found',
		async run({ ask, patch }) {
			const unknown = await ask('HEAD', TUS, partUrl(randomUUID()));
			return [unknown.status, (await patch(0, 10)).status];
		},
		expected: [404, 404]
	},
	{
		name: 'what came of a body that was cut off is kept, to the byte',
		async run(session) {
			await session.create();
			await lose(session, 0, 60_001, 150_000);
			const { offset } = await session.head();
			const rest = await session.patch(60_001, 200_000);
			const kept = await session.server.bytesOf(session.part);
			return [offset, rest.status, kept.equals(session.data)];
		},
		expected: ['60001', 204, true]
	},
	{
		name: 'a body that stands still does not keep the sender from asking and going on',
		async run(session) {
			await session.create();
			await session.half(0, 60_001, 150_000);
			await sleep(ARRIVAL_MS);
			const before = performance.now();
			const { offset } = await session.head();
			const soon = performance.now() - before < 1000;
			const rest = await session.patch(60_001, 200_000);
			return [offset, soon, rest.status];
		},
		expected: ['60001', true, 204],
		stock: {
			observed: ['60001', false, 204],
			why: 'waits three seconds before it lets go of the older request'
		}
	},
	{
		name: 'a last PATCH with the length that was cut off can be sent again',
		async run(session) {
			await session.create();
			await lose(session, 0, 50_000, 200_000, { 'Upload-Length': 200_000 });
			const { offset, length } = await session.head();
			const again = await session.patch(50_000, 200_000, { 'Upload-Length': 200_000 });
			return [offset, length, again.status];
		},
		expected: ['50000', '200000', 204],
		stock: {
			observed: ['50000', '200000', 400],
			why: 'refuses a length that was declared before, even the same one'
		}
	},
	{
		name: 'the length may be declared by an empty PATCH, again, but not otherwise',
		async run({ create, patch, head }) {
			await create();
			await patch(0, 1000);
			const first = await patch(1000, 1000, { 'Upload-Length': 1000 });
			const again = await patch(1000, 1000, { 'Upload-Length': 1000 });
			const other = await patch(1000, 1000, { 'Upload-Length': 2000 });
			return [first.status, again.status, other.status, (await head()).length];
		},
		expected: [204, 204, 400, '1000'],
		stock: { observed: [204, 400, 400, '1000'], why: 'as above' }
	},
	{
		name: 'a length below what is there is refused and not declared',
		async run({ create, patch, head }) {
			await create();
			await patch(0, 1000);
			const short = await patch(1000, 1000, { 'Upload-Length': 999 });
			return [short.status, (await head()).length];
		},
		expected: [400, undefined]
	},
	{
		name: 'nothing is written beyond the declared length',
		async run({ create, patch, head }) {
			await create({ 'Upload-Length': 1000 });
			const beyond = await patch(0, 1001);
			const within = await patch(0, 1000);
			return [beyond.status, within.status, (await head()).offset];
		},
		expected: [413, 204, '1000']
	},
	{
		name: 'nothing is larger than Tus-Max-Size',
		async run({ create, patch }) {
			const announced = await create({ 'Upload-Length': LARGE });
			await create();
			const declared = await patch(0, 0, { 'Upload-Length': LARGE });
			return [announced.status, declared.status];
		},
		expected: [413, 413]
	},
	{
		name: 'POST may stand for another method',
		async run({ create, url, ask }) {
			await create();
			const asked = await ask('POST', { ...TUS, 'X-HTTP-Method-Override': 'HEAD' }, url);
			return [asked.status, asked.headers['upload-offset']];
		},
		expected: [200, '0'],
		stock: { observed: [400, undefined], why: 'ignores the header and wants to create an upload' }
	},
	{
		name: 'DELETE is not offered and destroys nothing',
		async run({ create, patch, ask, head }) {
			await create();
			await patch(0, 1000);
			const gone = await ask('DELETE');
			return [gone.status, (await head()).status];
		},
		expected: [405, 200],
		stock: { observed: [204, 404], why: 'offers termination: whoever has the address destroys it' }
	},
	{
		name: 'GET and other methods are not offered',
		async run({ create, patch, ask, url }) {
			await create();
			await patch(0, 1000);
			const methods = ['GET', 'PUT', 'DELETE', 'POST'];
			return Promise.all(methods.map(async (one) => (await ask(one, TUS, url)).status));
		},
		expected: [405, 405, 405, 405],
		stock: {
			never: 'a plain GET of a finished upload ended its process in about one of five tries'
		}
	}
];
