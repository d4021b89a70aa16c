// Small pictures when the disk or the database is slow: they are the first to be dropped.
import { afterAll, expect, test } from 'vitest';
import { attemptsOn } from '../../attempt/testing/attempts-on.ts';
import { BEFORE } from '../../attempt/testing/events.ts';
import { openLease } from '../../attempt/testing/leases.ts';
import { addCandidates } from '../../attempt/testing/roster.ts';
import { smallJpeg } from '../../evidence/testing/small-jpeg.ts';
import { testDatabase } from '../../server/testing/database.ts';
import { ok } from '../../shared/result.ts';
import { temporaryFolder } from '../../upload/testing/temporary-folder.ts';
import { createPictureFiles } from './picture-files.ts';
import { createPictures } from './pictures.ts';

const { db } = await testDatabase();
const clock = { now: () => BEFORE };
const { writer, service } = attemptsOn(db, clock);
const { candidates } = await addCandidates(db, 21);
const folder = await temporaryFolder();
afterAll(() => folder.remove());

test('[I1] while forty pictures wait for a slow disk the next is dropped, and taken again when they are through', async () => {
	const disk = Promise.withResolvers<undefined>();
	const files = createPictureFiles(folder.path);
	let waiting = 0;
	const pictures = createPictures({
		...{ db, clock },
		files: {
			...files,
			async keep(...picture) {
				waiting++;
				await disk.promise;
				return files.keep(...picture);
			}
		}
	});
	const computers = await Promise.all(
		candidates.map(async (candidate) => {
			const opened = await openLease({ writer, clock, service }, candidate);
			return { ...opened, candidate, scope: 'attempt' } as const;
		})
	);
	const put = (n: number) => {
		const computer = computers[n >> 1];
		if (!computer) throw new Error(`no computer ${String(n)}`);
		return pictures.put(computer, n % 2 === 0 ? 'camera' : 'screen', smallJpeg(1));
	};
	const slow = Array.from({ length: 40 }, (_, n) => put(n));
	await expect.poll(() => waiting).toBe(40);
	expect(await put(40)).toMatchObject({ ok: false, error: { code: 'server.busy' } });
	disk.resolve(undefined);
	expect(await Promise.all(slow)).toEqual(slow.map(() => ok(undefined)));
	expect(await put(40)).toEqual(ok(undefined));
});
