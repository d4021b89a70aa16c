// Reports and checks of devices in words. Pure, so that they can be tested without a page.
import type { Difference } from '../../integrity/passport-differences.ts';
import type { PhoneReport } from '../../live/wire.ts';
import type { DesktopReport } from '../../live/device-messages.ts';
import type { Millis } from '../../shared/clock.ts';
import type { I18n } from '../../shared/ui/i18n.svelte.ts';
import type { DeskCheck } from '../device-checks.ts';

type Words = Pick<I18n, 't' | 'number' | 'megabytes' | 'time' | 'list'>;

const BYTES_PER_GB = 1e9;
const KBPS_PER_MBPS = 1000;

export function desktopFacts(report: DesktopReport, words: Words): string[] {
	const { t, number, megabytes } = words;
	return [
		...battery(report.battery, words),
		...(report.roundTripMs === null
			? []
			: [t('desk.fact.round-trip', { ms: number(report.roundTripMs) })]),
		t('desk.fact.backlog', { size: megabytes(report.backlogBytes) }),
		...film(report, words)
	];
}

export const phoneFacts = (report: PhoneReport, words: Words): string[] => [
	words.t(`desk.page.${report.page}`),
	...battery(report.battery, words),
	...film(report, words)
];

function battery(of: DesktopReport['battery'], { t, number }: Words): string[] {
	if (of === null) return [];
	const percent = number(Math.round(of.level * 100));
	return [t(of.charging ? 'phone.battery.charging' : 'phone.battery', { percent })];
}

const film = (
	{ savedTo, safeTo }: { readonly savedTo: Millis | null; readonly safeTo: Millis | null },
	{ t, time }: Words
): string[] => [
	...(savedTo === null ? [] : [t('desk.fact.saved', { time: time(savedTo) })]),
	...(safeTo === null ? [] : [t('desk.fact.safe', { time: time(safeTo) })])
];

/** What was measured, as far as the browser told. */
export function checkFacts(check: DeskCheck, { t, number }: Words): string[] {
	const { browser, system, screen, uploadKbps, latencyMs, freeBytes, clockAheadMs } = check;
	return [
		`${browser} · ${system}`,
		`${String(screen.width)} × ${String(screen.height)}`,
		...(uploadKbps === null
			? []
			: [t('desk.fact.upload', { mbps: number(uploadKbps / KBPS_PER_MBPS, 1) })]),
		...(latencyMs === null ? [] : [t('desk.fact.round-trip', { ms: number(latencyMs) })]),
		...(freeBytes === null
			? []
			: [t('desk.fact.free', { size: number(freeBytes / BYTES_PER_GB, 1) })]),
		...(clockAheadMs === null ? [] : [clock(clockAheadMs, { t, number })]),
		...(check.virtualCamera ? [t('check.differs.virtual-camera')] : [])
	];
}

const clock = (aheadMs: number, { t, number }: Pick<Words, 't' | 'number'>): string =>
	t(aheadMs < 0 ? 'desk.fact.clock-behind' : 'desk.fact.clock', {
		seconds: number(Math.abs(aheadMs) / 1000, 1)
	});

export const differsWords = (differs: readonly Difference[], { t, list }: Words): string =>
	differs.length === 0
		? t('desk.check.same')
		: t('desk.check.differs', { things: list(differs.map((one) => t(`check.differs.${one}`))) });
