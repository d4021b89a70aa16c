// The file as a browser makes it, from a real IndexedDB; opened by a decryptor that knows docs/spec/hand-in.md and
// nothing of our code.
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createIdbVault } from '../../recording/browser/idb-vault.ts';
import type { Vault } from '../../recording/ports.ts';
import { ATTEMPT, bytesOf, LEASE, partHeader } from '../../recording/testing/factories.ts';
import type { Command } from '../../live/requests.ts';
import { runningDigest } from '../../shared/digest.ts';
import { createHandIn } from '../ui/hand-in-controller.svelte.ts';
import type { HandInState } from '../ui/hand-in-state.ts';
import { prepareHandIn, type HandInSink, type HandInSource } from './hand-in-file.ts';
import { downloadSink } from './hand-in-sink.ts';

const SLICE = 100_000;
const CAMERA = '00000000-0000-4000-8000-0000000000c1';
const SCREEN = '00000000-0000-4000-8000-0000000000c2';
const SENT = '00000000-0000-4000-8000-0000000000c3';
const TOKEN = 'a-secret-of-this-device';
const END: Command = {
	...{ id: '00000000-0000-4000-8000-0000000000e1', clientAt: 7, type: 'interview.ended' },
	data: { by: 'candidate', at: 7 }
};

let pair: CryptoKeyPair;
let key: { id: string; spki: string };

beforeAll(async () => {
	pair = await crypto.subtle.generateKey(
		{
			...{ name: 'RSA-OAEP', modulusLength: 3072, hash: 'SHA-256' },
			publicExponent: new Uint8Array([1, 0, 1])
		},
		true,
		['encrypt', 'decrypt']
	);
	const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
	key = {
		id: '00000000-0000-4000-8000-0000000000f1',
		spki: btoa(String.fromCharCode(...spki))
	};
});
afterEach(() => vi.restoreAllMocks());

async function record(vault: Vault, id: string, size: number, startedAt: number): Promise<void> {
	await vault.createPart(partHeader({ id, startedAt }));
	const bytes = bytesOf(size, startedAt);
	for (let at = 0; at < size; at += SLICE)
		await vault.append(id, bytes.slice(at, Math.min(size, at + SLICE)), 1);
	const digest = runningDigest();
	digest.update(new Uint8Array(bytes));
	await vault.closePart(id, digest.peek());
}

async function recorded(): Promise<Vault> {
	const vault = await createIdbVault(`test-${crypto.randomUUID()}`);
	await record(vault, CAMERA, 3_456_789, 1);
	await record(vault, SENT, 5000, 2);
	await vault.note(SENT, { verified: true });
	await record(vault, SCREEN, 1_234_567, 3);
	return vault;
}

const sourceOf = (vault: HandInSource['vault']): HandInSource => ({
	...{ vault, attempt: ATTEMPT, lease: LEASE, token: TOKEN, key, commands: [END], now: 9 }
});

function memorySink(): HandInSink & { blob(): Blob } {
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	return {
		write: (bytes) => Promise.resolve(void pieces.push(bytes)),
		close: () => Promise.resolve(),
		abort: () => Promise.resolve(void pieces.splice(0)),
		blob: () => new Blob(pieces)
	};
}

// — docs/spec/hand-in.md, read by itself —

interface Opened {
	readonly envelope: { file: string; key: string; wrapped: string; frame: number };
	readonly header: {
		v: number;
		attempt: string;
		proof: string;
		parts: { header: { id: string }; bytes: number; enclosed: boolean }[];
		commands: unknown[];
	};
	readonly prelude: Uint8Array<ArrayBuffer>;
	readonly rest: Uint8Array<ArrayBuffer>;
}

async function openBySpec(file: Blob): Promise<Opened> {
	const all = new Uint8Array(await file.arrayBuffer());
	expect([...all.subarray(0, 8)]).toEqual([0x44, 0x55, 0x49, 0x4d, 0x49, 0x41, 0x4e, 0x1a]);
	const view = new DataView(all.buffer);
	expect(view.getUint16(8)).toBe(1);
	const begin = 12 + view.getUint16(10);
	const prelude = all.slice(0, begin);
	const envelope = JSON.parse(
		new TextDecoder().decode(all.subarray(12, begin))
	) as Opened['envelope'];
	const wrapped = Uint8Array.from(atob(envelope.wrapped), (char) => char.charCodeAt(0));
	const label = new TextEncoder().encode(`duimian hand-in v1 ${envelope.file}`);
	const secret = await crypto.subtle.decrypt({ name: 'RSA-OAEP', label }, pair.privateKey, wrapped);
	const aes = await crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['decrypt']);
	const about = new Uint8Array(await crypto.subtle.digest('SHA-256', prelude));
	const plain: Uint8Array[] = [];
	for (let at = begin, number = 0; at < all.length; number++) {
		const end = Math.min(all.length, at + envelope.frame + 16);
		const tail = new Uint8Array(5);
		new DataView(tail.buffer).setUint32(0, number);
		tail[4] = end === all.length ? 1 : 0;
		const iv = new Uint8Array(12);
		iv.set(tail, 7);
		const additionalData = new Uint8Array([...about, ...tail]);
		plain.push(
			new Uint8Array(
				await crypto.subtle.decrypt(
					{ name: 'AES-GCM', iv, additionalData },
					aes,
					all.subarray(at, end)
				)
			)
		);
		at = end;
	}
	const content = new Uint8Array(await new Blob(plain as BlobPart[]).arrayBuffer());
	const length = new DataView(content.buffer).getUint32(0);
	const header = JSON.parse(
		new TextDecoder().decode(content.subarray(4, 4 + length))
	) as Opened['header'];
	return { envelope, header, prelude, rest: content.slice(4 + length) };
}

test('[C24] everything that is not on the server is in the file, byte for byte, and the rest is named', async () => {
	const prepared = await prepareHandIn(sourceOf(await recorded()));
	if (!prepared.ok) throw new Error(prepared.error.code);
	const sink = memorySink();
	const steps: number[] = [];
	const { bytes, unreadable } = await prepared.value.write(sink, (done) => steps.push(done));
	const file = sink.blob();
	expect(file.size).toBe(bytes);
	expect(unreadable).toEqual([]);
	expect(steps.at(-1)).toBe(prepared.value.total);
	expect(steps).toEqual(steps.toSorted((a, b) => a - b));

	const { envelope, header, rest, prelude } = await openBySpec(file);
	expect(envelope.key).toBe(key.id);
	expect(header).toMatchObject({ v: 1, attempt: ATTEMPT, lease: LEASE, commands: [END] });
	expect(header.parts.map((part) => [part.header.id, part.bytes, part.enclosed])).toEqual([
		[CAMERA, 3_456_789, true],
		[SENT, 5000, false],
		[SCREEN, 1_234_567, true]
	]);
	expect(rest.slice(0, 3_456_789)).toEqual(new Uint8Array(bytesOf(3_456_789, 1)));
	expect(rest.slice(3_456_789)).toEqual(new Uint8Array(bytesOf(1_234_567, 3)));

	const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(TOKEN));
	const hmac = { name: 'HMAC', hash: 'SHA-256' };
	const mac = await crypto.subtle.importKey('raw', hash, hmac, false, ['sign']);
	const proven = new Blob(['duimian hand-in v1 proof ', prelude]);
	const proof = new Uint8Array(await crypto.subtle.sign('HMAC', mac, await proven.arrayBuffer()));
	expect(header.proof).toBe(proof.toHex());
	expect(await file.text()).not.toContain(TOKEN);
});

test('[C24] nothing in the file can be read without the exam’s private key', async () => {
	const prepared = await prepareHandIn(sourceOf(await recorded()));
	if (!prepared.ok) throw new Error(prepared.error.code);
	const sink = memorySink();
	await prepared.value.write(sink, () => {});
	const text = new TextDecoder('latin1').decode(await sink.blob().arrayBuffer());
	for (const secret of [CAMERA, ATTEMPT, LEASE, 'video/webm', 'interview.ended'])
		expect(text).not.toContain(secret);
});

test('[C24] a part that is still being recorded, an exam without a key, nothing left: said in words', async () => {
	const vault = await recorded();
	const code = async (source: HandInSource): Promise<string | null> => {
		const prepared = await prepareHandIn(source);
		return prepared.ok ? null : prepared.error.code;
	};
	expect(await code({ ...sourceOf(vault), key: null })).toBe('hand-in.no-key');
	for (const id of [CAMERA, SCREEN]) await vault.note(id, { verified: true });
	expect(await code(sourceOf(vault))).toBeNull();
	expect(await code({ ...sourceOf(vault), commands: [] })).toBe('hand-in.nothing-left');
	await vault.createPart(partHeader({ id: crypto.randomUUID() }));
	expect(await code(sourceOf(vault))).toBe('hand-in.still-recording');
});

function handIn(vault: HandInSource['vault'], openSink: () => Promise<HandInSink | null>) {
	const options = { ...sourceOf(vault), commands: () => [END], now: () => 9 };
	return createHandIn({ ...options, name: () => '对面-SL0900-0017-20261128.duimian', openSink });
}

test('[C24] the button: preparing, writing, saved; a closed dialog is no failure', async () => {
	const vault = await recorded();
	const closed = handIn(vault, () => Promise.resolve(null));
	closed.start();
	expect(closed.state.kind).toBe('preparing');
	await expect.poll(() => closed.state.kind).toBe('idle');

	const sink = memorySink();
	const file = handIn(vault, () => Promise.resolve(sink));
	const seen: HandInState['kind'][] = [];
	file.start();
	file.start();
	await expect
		.poll(() => {
			seen.push(file.state.kind);
			return file.state.kind;
		})
		.toBe('saved');
	expect(file.state).toMatchObject({
		...{ name: '对面-SL0900-0017-20261128.duimian', bytes: sink.blob().size, unreadable: 0 }
	});
	await openBySpec(sink.blob());
});

test('[C24] a full drive is said, and the file can be saved elsewhere', async () => {
	const reported = vi.spyOn(globalThis, 'reportError').mockImplementation(() => {});
	const vault = await recorded();
	let full = true;
	const sink = memorySink();
	const aborted = vi.spyOn(sink, 'abort');
	const file = handIn(vault, () =>
		Promise.resolve({
			...sink,
			write: (bytes: Uint8Array<ArrayBuffer>) =>
				full ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : sink.write(bytes)
		})
	);
	file.start();
	await expect.poll(() => file.state).toEqual({ kind: 'failed', code: 'hand-in.not-written' });
	expect(aborted).toHaveBeenCalledOnce();
	expect(reported).toHaveBeenCalledOnce();
	full = false;
	file.start();
	await expect.poll(() => file.state.kind).toBe('saved');
	await openBySpec(sink.blob());
});

test('[C24] what the browser’s storage does not give out leaves the other parts whole', async () => {
	const vault = await recorded();
	const holed = {
		parts: vault.parts,
		read: (id: string, start: number, end: number) =>
			id === CAMERA && start === 1024 * 1024
				? Promise.reject(new Error('hole'))
				: vault.read(id, start, end)
	};
	const sink = memorySink();
	const file = handIn(holed, () => Promise.resolve(sink));
	file.start();
	await expect.poll(() => file.state).toMatchObject({ kind: 'saved', unreadable: 1 });
	const { rest } = await openBySpec(sink.blob());
	expect(rest.slice(3_456_789)).toEqual(new Uint8Array(bytesOf(1_234_567, 3)));
});

test('[C24] without a file dialog it comes as a download', async () => {
	const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
	const made = vi.spyOn(URL, 'createObjectURL');
	const prepared = await prepareHandIn(sourceOf(await recorded()));
	if (!prepared.ok) throw new Error(prepared.error.code);
	await prepared.value.write(downloadSink('对面.duimian'), () => {});
	expect(clicked.mock.contexts[0]).toMatchObject({ download: '对面.duimian' });
	await openBySpec(made.mock.calls[0]?.[0] as Blob);
});
