// What the visitor has chosen, and what came of it: checked anew after every choice. Nothing leaves the browser.
import type { Verdict } from '../fault.ts';
import { publishedRoot } from '../check-root.ts';
import { typedFingerprint } from '../signing.ts';
import type { Verifier } from '../browser/verifier.ts';

export type VerifyState =
	| { readonly kind: 'idle' | 'busy' | 'failed' | 'unreadable' | 'too-large' }
	| { readonly kind: 'done'; readonly verdict: Verdict };

/** The largest attempt has a few megabytes. */
export const MOST_BYTES = 64_000_000;

interface Chosen<T> {
	readonly name: string;
	readonly content: T;
}

export class VerifyController {
	record: Chosen<Uint8Array<ArrayBuffer>> | null = $state.raw(null);
	receipt: Chosen<string> | null = $state.raw(null);
	state: VerifyState = $state.raw({ kind: 'idle' });
	#key: string | null;
	#root: string | null = null;
	#run = 0;
	readonly #verifier: Verifier;

	/** @param key as it is published here */
	constructor(verifier: Verifier, key: string) {
		this.#verifier = verifier;
		this.#key = typedFingerprint(key);
	}

	/** Files that were dropped: a saved page is a receipt. */
	readonly drop = async (files: readonly File[]): Promise<void> => {
		const isPage = ({ name }: File): boolean => /\.html?$/i.test(name);
		const page = files.find(isPage);
		const record = files.find((file) => !isPage(file));
		if (page) await this.chooseReceipt(page);
		if (record) await this.chooseRecord(record);
	};

	readonly chooseRecord = async (file: File): Promise<void> => {
		const buffer = await this.#read(file, () => file.arrayBuffer());
		if (buffer === null) return;
		this.record = { name: file.name, content: new Uint8Array(buffer) };
		await this.#check();
	};

	readonly chooseReceipt = async (file: File): Promise<void> => {
		const text = await this.#read(file, () => file.text());
		if (text === null) return;
		this.receipt = { name: file.name, content: text };
		await this.#check();
	};

	readonly removeReceipt = (): void => {
		this.receipt = null;
		void this.#check();
	};

	/** @param typed empty, or not whole yet: then nothing is compared */
	readonly expectKey = (typed: string): void => {
		const key = typedFingerprint(typed);
		if (key === this.#key) return;
		this.#key = key;
		void this.#check();
	};

	/** @param typed as `expectKey` has it */
	readonly expectRoot = (typed: string): void => {
		const root = publishedRoot(typed);
		if (root === this.#root) return;
		this.#root = root;
		void this.#check();
	};

	async #read<T>(file: File, reading: () => Promise<T>): Promise<T | null> {
		this.#run += 1;
		if (file.size > MOST_BYTES) {
			this.state = { kind: 'too-large' };
			return null;
		}
		this.state = { kind: 'busy' };
		try {
			return await reading();
		} catch {
			this.state = { kind: 'unreadable' };
			return null;
		}
	}

	/** What was asked before the last choice is not shown any more. */
	async #check(): Promise<void> {
		const run = (this.#run += 1);
		if (!this.record) {
			this.state = { kind: 'idle' };
			return;
		}
		this.state = { kind: 'busy' };
		const verdict = await this.#verifier.verify({
			...{ bytes: this.record.content, key: this.#key, root: this.#root },
			receipt: this.receipt?.content ?? null
		});
		if (run === this.#run) this.state = verdict ? { kind: 'done', verdict } : { kind: 'failed' };
	}
}
