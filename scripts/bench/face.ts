// `npm run bench:face`: what looking at faces costs and how well it tells people apart.
import { benchFaceBrowser } from './face/browser-half.ts';
import { runServerHalf } from './face/server-half.ts';

await runServerHalf();
await benchFaceBrowser({ looks: 100, seconds: 20 });
