// `npm run bench:watch`: what the watch (C25–C32) costs a page that records camera and screen.
import { benchWatch } from './watch/cost.ts';

await benchWatch({ turns: 9, seconds: 10 });
