// As root: which system account runs the database, and where it can go. PostgreSQL itself refuses to run as root.
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { chown, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { OperatorError } from '../operator-error.ts';

const run = promisify(execFile);

export interface SystemUser {
	readonly uid: number;
	readonly gid: number;
	readonly name: string;
}

/** Null when we are an ordinary user; as root, the account `postgres` or else `nobody`. */
export async function unprivilegedUser(): Promise<SystemUser | null> {
	if (process.getuid?.() !== 0) return null;
	for (const name of ['postgres', 'nobody']) {
		try {
			const uid = Number((await run('id', ['-u', name])).stdout);
			const gid = Number((await run('id', ['-g', name])).stdout);
			return { uid, gid, name };
		} catch {
			// no such account: try the next
		}
	}
	throw new OperatorError(
		'以 root 运行时需要系统账号 postgres 或 nobody。请先创建，或用 DATABASE_URL 指定数据库。\n' +
			'Running as root needs a system account "postgres" or "nobody". Create one, or set DATABASE_URL.'
	);
}

/** As root: whether the database's own user could work below `folder` (which must exist). */
export async function databaseCanEnter(folder: string): Promise<boolean> {
	const user = await unprivilegedUser();
	return user === null || (await firstClosedFolder(user, folder)) === null;
}

/** @throws OperatorError when the way to the folder is closed to the user */
export async function giveFolderTo(user: SystemUser, folder: string): Promise<void> {
	await chown(folder, user.uid, user.gid);
	const closed = await firstClosedFolder(user, folder);
	if (!closed) return;
	throw new OperatorError(
		`数据库以系统账号 ${user.name} 运行，但它进不了 ${closed}。\n` +
			`请换一个数据目录，例如 --data /var/lib/duimian（或 DATA_DIR=/var/lib/duimian），或用普通账号运行，或用 DATABASE_URL 指定数据库。\n` +
			`The database runs as the system account "${user.name}", which cannot enter ${closed}.\n` +
			`Choose another data folder, for example --data /var/lib/duimian (or DATA_DIR=/var/lib/duimian), run as an ordinary user, or set DATABASE_URL.`
	);
}

/** The topmost folder on the way to `path` that `user` may not pass through, by mode bits. */
export async function firstClosedFolder(user: SystemUser, path: string): Promise<string | null> {
	const way: string[] = [];
	for (let at = resolve(path); ; at = dirname(at)) {
		way.unshift(at);
		if (dirname(at) === at) break;
	}
	for (const folder of way) {
		const { mode, uid, gid } = await stat(folder);
		const bit =
			uid === user.uid
				? constants.S_IXUSR
				: gid === user.gid
					? constants.S_IXGRP
					: constants.S_IXOTH;
		if ((mode & bit) === 0) return folder;
	}
	return null;
}
