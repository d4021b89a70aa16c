// Builds when the build is older than what it is made of.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const SOURCES = [
	'src',
	'messages',
	'static',
	'vite.config.ts',
	'package-lock.json',
	'tsconfig.json'
];
const PRODUCT = join(ROOT, 'build', 'handler.js');

export function buildIfNeeded(): void {
	if (newest(PRODUCT) > Math.max(...SOURCES.map((name) => newest(join(ROOT, name))))) return;
	build();
}

export function build(): void {
	console.error('正在构建… building…');
	const vite = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
	const { status, stderr, stdout } = spawnSync(process.execPath, [vite, 'build'], {
		cwd: ROOT,
		encoding: 'utf8',
		env: { ...process.env, NODE_ENV: 'production' }
	});
	if (status !== 0) throw new Error(`构建失败 build failed\n${stdout}\n${stderr}`);
}

/** Time of the latest change below `path` (ms), 0 when there is nothing. */
function newest(path: string): number {
	const entry = statSync(path, { throwIfNoEntry: false });
	if (!entry) return 0;
	if (!entry.isDirectory()) return entry.mtimeMs;
	return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
