// What of the conversation of candidate and staff the server has: put together here.
import { createBroadcastService, type BroadcastServiceParts } from './broadcast.service.ts';
import { createChatService, type ChatServiceParts } from './chat.service.ts';
import { createRoomNotes } from './room-notes.service.ts';

export const createHelp = (parts: ChatServiceParts & BroadcastServiceParts) => ({
	chat: createChatService(parts),
	broadcasts: createBroadcastService(parts),
	notes: createRoomNotes(parts)
});
