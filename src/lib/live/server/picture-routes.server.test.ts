// Who sees a small picture, asked of the route itself.
import { isHttpError, type RequestEvent } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import type { Role } from '../../accounts/permissions.ts';
import { uuid } from '../../attempt/testing/events.ts';
import { GET } from '../../../routes/api/attempts/[attempt]/pictures/[track]/+server.ts';
import { setApp, type App } from '../../server/app.ts';

const asked: string[] = [];
setApp({
	places: {
		attempt: (id: string) =>
			Promise.resolve(id === uuid(1) ? { exam: uuid(2), room: uuid(3) } : null)
	},
	pictures: {
		get: (attempt: string, track: string) => {
			asked.push(`${attempt} ${track}`);
			return Promise.resolve(track === 'camera' ? { bytes: Buffer.from([1, 2]), at: 1500 } : null);
		}
	}
} as unknown as App);

async function ask(role: Role | null, track = 'camera', attempt = uuid(1), room = uuid(3)) {
	const grants = role ? [{ role, exam: uuid(2), room }] : [];
	const request = new Request('https://exam.example.cn/');
	const event = {
		...{ request, url: new URL(request.url), params: { attempt, track } },
		locals: { person: role && { account: uuid(9), name: '测试', grants, candidate: null } }
	} as unknown as Parameters<typeof GET>[0] & RequestEvent;
	try {
		return await GET(event);
	} catch (thrown) {
		if (isHttpError(thrown)) return thrown.status;
		throw thrown;
	}
}
const status = async (...args: Parameters<typeof ask>): Promise<number> => {
	const answer = await ask(...args);
	return typeof answer === 'number' ? answer : answer.status;
};

test('[I1] who watches the room gets the bytes, when they came, and a word that nothing keeps them', async () => {
	for (const role of ['invigilator', 'auditor'] as const) {
		const answer = await ask(role);
		if (typeof answer === 'number') throw new Error(`refused: ${String(answer)}`);
		expect(answer.headers.get('duimian-picture-at')).toBe('1500');
		expect(answer.headers.get('cache-control')).toBe('no-store');
		expect(answer.headers.get('content-type')).toBe('image/jpeg');
		expect(new Uint8Array(await answer.arrayBuffer())).toEqual(Uint8Array.of(1, 2));
	}
});

test('[I1] there is none yet, no such track, no such attempt', async () => {
	asked.length = 0;
	expect(await status('invigilator', 'screen')).toBe(204);
	expect(await status('invigilator', '../camera')).toBe(204);
	expect(await status('invigilator', 'camera', uuid(8))).toBe(404);
	expect(asked).toEqual([`${uuid(1)} screen`]);
});

test('[I5] a technician, an administrator, an examiner, somebody of another room, nobody: no picture is looked for', async () => {
	asked.length = 0;
	for (const role of ['technician', 'administrator', 'examiner'] as const)
		expect(await status(role)).toBe(403);
	expect(await status('invigilator', 'camera', uuid(1), uuid(4))).toBe(403);
	expect(await status('technician', 'camera', uuid(8))).toBe(403);
	expect(await status(null)).toBe(401);
	expect(asked).toEqual([]);
});
