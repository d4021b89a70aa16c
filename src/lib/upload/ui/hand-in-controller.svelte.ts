// 保存加密文件 (C24): one button, one state. Asks where to, prepares, writes with progress.
import type { Vault } from '../../recording/ports.ts';
import type { Command } from '../../live/requests.ts';
import type { Millis } from '../../shared/clock.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import {
	prepareHandIn,
	type HandInKey,
	type HandInSink,
	type PreparedHandIn
} from '../browser/hand-in-file.ts';
import { openHandInSink } from '../browser/hand-in-sink.ts';
import type { HandInState } from './hand-in-state.ts';

export interface HandInOptions {
	readonly vault: Pick<Vault, 'parts' | 'read'>;
	readonly attempt: string;
	readonly lease: string;
	/** The lease's capability. */
	readonly token: string;
	/** `state.frozen.handInKey` */
	readonly key: HandInKey | null;
	/** The file's name, see `handInName`. */
	readonly name: () => string;
	/** The outbox's `pending()`. */
	readonly commands: () => readonly Command[];
	/** Server time as estimated here. */
	readonly now: () => Millis;
	/** Tests write elsewhere. */
	readonly openSink?: (name: string) => Promise<HandInSink | null>;
}

export interface HandIn {
	readonly state: HandInState;
	/** Call inside a click: the browser asks where to. */
	start(): void;
}

export function createHandIn(options: HandInOptions): HandIn {
	const { openSink = openHandInSink } = options;
	let state = $state.raw<HandInState>({ kind: 'idle' });
	const fail = (code: ErrorCode): void => {
		state = { kind: 'failed', code };
	};

	async function run(): Promise<void> {
		state = { kind: 'preparing' };
		// takes milliseconds, so that the click still counts when the browser asks where to
		const prepared = await prepareHandIn({
			...options,
			commands: options.commands(),
			now: options.now()
		});
		if (!prepared.ok) {
			fail(prepared.error.code);
			return;
		}
		const name = options.name();
		const sink = await openSink(name);
		if (sink) await write(prepared.value, name, sink);
		else state = { kind: 'idle' };
	}

	async function write(file: PreparedHandIn, name: string, sink: HandInSink): Promise<void> {
		try {
			const { bytes, unreadable } = await file.write(sink, (done) => {
				state = { kind: 'writing', done, total: file.total };
			});
			state = { kind: 'saved', name, bytes, unreadable: unreadable.length };
		} catch (problem) {
			await sink.abort().catch(() => {});
			throw problem;
		}
	}

	return {
		get state() {
			return state;
		},
		start() {
			if (state.kind === 'preparing' || state.kind === 'writing') return;
			void run().catch((problem: unknown) => {
				reportError(problem);
				fail('hand-in.not-written');
			});
		}
	};
}
