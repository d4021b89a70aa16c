// The floor under `bench:wall`: as many pictures a second as the wall was sent, over a bare socket into as many bare
// canvases as it has in view, nothing else.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright';
import { WebSocketServer } from 'ws';
import { PICTURE_TRACKS } from '../../../src/lib/live/staff-wire.ts';
import { SIZES, watchCost, type WatchedPage } from './page.ts';
import type { Pictures } from './wire.ts';

const PAGE = `<!doctype html><title>floor</title><style>body{display:grid;grid-template-columns:repeat(5,1fr)}</style><script>
const count = Number(new URLSearchParams(location.search).get('tiles'));
const sizes = ${JSON.stringify(PICTURE_TRACKS.map((track) => SIZES[track]))};
const canvases = [];
for (let n = 0; n < count * sizes.length; n++) {
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = sizes[n % sizes.length];
	canvases.push(canvas.getContext('2d'));
	document.documentElement.append(canvas);
}
const socket = new WebSocket(location.origin.replace('http', 'ws'));
socket.binaryType = 'arraybuffer';
socket.onmessage = async ({ data }) => {
	const at = new DataView(data).getUint16(0);
	const bitmap = await createImageBitmap(new Blob([data.slice(2)]));
	canvases[at].drawImage(bitmap, 0, 0);
	bitmap.close();
};
</script>`;

export interface Floor {
	readonly watched: WatchedPage;
	close(): Promise<void>;
}

export async function openFloor(
	browser: Browser,
	options: {
		readonly tiles: number;
		readonly picturesPerSecond: number;
		readonly pictures: Pictures;
	}
): Promise<Floor> {
	const { tiles, picturesPerSecond, pictures } = options;
	const server = createServer((_request, response) => {
		response.setHeader('content-type', 'text/html');
		response.end(PAGE);
	});
	const sockets = new WebSocketServer({ server, perMessageDeflate: false });
	let timer: NodeJS.Timeout | undefined;
	sockets.on('connection', (socket) => {
		let turn = 0;
		timer = setInterval(() => {
			const at = turn++ % (tiles * PICTURE_TRACKS.length);
			const of = pictures[PICTURE_TRACKS[at % PICTURE_TRACKS.length] ?? 'camera'];
			const head = Buffer.alloc(2);
			head.writeUInt16BE(at);
			socket.send(Buffer.concat([head, Buffer.from(of[turn % of.length] ?? '', 'base64')]));
		}, 1000 / picturesPerSecond);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
	await page.goto(`http://127.0.0.1:${String(port)}/?tiles=${String(tiles)}`);
	return {
		watched: await watchCost(browser, page),
		async close() {
			clearInterval(timer);
			await page.close();
			sockets.close();
			for (const client of sockets.clients) client.terminate();
			server.close();
		}
	};
}
