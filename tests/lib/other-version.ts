// A further version of the whole program, built from a copy of this tree: what a deployment puts in this one's place.
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const COPIED = [
	...['src', 'messages', 'static', 'scripts'],
	...['package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts', 'server.js']
];

export interface OtherVersion {
	readonly root: string;
	remove(): Promise<void>;
}

/** @param words messages in Chinese that this version says otherwise, so that a page shows which one runs */
export async function buildOtherVersion(
	words: Readonly<Record<string, string>>
): Promise<OtherVersion> {
	const root = await mkdtemp(join(tmpdir(), 'duimian-version-'));
	for (const name of COPIED) await cp(join(ROOT, name), join(root, name), { recursive: true });
	await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
	await reword(join(root, 'messages', 'zh-CN'), words);
	await leaveUncompressed(join(root, 'vite.config.ts'));
	const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
	const { status, stderr } = spawnSync(process.execPath, [vite, 'build'], {
		cwd: root,
		encoding: 'utf8',
		env: { ...process.env, NODE_ENV: 'production' }
	});
	if (status !== 0) throw new Error(`the other version was not built\n${stderr}`);
	return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** Three quarters of a build are spent on compressing; what a server sends uncompressed is the same version. */
async function leaveUncompressed(config: string): Promise<void> {
	const text = await readFile(config, 'utf8');
	const faster = text.replace('precompress: true', 'precompress: false');
	if (faster === text) throw new Error('vite.config.ts does not say precompress: true');
	await writeFile(config, faster);
}

async function reword(folder: string, words: Readonly<Record<string, string>>): Promise<void> {
	const left = new Set(Object.keys(words));
	for (const name of (await readdir(folder)).filter((one) => one.endsWith('.json'))) {
		const file = join(folder, name);
		const messages = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
		const own = Object.entries(words).filter(([key]) => key in messages);
		for (const [key] of own) left.delete(key);
		await writeFile(file, JSON.stringify({ ...messages, ...Object.fromEntries(own) }));
	}
	if (left.size > 0) throw new Error(`no such messages: ${[...left].join(', ')}`);
}
