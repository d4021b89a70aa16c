import { partPaths } from '../../recording/server/part-paths.ts';
import { silentLog } from '../../shared/log.ts';
import { createDiskPartBytes } from '../server/disk-part-bytes.ts';
import { memoryPartBytes } from './memory-part-bytes.ts';
import { partBytesContract } from './part-bytes.contract.ts';
import { temporaryFolder } from './temporary-folder.ts';

partBytesContract('memory', async () => {
	const store = memoryPartBytes();
	return { store, reopen: async () => store, dispose: async () => {} };
});

async function onDisk(maxOpenParts: number) {
	const folder = await temporaryFolder();
	const options = { paths: partPaths(folder.path), log: silentLog, minFreeBytes: 0, maxOpenParts };
	const stores = [createDiskPartBytes(options)];
	const [store] = stores as [(typeof stores)[0]];
	return {
		store,
		reopen: async () => {
			const again = createDiskPartBytes(options);
			stores.push(again);
			return again;
		},
		dispose: async () => {
			await Promise.all(stores.map((one) => one.close()));
			await folder.remove();
		}
	};
}

partBytesContract('disk', () => onDisk(100));
partBytesContract('disk, hardly any file kept open', () => onDisk(1));
