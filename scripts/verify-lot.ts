// `npm run verify-lot -- FILE_OR_URL [--salt HEX --attempt ID]`: recomputes a room's draw of lots from what was
// published, with none of the server's code. Ends with 0 when all agrees, 1 when something does not, 2 when not all is
// published yet.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { leafFrom, recountLot } from './lib/lot-recount.ts';

const WORDS: Record<string, string> = {
	format: '格式不认识 the format is not known',
	roster: '名单与校验码不符 the list does not match the check code',
	seed: '种子与事先公布的不符 the seed is not the one committed to',
	value: '公开数有误 the public value is not valid',
	order: '号码次序与公布的不符 the order is not the one that was bound'
};
const PENDING: Record<string, string> = {
	seed: '种子还没有公布 the seed is not published yet',
	value: '公开数还没有公布 the public value is not announced yet'
};
const USAGE = `用法 usage: npm run verify-lot -- FILE_OR_URL [--salt HEX --attempt ID]
  FILE_OR_URL  公布的 JSON the published JSON: https://HOST/api/rooms/ROOM/lot`;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { salt: { type: 'string' }, attempt: { type: 'string' } }
});

async function load(source: string): Promise<unknown> {
	if (!/^https?:/.test(source)) return JSON.parse(await readFile(source, 'utf8'));
	const response = await fetch(source);
	if (!response.ok) throw new Error(`${source}: HTTP ${String(response.status)}`);
	return response.json();
}

function report(published: unknown): number {
	const { lot } = published as { lot: Parameters<typeof recountLot>[0] | null };
	if (!lot) {
		console.log('名单还没有封存 the list is not sealed yet');
		return 2;
	}
	const { faults, pending, numbers } = recountLot(lot);
	for (const fault of faults) console.log(`✗ ${WORDS[fault] ?? fault}`);
	for (const part of pending) console.log(`… ${PENDING[part] ?? part}`);
	for (const [leaf, number] of numbers ?? []) console.log(`${String(number).padStart(5)}  ${leaf}`);
	if (values.salt !== undefined && values.attempt !== undefined) {
		const leaf = leafFrom(values.salt, values.attempt);
		const known = lot.leaves.includes(leaf) ? (numbers?.get(leaf) ?? '…') : '✗';
		console.log(`凭据 receipt  ${leaf}  ${String(known)}`);
	}
	if (numbers) console.log(`✓ 全部相符 all agrees, ${String(numbers.size)}`);
	return faults.length > 0 ? 1 : numbers ? 0 : 2;
}

const [source] = positionals;
try {
	if (source === undefined) throw new Error(USAGE);
	process.exitCode = report(await load(source));
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
