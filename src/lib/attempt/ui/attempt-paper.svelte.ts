// The paper of the attempt that is open here (C19): puts the exam's pure opening together with this browser and tells
// the server when it could be read.
import { createPaperServer } from '../../exam/browser/paper-server.ts';
import { memoryPaperStore, openPaperStore } from '../../exam/browser/paper-store.ts';
import { createPaperOpening, type PaperOpening } from '../../exam/paper-opening.ts';
import type { PaperView } from '../../exam/paper-view.ts';
import { loadMarkdown } from '../../shared/ui/markdown-parser-loader.ts';
import { systemTimers } from '../../shared/browser/system-timers.ts';
import type { AttemptSession, SessionView } from '../browser/attempt-session.ts';

/** A thousand devices open it in one second; that they did may be told over the next ones. */
const TELL_WITHIN_MS = 15_000;

export interface AttemptPaper {
	readonly view: PaperView;
	/** Whenever the attempt may have moved on. */
	update(opened: SessionView): void;
	refresh(): void;
	typeKey(text: string): void;
	/** The results are out: it is not kept any longer. */
	forget(): void;
	close(): void;
}

export function createAttemptPaper(session: AttemptSession): AttemptPaper {
	let view = $state.raw<PaperView>({ state: 'sealed', here: false });
	let opening: PaperOpening | null = null;
	let latest: SessionView | null = null;
	let closed = false;
	let forgotten = false;
	let stopListening = (): void => {};
	// a browser that cannot keep it (a full disk, broken storage) shows it all the same
	const storing = openPaperStore().catch(memoryPaperStore);

	function facts(opened: SessionView): Parameters<PaperOpening['update']>[0] {
		return {
			startsAt: opened.state.frozen.startsAt,
			enteredAt: opened.state.enteredAt,
			connected: opened.connection.state === 'connected'
		};
	}

	function tell(at: number): void {
		if (latest?.state.paperOpenedAt !== null) return;
		const restMs = Math.random() * TELL_WITHIN_MS;
		void session.command('paper.opened', { at: Math.round(at) }, undefined, restMs);
	}

	async function start(): Promise<void> {
		const store = await storing;
		if (closed) return;
		const made = createPaperOpening({
			attempt: session.attempt,
			clock: session.clock,
			timers: systemTimers,
			random: Math.random,
			store,
			server: createPaperServer(() => session.token),
			subtle: crypto.subtle,
			changed: () => (view = made.view()),
			opened: (at) => tell(at)
		});
		opening = made;
		stopListening = session.onKey((key) => made.pushed(key));
		if (latest) made.update(facts(latest));
	}
	// it must be here before the paper is
	void loadMarkdown();
	start().catch(() => (view = { state: 'failed', code: 'device.unsupported' }));

	return {
		get view() {
			return view;
		},
		update(opened) {
			const back = latest?.connection.state === 'lost' && opened.connection.state === 'connected';
			latest = opened;
			opening?.update(facts(opened));
			if (back) opening?.wake();
		},
		refresh: () => opening?.refresh(),
		typeKey: (text) => void opening?.typeKey(text),
		forget() {
			if (forgotten) return;
			forgotten = true;
			void storing.then((store) => store.forget(session.attempt));
		},
		close() {
			closed = true;
			stopListening();
			opening?.close();
		}
	};
}
