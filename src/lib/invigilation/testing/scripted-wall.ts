// A wall without a server: the test is the server, and says what is pushed.
import type {
	StaffConnection,
	StaffConnectionEvents
} from '../../live/browser/staff-connection.ts';
import { createDeviceClock } from '../../live/browser/device-clock.ts';
import type { PictureTrack } from '../../live/staff-wire.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Tile } from '../tile.ts';
import { Wall, type WallPorts } from '../ui/wall/wall-controller.svelte.ts';
import type { WallView } from '../wall-view.ts';
import { NOW, wallView } from './tiles.ts';

export interface ScriptedWall {
	readonly wall: Wall;
	readonly events: StaffConnectionEvents;
	/** What it asked for. */
	readonly asked: { looks: (readonly string[])[]; watched: unknown[]; sounds: number };
	/** What the next reading answers. */
	answer: Result<WallView, ErrorCode>;
	watchAnswer: ErrorCode | null;
	/** The socket is there: the room is read. */
	welcome(): Promise<void>;
	push(...tiles: Tile[]): void;
	picture(tile: Tile, track: PictureTrack, at: number, bytes: Uint8Array<ArrayBuffer>): void;
	now(): number;
}

export const later = (ms: number): Promise<void> =>
	new Promise((resolve) => setTimeout(resolve, ms));

/** The page's clock stands at NOW when it opens, and goes on. */
export function scriptedWall(tiles: readonly Tile[], more: Partial<WallView> = {}): ScriptedWall {
	const clock = createDeviceClock(NOW - performance.timeOrigin - performance.now());
	const asked: ScriptedWall['asked'] = { looks: [], watched: [], sounds: 0 };
	let events: StaffConnectionEvents | null = null;
	const nothing = (): void => {};
	const connection: StaffConnection = {
		...{ clock: { ...clock, sample: nothing }, watch: nothing, unwatch: nothing },
		...{ follow: nothing, startLive: nothing, endLive: nothing, signal: nothing },
		...{ wake: nothing, close: nothing },
		look: (attempts) => void asked.looks.push(attempts)
	};
	const ports: WallPorts = {
		connect(told) {
			events = told;
			return connection;
		},
		read: () => Promise.resolve(script.answer),
		fetchPicture: () => Promise.resolve(ok(null)),
		setWatched(...asking) {
			asked.watched.push(asking.slice(1));
			return Promise.resolve(script.watchAnswer);
		},
		sound: { turnOn: nothing, turnOff: nothing, play: () => void asked.sounds++ }
	};
	const wall = new Wall(wallView([]).room.id, ports);
	if (!events) throw new Error('not connected');
	const told: StaffConnectionEvents = events;
	const script: ScriptedWall = {
		...{ wall, asked, events: told, watchAnswer: null },
		answer: ok(wallView(tiles, more)),
		async welcome() {
			told.stateChanged({ state: 'connected' });
			told.welcome('e');
			await later(0);
		},
		push: (...pushed) =>
			told.pushed({
				...{ v: 1, type: 'tiles', room: wallView([]).room.id, now: clock.now(), tiles: pushed }
			}),
		picture: (tile, track, at, bytes) =>
			told.picture?.({ attempt: tile.attempt ?? '', track, at, type: 'image/jpeg' }, bytes),
		now: clock.now
	};
	return script;
}

export const refusedWith = (code: ErrorCode): Result<WallView, ErrorCode> => err(code);

/** A plain picture of one colour. */
export async function picture(colour: string, width = 320, height = 180) {
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d');
	if (!context) throw new Error('no canvas');
	context.fillStyle = colour;
	context.fillRect(0, 0, width, height);
	context.fillStyle = 'rgb(120 120 120)';
	context.fillRect(width / 3, height / 3, width / 3, (2 * height) / 3);
	const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.6 });
	return new Uint8Array(await blob.arrayBuffer());
}
