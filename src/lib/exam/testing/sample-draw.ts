// A published draw of many for component tests and pictures; computed, so that it checks out.
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { sha256OfText } from '../../shared/digest.ts';
import { commitmentOf, commitToSeed, drawDigestOf, drawOrder, leafOf, LOT_FORMAT } from '../lot.ts';
import type { LotReceipt, PublicDraw, PublishedLot } from '../published-lot.ts';

const FROZEN_AT = Date.UTC(2026, 10, 28, 0, 0);
const MINUTE_MS = 60_000;

export const SAMPLE_RECEIPT: LotReceipt = {
	salt: sha256OfText('salt 0'),
	attempt: '00000000-0000-4000-8000-000000000001'
};

export function sampleDraw(count: number, lot: Partial<PublishedLot> | null = {}): PublicDraw {
	const room = '00000000-0000-4000-8000-0000000000aa';
	return {
		room,
		roomName: '第一考场',
		sitting: 'SL0900',
		title: {
			'zh-CN': '示例市 2026 年事业单位公开招聘面试',
			en: 'Sample City 2026 Public Institution Interviews'
		},
		freezesAt: FROZEN_AT + 30 * MINUTE_MS,
		entryClosesAt: FROZEN_AT + 63 * MINUTE_MS,
		now: FROZEN_AT + 64 * MINUTE_MS,
		lot: lot && { ...wholeLot(room, count), ...lot }
	};
}

function wholeLot(room: string, count: number): PublishedLot {
	const seed = hexToBytes(sha256OfText('seed'));
	const own = leafOf(SAMPLE_RECEIPT.salt, SAMPLE_RECEIPT.attempt);
	const others = Array.from({ length: count - 1 }, (_, n) => sha256OfText(`leaf ${String(n)}`));
	const leaves = [own, ...others].sort();
	const roster = { room, leaves, frozenAt: FROZEN_AT, seedCommitment: commitToSeed(seed) };
	const commitment = commitmentOf(roster);
	const value = { text: '福彩 3D 第 2026318 期 4 0 7', at: FROZEN_AT + 20 * MINUTE_MS };
	const drawDigest = drawDigestOf(commitment, value, drawOrder(leaves, seed, value.text));
	return {
		...{ format: LOT_FORMAT, ...roster, commitment, drawDigest },
		...{ publicValue: value.text, publicValueAt: value.at, seed: bytesToHex(seed) }
	};
}
