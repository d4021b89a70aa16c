// A room whose view changes under the page, as the controller's does.
import type { PageView } from '../page-view.ts';
import type { RoomView } from '../room-view.ts';
import { sampleRoom } from './sample-room.ts';

export function changingRoom(first: Partial<RoomView>) {
	let room = $state.raw<RoomView>(sampleRoom(first));
	const props = {
		get view(): PageView {
			return { kind: 'room', room };
		}
	};
	return {
		props,
		change(changes: Partial<RoomView>) {
			room = { ...room, ...changes };
		}
	};
}
