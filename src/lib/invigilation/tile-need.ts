// What of a tile a person should look at first, how bad it is and since when (I1). Pure.
import type { IncidentKind } from '../attempt/events.ts';
import { isBefore } from '../attempt/stage.ts';
import type { Millis } from '../shared/clock.ts';
import type { Need } from './candidate-row.ts';
import type { Heard, Tile } from './tile.ts';

/** From most to least; the wall is sorted by it. */
export const TILE_GROUPS = [
	/** somebody waits for a person's answer (C7, C8) */
	'waits',
	/** something serious at this moment */
	'serious',
	/** came too late to enter by themselves (C9) */
	'late',
	/** nothing is heard of the computer during the interview */
	'cut-off',
	/** something that merits a look, at this moment */
	'goes-on',
	/** asks, and has no answer */
	'message',
	/** over, and nobody has said what it was */
	'to-judge',
	/** the upload is behind, or the battery nearly empty */
	'device',
	/** after the end: an upload is outstanding, or film is missing */
	'film',
	'calm',
	'not-begun',
	'over'
] as const;
export type TileGroup = (typeof TILE_GROUPS)[number];
export type AlarmLevel = 'danger' | 'attention' | null;

export type TileAbout =
	| { readonly say: 'need'; readonly need: Need }
	| { readonly say: 'incident'; readonly kind: IncidentKind }
	| {
			readonly say: 'cut-off' | 'phone' | 'message' | 'to-review' | 'lagging' | 'battery' | 'stage';
	  };

export interface TileNeed {
	readonly group: TileGroup;
	readonly level: AlarmLevel;
	readonly about: TileAbout;
	/** Null: it has no beginning that is known, or none that matters. */
	readonly since: Millis | null;
	/** Of something that is over. */
	readonly until: Millis | null;
}

/** A computer speaks every 5 s, and its word may take 10 more through the database and another process. */
export const SILENT_AFTER_MS = 20_000;
/** Behind by more than this, an upload is not merely on its way. */
export const LAGGING_MS = 30_000;
const LOW_BATTERY = 0.15;

export function isCutOff(tile: Pick<Tile, 'desktop' | 'stage'>, now: Millis): boolean {
	return isInside(tile) && (tile.desktop === null || isSilent(tile.desktop, now));
}

export const isSilent = (heard: Heard<unknown>, now: Millis): boolean =>
	now - heard.at > SILENT_AFTER_MS;

/** Between the entry and the end: somebody should be there. */
export const isInside = ({ stage }: Pick<Tile, 'stage'>): boolean =>
	stage !== null && isBefore('gate', stage) && isBefore(stage, 'upload');

/** Film that is on the computer and not on the server yet, ms; null where one of them is not known. */
export function lagOf({ desktop }: Pick<Tile, 'desktop'>): number | null {
	const report = desktop?.report;
	if (!report || report.savedTo === null || report.safeTo === null) return null;
	return Math.max(0, report.savedTo - report.safeTo);
}

export const isLagging = (tile: Pick<Tile, 'desktop'>): boolean => (lagOf(tile) ?? 0) > LAGGING_MS;

export const isPhoneInterrupted = ({ phone, stage }: Pick<Tile, 'phone' | 'stage'>): boolean =>
	phone === 'interrupted' && stage !== null && isBefore(stage, 'upload');

function isBatteryLow({ desktop }: Tile): boolean {
	const battery = desktop?.report?.battery;
	return !!battery && !battery.charging && battery.level < LOW_BATTERY;
}

type Candidate = TileNeed | null | false | undefined;

/** The first that applies. @param now or, of a page that is blind, when it last saw */
export function tileNeed(tile: Tile, now: Millis): TileNeed {
	const { need, worst } = tile;
	const inside = isInside(tile);
	const goesOn = worst !== null && worst.until === null;
	const named = (group: TileGroup, level: AlarmLevel): TileNeed =>
		one(group, level, { say: 'need', need });
	const incident = (group: TileGroup, level: AlarmLevel): Candidate =>
		worst && {
			...one(group, level, { say: 'incident', kind: worst.kind }, worst.from),
			until: worst.until
		};
	const found: readonly Candidate[] = [
		(need === 'device-asking' || need === 'face-asking') && named('waits', 'danger'),
		goesOn && worst.severity === 'serious' && incident('serious', 'danger'),
		need === 'entry-closed' && named('late', 'attention'),
		isCutOff(tile, now) && one('cut-off', 'attention', CUT_OFF, tile.desktop?.at ?? null),
		goesOn && worst.severity === 'attention' && incident('goes-on', 'attention'),
		isPhoneInterrupted(tile) && inside && one('goes-on', 'attention', PHONE),
		tile.unread > 0 && one('message', null, MESSAGE),
		worst !== null && worst.severity !== 'note' && incident('to-judge', 'attention'),
		tile.toReview > 0 && one('to-judge', 'attention', TO_REVIEW),
		inside && isLagging(tile) && one('device', 'attention', LAGGING),
		inside && isBatteryLow(tile) && one('device', 'attention', BATTERY),
		(need === 'upload-outstanding' || need === 'film-missing') && named('film', 'attention'),
		(need === 'complete' || need === 'declared-lost') && named('over', null),
		tile.attempt === null && one('not-begun', null, STAGE)
	];
	return found.find((each): each is TileNeed => !!each) ?? one('calm', null, STAGE);
}

const CUT_OFF = { say: 'cut-off' } as const;
const PHONE = { say: 'phone' } as const;
const MESSAGE = { say: 'message' } as const;
const TO_REVIEW = { say: 'to-review' } as const;
const LAGGING = { say: 'lagging' } as const;
const BATTERY = { say: 'battery' } as const;
const STAGE = { say: 'stage' } as const;

const one = (
	group: TileGroup,
	level: AlarmLevel,
	about: TileAbout,
	since: Millis | null = null
): TileNeed => ({ group, level, about, since, until: null });
