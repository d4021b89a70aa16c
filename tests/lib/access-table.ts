// The tables of docs/spec/access.md, read as they stand there, and the addresses that the source has.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	PERMISSIONS,
	ROLES,
	type Permission,
	type Role
} from '../../src/lib/accounts/permissions.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** One of the permissions is enough. */
export interface ByPermission {
	readonly kind: 'permission';
	readonly permissions: readonly Permission[];
	readonly anywhere: boolean;
}
export type Who = { readonly kind: 'anybody' | 'token' | 'candidate' } | ByPermission;

export interface Address {
	readonly path: string;
	readonly method: Method;
	readonly who: Who;
}

export interface AccessTables {
	readonly held: ReadonlyMap<Role, ReadonlySet<Permission>>;
	readonly addresses: readonly Address[];
	readonly topics: ReadonlyMap<string, Who>;
}

const isPermission = (text: string): text is Permission => PERMISSIONS.some((one) => one === text);

function whoIn(text: string): Who {
	if (text === 'anybody' || text === 'token' || text === 'candidate') return { kind: text };
	const permissions = quoted(text).filter(isPermission);
	if (permissions.length === 0) throw new Error(`access.md: who is "${text}"?`);
	return { kind: 'permission', permissions, anywhere: text.endsWith('anywhere') };
}

const quoted = (text: string): string[] =>
	[...text.matchAll(/`([^`]+)`/g)].map(([, inside]) => inside ?? '');

function rowsUnder(document: string, heading: string): string[][] {
	const section = document.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
	const lines = section.split('\n').filter((line) => line.startsWith('|'));
	// without its head and the line under it
	return lines.slice(2).map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim())
	);
}

export function readAccessTables(): AccessTables {
	const document = readFileSync(join(ROOT, 'docs/spec/access.md'), 'utf8');
	const staff = ROLES.filter((role) => role !== 'candidate');
	const held = new Map<Role, Set<Permission>>(ROLES.map((role) => [role, new Set()]));
	for (const [name = '', ...cells] of rowsUnder(document, 'Roles and permissions')) {
		const permission = quoted(name)[0] ?? '';
		if (!isPermission(permission)) throw new Error(`access.md: permission "${name}"?`);
		cells.forEach((cell, column) => {
			const role = staff[column];
			if (cell === '✓' && role) held.get(role)?.add(permission);
		});
	}
	const addresses = rowsUnder(document, 'Addresses').flatMap(
		([paths = '', methods = '', who = '']) =>
			quoted(paths).flatMap((path) =>
				methods.split(', ').map((method) => ({ path, method: method as Method, who: whoIn(who) }))
			)
	);
	const topics = new Map(
		rowsUnder(document, 'Socket `/ws/staff`').map(([topic = '', who = '']) => [
			quoted(topic)[0] ?? '',
			whoIn(who)
		])
	);
	return { held, addresses, topics };
}

/** Every address and method that Kit answers: pages by GET, routes by what they export. */
export function addressesInSource(): { readonly path: string; readonly method: Method }[] {
	const found = globSync('src/routes/**/{+page.svelte,+page@.svelte,+server.ts}', { cwd: ROOT });
	return found.flatMap((file) => {
		const folder = file
			.replace(/\/?\+(page@?\.svelte|server\.ts)$/, '')
			.replace(/^src\/routes\/?/, '');
		const path = `/${folder
			.split('/')
			.filter((step) => step !== '' && !step.startsWith('('))
			.join('/')}`;
		if (/\+page@?\.svelte$/.test(file)) return [{ path, method: 'GET' as const }];
		const source = readFileSync(join(ROOT, file), 'utf8');
		const lists = [...source.matchAll(/export \{([^}]*)\}/g)]
			.map(([, names]) => names ?? '')
			.join();
		return METHODS.filter(
			(method) =>
				new RegExp(`export (const|async function|function) ${method}\\b`).test(source) ||
				new RegExp(`\\b${method}\\b`).test(lists)
		).map((method) => ({ path, method }));
	});
}
