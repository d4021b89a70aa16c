// The floor under `bench:wall`: as many pictures a second over a bare socket into as many bare canvases, nothing else.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright';
import { WebSocketServer } from 'ws';
import { watchCost, type WatchedPage } from './page.ts';

const PAGE = `<!doctype html><title>floor</title><style>body{display:grid;grid-template-columns:repeat(5,1fr)}</style><script>
const count = Number(new URLSearchParams(location.search).get('tiles'));
const canvases = [];
for (let n = 0; n < count * 2; n++) {
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = n % 2 ? [320, 180] : [192, 144];
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
		readonly everyMs: number;
		readonly pictures: Readonly<Record<'camera' | 'screen', readonly string[]>>;
	}
): Promise<Floor> {
	const { tiles, everyMs, pictures } = options;
	const server = createServer((_request, response) => {
		response.setHeader('content-type', 'text/html');
		response.end(PAGE);
	});
	const sockets = new WebSocketServer({ server, perMessageDeflate: false });
	let timer: NodeJS.Timeout | undefined;
	sockets.on('connection', (socket) => {
		let turn = 0;
		timer = setInterval(
			() => {
				const at = turn++ % (tiles * 2);
				const of = at % 2 === 0 ? pictures.camera : pictures.screen;
				const head = Buffer.alloc(2);
				head.writeUInt16BE(at);
				socket.send(Buffer.concat([head, Buffer.from(of[turn % of.length] ?? '', 'base64')]));
			},
			everyMs / (tiles * 2)
		);
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
