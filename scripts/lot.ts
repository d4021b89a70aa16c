// `npm run lot -- ROOM [--value "TEXT"]`: the draw of lots of a room (C12). Without a value it freezes the roster and
// prints the check code, which is published before anybody can know the value; with it, it announces the value.
import { parseArgs } from 'node:util';
import { lotVerifyPath } from '../src/lib/exam/lot-view.ts';
import type { PublishedLot } from '../src/lib/exam/published-lot.ts';
import { roomIdOf } from '../src/lib/exam/server/lot.repository.ts';
import { createLotService } from '../src/lib/exam/server/lot.service.ts';
import { OperatorError } from '../src/lib/server/operator-error.ts';
import type { ErrorCode } from '../src/lib/shared/errors.ts';
import { errorMessageKey } from '../src/lib/shared/errors.ts';
import { silentLog } from '../src/lib/shared/log.ts';
import en from '../messages/en/index.ts';
import zh from '../messages/zh-CN/index.ts';
import { withInstallation } from './lib/installation.ts';

const USAGE = `npm run lot -- ROOM [--value "TEXT"] [--data DIR]
  ROOM            考场的 id，或“场次号/考场名”         the room's id, or SITTING_CODE/ROOM_NAME
  --value "TEXT"  当众公布的公开数，只能公布一次       the value announced in public, once and for ever
  --data DIR      数据目录                             data folder`;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { value: { type: 'string' }, data: { type: 'string' } }
});

const inBothLanguages = (code: ErrorCode): string =>
	`${zh[errorMessageKey(code)]}\n${en[errorMessageKey(code)]}`;

const time = (at: number): string => new Date(at).toISOString();

const frozenLines = (name: string, lot: PublishedLot): string[] => [
	`考场 room          ${name}`,
	`人数 candidates    ${String(lot.leaves.length)}`,
	`封存 sealed        ${time(lot.frozenAt)}`,
	`校验码 check code  ${lot.commitment}`,
	`公布页 page        ${lotVerifyPath(lot.room)}`
];

const announcedLines = (lot: PublishedLot): string[] => [
	`公开数 value       ${lot.publicValue ?? ''}`,
	`公布 announced     ${lot.publicValueAt === null ? '' : time(lot.publicValueAt)}`
];

const NEXT = `
下一步：公布以上校验码，然后当众产生公开数，再运行 npm run lot -- ROOM --value "公开数"
Next: publish this check code; then let the value come about in public, and run npm run lot -- ROOM --value "VALUE"`;

await withInstallation(values.data, async ({ db, clock, masterKey }) => {
	const [name] = positionals;
	if (!name) throw new OperatorError(`请给出考场。Give the room.\n${USAGE}`);
	const room = await roomIdOf(db, name);
	if (room === null)
		throw new OperatorError(`没有考场 ${name}。\nThere is no room ${name}.\n${USAGE}`);
	const lots = createLotService({ db, clock, masterKey, log: silentLog });
	const outcome = await (values.value === undefined
		? lots.freeze(room)
		: lots.announce(room, values.value));
	if (!outcome.ok) throw new OperatorError(inBothLanguages(outcome.error.code));
	const lot = outcome.value;
	console.log(frozenLines(name, lot).join('\n'));
	console.log(lot.publicValue === null ? NEXT : announcedLines(lot).join('\n'));
});
