// What the paper's page is drawn from, and what it may ask for. Times are absolute server ms.
import type { Millis } from '../shared/clock.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { OpenPaper } from './paper.ts';

export type PaperView =
	/** Before the start; `here`: the ciphertext lies on this device. */
	| { readonly state: 'sealed'; readonly here: boolean }
	/** It should be open by now. Without `here` a typed key cannot help yet. */
	| {
			readonly state: 'no-key';
			readonly here: boolean;
			readonly since: Millis;
			/** Being asked for at this moment. */
			readonly asking: boolean;
			/** Why the last try, or the typed key, did not work. */
			readonly refused: ErrorCode | null;
	  }
	| { readonly state: 'open'; readonly paper: OpenPaper }
	/** Nothing that this device can do will show it. */
	| { readonly state: 'failed'; readonly code: ErrorCode };

export interface PaperActions {
	/** 【刷新题目】 */
	refresh(): void;
	/** 【输入题目密码】 */
	typeKey(text: string): void;
}
