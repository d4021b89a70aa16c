// A tile in words: what to look at first, for how long, what it is called.
import type { MessageKey } from '../../../shared/i18n.ts';
import type { I18n } from '../../../shared/ui/i18n.svelte.ts';
import type { Millis } from '../../../shared/clock.ts';
import { lengthParts } from '../../../shared/duration.ts';
import type { Tile } from '../../tile.ts';
import { lagOf, type TileNeed } from '../../tile-need.ts';

const HOUR_MIN = 60;

/** `30 秒`, `1 分 12 秒`, from an hour on `2 小时`: for a glance. */
export function shortLength({ t }: I18n, ms: number): string {
	const { minutes, seconds } = lengthParts(ms);
	if (minutes === 0) return t('wall.seconds', { count: seconds });
	if (minutes < HOUR_MIN)
		return t('time.minutes-seconds', { minutes, seconds: String(seconds).padStart(2, '0') });
	return t('wall.hours', { count: Math.floor(minutes / HOUR_MIN) });
}

export function needWord({ t }: I18n, tile: Tile, { about }: TileNeed): string {
	if (about.say === 'need') return t(`need.${about.need}`);
	if (about.say === 'incident') return t(`incident.${about.kind}`);
	if (about.say === 'stage') return stageWord({ t }, tile);
	return t(`wall.need.${about.say}`, { count: tile.toReview });
}

export function stageWord({ t }: Pick<I18n, 't'>, { stage, answered }: Tile): string {
	if (stage === null) return t('room-list.not-logged-in');
	if (stage === 'answer') return t('wall.answered', { count: answered });
	return t(`staff.stage.${stage}` as MessageKey);
}

/** How long it has lasted; of what needs nobody, how far the upload is behind. */
export function durationWord(i18n: I18n, tile: Tile, need: TileNeed, now: Millis): string | null {
	if (need.since !== null) {
		const length = shortLength(i18n, (need.until ?? now) - need.since);
		return need.until === null ? length : i18n.t('wall.over', { length });
	}
	const lag = lagOf(tile);
	return lag === null ? null : i18n.t('wall.lag', { length: shortLength(i18n, lag) });
}
