// Accounts and passwords of an import, shown once: for the eye, or as a table for a spreadsheet.
import { unlink, writeFile } from 'node:fs/promises';
import type { ImportedLogin } from '../../src/lib/exam/server/exam-import-accounts.ts';
import { OperatorError } from '../../src/lib/server/operator-error.ts';
import { formatInstant } from '../../src/lib/shared/instant.ts';

const CHINA_MINUTES = 8 * 60;
const KEPT = '（不变 kept）';

export function passwordLines(logins: readonly ImportedLogin[]): string {
	const lines = logins.map(({ sitting, room, roles, account, name, password }) => {
		const where = sitting === null ? roles.join('+') : `${sitting} ${room}`;
		return `  ${where}  ${name}  ${account.padEnd(24)} ${password ?? KEPT}`;
	});
	return ['账号和密码，只显示这一次 accounts and passwords, shown once', ...lines].join('\n');
}

const HEAD = [
	['场次 sitting', '考场 room', '角色 role', '姓名 name', '账号 account', '密码 password'],
	['密码有效至 valid until']
].flat();

/** CSV, UTF-8 with the mark by which spreadsheets know it. */
export function passwordTable(logins: readonly ImportedLogin[]): string {
	const rows = logins.map(({ sitting, room, roles, name, account, password, expiresAt }) => [
		...[sitting ?? '', room ?? '', roles.join('+'), name, account, password ?? KEPT],
		expiresAt === null ? '' : formatInstant(expiresAt, CHINA_MINUTES)
	]);
	return `\uFEFF${[HEAD, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** A spreadsheet must not take a name for a formula. */
const cell = (text: string): string =>
	`"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

const ONLY_MINE = 0o600;

/** Made before anything is imported: passwords that cannot be written would be lost. Never over an existing file. */
export async function reservePrivateFile(path: string): Promise<{
	write(text: string): Promise<void>;
	remove(): Promise<void>;
}> {
	try {
		await writeFile(path, '', { flag: 'wx', mode: ONLY_MINE });
	} catch (error) {
		const there = (error as NodeJS.ErrnoException).code === 'EEXIST';
		throw new OperatorError(
			there
				? `文件 ${path} 已存在，请换一个文件名。\nThe file ${path} exists; choose another name.`
				: `不能写入 ${path}。\n${path} cannot be written.`
		);
	}
	return { write: (text) => writeFile(path, text), remove: () => unlink(path) };
}
