// `npm run bench:face`: what looking at faces costs and how well it tells people apart.
import { runServerHalf } from './face/server-half.ts';

await runServerHalf();
// the browser's half (ms per frame, the page's CPU with and without) goes here: ./face/browser-half.ts
