// A process of its own to be killed: `killable-server.ts FOLDER ATTEMPT LEASE TOKEN`. Says its port to its parent.
// The facts about parts live in its memory only, as if the database had lost them: the client creates again.
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { partPaths } from '../../recording/server/part-paths.ts';
import { silentLog } from '../../shared/log.ts';
import { createDiskPartBytes } from '../server/disk-part-bytes.ts';
import { createTusHandler } from '../server/tus-handler.ts';
import { memoryPartRegistry } from './memory-part-registry.ts';

const [folder = '', attempt = '', lease = '', token = ''] = process.argv.slice(2);
const handler = createTusHandler({
	bytes: createDiskPartBytes({ paths: partPaths(folder), log: silentLog, minFreeBytes: 0 }),
	registry: memoryPartRegistry({ [token]: { attempt, lease, scope: 'attempt' } }),
	log: silentLog,
	maxPartBytes: 2 ** 40
});
const server = createServer((req, res) => void handler.handle(req, res));
server.listen(0, '127.0.0.1', () =>
	process.send?.({ port: (server.address() as AddressInfo).port })
);
process.on('disconnect', () => process.exit());
