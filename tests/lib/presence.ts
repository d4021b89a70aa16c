// An interview before a film, and what is told of the face in it (C30). Needs a demo with `face: true`.
import { randomUUID } from 'node:crypto';
import { chromium, type Page } from 'playwright';
import { expect } from 'playwright/test';
import { FAKE_MEDIA_ARGS, findChromium } from '../../scripts/lib/chromium.ts';
import { enter, type Login } from './candidate.ts';
import { filmArg, type FilmName } from './face-films.ts';
import { withFilmClock } from './film-clock.ts';
import { keptDevice } from './kept-device.ts';

/** What the page has told the log. */
export interface ToldSignal {
	readonly kind: string;
	readonly from: number;
	readonly until: number | null;
	/** When the page found it (server time, which is this machine's). */
	readonly foundAt: number;
	readonly pictured: boolean;
}

export interface WatchedInterview {
	readonly page: Page;
	/** Presence signals, in their order. */
	readonly told: readonly ToldSignal[];
	/** How often the server has noted another face. */
	otherFaces(): Promise<number>;
	close(): Promise<void>;
}

const KINDS = ['no-face', 'several-faces', 'looking-away', 'face-watch-off'];
/** The model is opened 5 s after the entry; loading it takes seconds on a busy machine. */
const WATCHED_WITHIN_MS = 60_000;

/** Logs in by account, enters, agrees to the use of the face; resolves once the page looks at it. */
export async function watchedInterview(
	url: string,
	login: Login,
	film: FilmName
): Promise<WatchedInterview> {
	const path = findChromium();
	const browser = await chromium.launch({
		...(path ? { executablePath: path } : {}),
		args: [...FAKE_MEDIA_ARGS, await filmArg(film)]
	});
	const page = await browser.newPage({
		...{ locale: 'zh-CN', viewport: { width: 1366, height: 768 } }
	});
	const told: ToldSignal[] = [];
	const seen = new Set<string>();
	await withFilmClock(page.context());
	page.on('request', (request) => {
		if (request.url().endsWith('/api/attempt/commands'))
			told.push(...signalsIn(request.postData() ?? '', seen));
	});
	await enter(page, url, login);
	await agree(page);
	await expect(page.getByRole('button', { name: '人脸查看中' })).toBeVisible({
		timeout: WATCHED_WITHIN_MS
	});
	const { token } = await keptDevice(page);
	return {
		page,
		told,
		async otherFaces() {
			const answer = await page.request.get(`${url}/api/attempt`, {
				headers: { authorization: `Bearer ${token}` }
			});
			const { state } = (await answer.json()) as {
				state: { noticed: Record<string, number> };
			};
			return state.noticed['other-face'] ?? 0;
		},
		close: () => browser.close()
	};
}

/** C7: the candidate's word, by the capability of their computer. */
async function agree(page: Page): Promise<void> {
	const { token } = await keptDevice(page);
	const command = {
		...{ id: randomUUID(), clientAt: Date.now(), type: 'face.consent' },
		data: { given: true, version: 'e2e', login: null }
	};
	const answer = await page.request.post(new URL('/api/attempt/commands', page.url()).href, {
		headers: { authorization: `Bearer ${token}` },
		data: { v: 1, epoch: null, commands: [command] }
	});
	expect(await answer.json()).toMatchObject({ outcomes: [{ refused: null }] });
}

interface Offered {
	readonly id: string;
	readonly type: string;
	readonly clientAt: number;
	readonly data: { kind: string; from: number; until: number | null };
	readonly payload?: { picture: string | null } | null;
}

/** @param seen ids of commands: one that is offered again is told once */
function signalsIn(body: string, seen: Set<string>): ToldSignal[] {
	const { commands = [] } = JSON.parse(body || '{}') as { commands?: Offered[] };
	return commands
		.filter(
			({ id, type, data }) =>
				type === 'incident.noted' && KINDS.includes(data.kind) && !seen.has(id)
		)
		.map(({ id, clientAt, data: { kind, from, until }, payload }) => {
			seen.add(id);
			return { kind, from, until, foundAt: clientAt, pictured: Boolean(payload?.picture) };
		});
}
