// A registry mirror without some other system's binary makes `npm install` drop it silently; `npm ci` then fails there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Locked {
	readonly version?: string;
	readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(
	readFileSync(join(import.meta.dirname, '..', '..', 'package-lock.json'), 'utf8')
) as { packages: Readonly<Record<string, Locked>> };

/** As Node resolves it: beside the package, then in each folder above. */
function isLocked(from: string, name: string): boolean {
	for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
		const entry = lock.packages[at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`];
		if (entry?.version !== undefined) return true;
		if (at === '') return false;
	}
}

test('every optional dependency in the lock has its entry with a version', () => {
	const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies)
			.filter((name) => !isLocked(path, name))
			.map((name) => `${name}, wanted by ${path || 'package.json'}`)
	);
	expect(missing).toEqual([]);
});

test('Node itself is pinned for every system, in one version', () => {
	const versions = ['linux-x64', 'linux-arm64', 'darwin-x64', 'win-x64', 'bin-darwin-arm64'].map(
		(system) => lock.packages[`node_modules/node-${system}`]?.version
	);
	expect(new Set(versions)).toEqual(new Set([process.versions.node]));
});
