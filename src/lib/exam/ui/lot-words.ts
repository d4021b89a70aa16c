import type { State } from '../../shared/ui/states.ts';
import type { Finding, LotCheck } from '../published-lot.ts';

const GROUP = 4;
const HEAD_DIGITS = 12;

/** `c41e 7a90 …`: hexadecimal that can be read out and compared. */
export const grouped = (hex: string): string =>
	(hex.match(new RegExp(`.{1,${String(GROUP)}}`, 'g')) ?? []).join(' ');

/** `9f2c 61ab 04e7 … 5d18` */
export const abridged = (hex: string): string =>
	`${grouped(hex.slice(0, HEAD_DIGITS))} … ${hex.slice(-GROUP)}`;

export const STATE_OF = { right: 'ok', wrong: 'danger', missing: 'idle' } as const satisfies Record<
	Finding,
	State
>;

export const STEPS = ['roster', 'seed', 'value', 'order'] as const satisfies (keyof LotCheck)[];
export type Step = (typeof STEPS)[number];

/** One word for all four: the worst that was found. */
export function overall(check: LotCheck): Finding {
	const findings = STEPS.map((step) => check[step]);
	if (findings.includes('wrong')) return 'wrong';
	return findings.includes('missing') ? 'missing' : 'right';
}
