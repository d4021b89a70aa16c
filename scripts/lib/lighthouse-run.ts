// Lighthouse on one address, several times over: the median counts, the raw figures are kept.
import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { ensureBrowser } from './browser.ts';
import { FAKE_MEDIA_ARGS } from './chromium.ts';

export type Device = 'desktop' | 'phone';

export interface AuditRun {
	/** 0 to 100. */
	readonly performance: number;
	readonly accessibility: number;
	readonly bestPractices: number;
	readonly lcpMs: number;
	readonly tbtMs: number;
	/** What cost points, in Lighthouse's words. */
	readonly faults: readonly string[];
}

const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;

/** A busy machine now and then loses the trace itself; that is no finding about the page. */
const TRIES = 3;

/** In a browser of its own: nothing cached, no service worker from the run before. */
export async function audit(url: string, device: Device): Promise<AuditRun> {
	for (let left = TRIES; ; left--) {
		const chrome = await launch({
			chromePath: ensureBrowser(),
			chromeFlags: ['--headless=new', ...FAKE_MEDIA_ARGS],
			logLevel: 'error'
		});
		try {
			return await auditOnce(url, chrome.port, device);
		} catch (error) {
			if (left === 1) throw error;
			console.log(`  again: ${String(error)}`);
		} finally {
			chrome.kill();
		}
	}
}

/** @param port where Chromium listens for DevTools */
async function auditOnce(url: string, port: number, device: Device): Promise<AuditRun> {
	const flags = { port, onlyCategories: [...CATEGORIES], logLevel: 'error' as const };
	const result = await lighthouse(url, flags, device === 'desktop' ? desktopConfig : undefined);
	if (!result || result.lhr.runtimeError)
		throw new Error(result?.lhr.runtimeError?.message ?? 'Lighthouse gave nothing');
	const { audits, categories } = result.lhr;
	const score = (name: (typeof CATEGORIES)[number]): number =>
		Math.round((categories[name]?.score ?? 0) * 100);
	const faults = (['accessibility', 'best-practices'] as const).flatMap((name) =>
		(categories[name]?.auditRefs ?? [])
			.filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
			.map(({ id }) => `${id}: ${audits[id]?.title ?? ''}`)
	);
	return {
		performance: score('performance'),
		accessibility: score('accessibility'),
		bestPractices: score('best-practices'),
		lcpMs: audits['largest-contentful-paint']?.numericValue ?? NaN,
		tbtMs: audits['total-blocking-time']?.numericValue ?? NaN,
		faults
	};
}
