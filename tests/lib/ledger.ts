// Compares what a browser's IndexedDB has acknowledged with what lies on the server, byte for byte, and asks the
// database what it thinks of the same parts.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect } from 'playwright/test';
import type { Evaluating } from './film.ts';

export interface VaultPart {
	readonly id: string;
	readonly attempt: string;
	readonly track: string;
	readonly startedAt: number;
	readonly bytes: number;
	readonly sha256: string;
	/** Its chunks were removed to make room: bytes and digest are then what the vault had noted when it ended. */
	readonly freed: boolean;
}

/** Digest of the chunks themselves, read from IndexedDB by this function and not by the program under test. */
export function vaultParts(
	page: Evaluating,
	database = 'duimian-recordings'
): Promise<VaultPart[]> {
	return page.evaluate(async (name) => {
		const opened = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open(name);
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error ?? new Error('no vault'));
		});
		const all = <T>(store: string): Promise<T[]> =>
			new Promise((resolve) => {
				const request = opened.transaction(store).objectStore(store).getAll();
				request.onsuccess = () => resolve(request.result as T[]);
			});
		type Part = {
			id: string;
			attempt: string;
			track: string;
			startedAt: number;
			stored: number;
			sha256: string | null;
			freed: boolean;
		};
		type Chunk = { part: string; off: number; data: ArrayBuffer };
		const chunks = await all<Chunk>('chunks');
		const result = [];
		for (const part of await all<Part>('parts')) {
			const { id, attempt, track, startedAt, freed } = part;
			if (freed) {
				const { stored: bytes, sha256 } = part;
				result.push({ id, attempt, track, startedAt, freed, bytes, sha256: sha256 ?? '' });
				continue;
			}
			const own = chunks.filter((chunk) => chunk.part === id).sort((a, b) => a.off - b.off);
			const bytes = await new Blob(own.map((chunk) => chunk.data)).arrayBuffer();
			const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
			const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
			result.push({ id, attempt, track, startedAt, freed, bytes: bytes.byteLength, sha256 });
		}
		opened.close();
		return result;
	}, database);
}

export interface ServerPart {
	readonly id: string;
	readonly track: string;
	readonly mime: string;
	readonly started_at: number;
	readonly duration_ms: number | null;
	readonly verified_bytes: number | null;
	readonly seekable_at: number | null;
	readonly remux_error: string | null;
}

/** Waits until each part of a track has its film. @returns those parts */
export async function filmedParts(
	data: string,
	attempt: string,
	track: string
): Promise<ServerPart[]> {
	const own = async (): Promise<ServerPart[]> =>
		(await serverParts(data, attempt)).filter((part) => part.track === track);
	const filmed = async (): Promise<boolean> =>
		(await own()).every((part) => part.seekable_at !== null);
	await expect.poll(filmed, { timeout: 60_000 }).toBe(true);
	return own();
}

/** Every acknowledged chunk is on the server, and the server calls every part verified. */
export async function expectNothingLost(data: string, parts: readonly VaultPart[]): Promise<void> {
	expect(parts.length).toBeGreaterThan(0);
	for (const part of parts) {
		const file = await readFile(join(data, 'recordings', part.attempt, `${part.id}.part`));
		expect(createHash('sha256').update(file).digest('hex'), `part ${part.id}`).toBe(part.sha256);
	}
	const known = await serverParts(data, parts[0]?.attempt ?? '');
	for (const part of parts)
		expect(known.find(({ id }) => id === part.id)?.verified_bytes, part.id).toBe(part.bytes);
}

export function serverParts(data: string, attempt: string): Promise<ServerPart[]> {
	return query(
		data,
		`select id, track, mime, started_at::float8, duration_ms::float8, verified_bytes::float8,
		        seekable_at::float8, remux_error
		 from parts where attempt_id = $1 order by started_at`,
		[attempt]
	);
}

/** Asks the embedded database of a data folder. */
export async function query<T extends object>(
	data: string,
	sql: string,
	values: readonly unknown[] = []
): Promise<T[]> {
	const folder = join(data, 'database');
	const password = (await readFile(join(folder, 'password'), 'utf8')).trim();
	const port = (await readFile(join(folder, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[3];
	const client = new pg.Client(`postgres://duimian:${password}@127.0.0.1:${port ?? ''}/duimian`);
	await client.connect();
	try {
		return (await client.query<T>(sql, [...values])).rows;
	} finally {
		await client.end();
	}
}
