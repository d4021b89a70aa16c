import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { silentLog } from '../../shared/log.ts';
import { openDatabase, type OpenDatabase } from '../db/database.ts';

/** A database of this test file's own, migrated (unless told otherwise), empty; dropped after the file. Call at the top level of a test file. */
export async function testDatabase({ migrated = true } = {}): Promise<
	OpenDatabase & { readonly url: string }
> {
	const template = new URL(inject('templateUrl'));
	const name = `test_${randomUUID().replaceAll('-', '')}`;
	const from = migrated ? template.pathname.slice(1) : 'template0';
	await onServer(template, `create database ${name} template ${from}`);
	const own = new URL(template);
	own.pathname = `/${name}`;
	const opened = openDatabase(own.href, silentLog);
	afterAll(async () => {
		await opened.close();
		await onServer(template, `drop database ${name} with (force)`);
	});
	return { ...opened, url: own.href };
}

async function onServer(template: URL, sql: string): Promise<void> {
	const admin = new URL(template);
	admin.pathname = '/postgres';
	const client = new pg.Client(admin.href);
	await client.connect();
	try {
		await client.query(sql);
	} finally {
		await client.end();
	}
}
