// Name, version and system as a browser calls itself, for the passport and the support call. They choose words and are
// compared (C31); whether the browser can record, capability decides (C2). Pure.

/** The first that fits: most of them also call themselves Chrome and Safari. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
	[/wxwork\/(\d+)/i, '企业微信'],
	[/MicroMessenger\/(\d+)/i, '微信'],
	[/\bQQ\/(\d+)/, 'QQ'],
	[/DingTalk\/(\d+)/i, '钉钉'],
	[/(?:Lark|Feishu)\/(\d+)/i, '飞书'],
	[/Edg(?:A|iOS)?\/(\d+)/, 'Edge'],
	[/OPR\/(\d+)/, 'Opera'],
	[/SamsungBrowser\/(\d+)/, 'Samsung Internet'],
	[/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
	[/(?:Headless)?Chrome\/(\d+)/, 'Chrome'],
	[/CriOS\/(\d+)/, 'Chrome'],
	[/Version\/(\d+).*Safari/, 'Safari']
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
	[/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
	[/Android/, 'Android'],
	[/iPhone|iPad|iPod/, 'iOS'],
	[/Windows/, 'Windows'],
	[/Mac OS X|Macintosh/, 'macOS'],
	[/CrOS/, 'ChromeOS'],
	[/Linux/, 'Linux']
];

const UNKNOWN = '?';

/** @returns e.g. "Chrome 146" and "Windows"; "?" for what is not known */
export function browserName(userAgent: string): { browser: string; system: string } {
	const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? UNKNOWN;
	for (const [pattern, name] of BROWSERS) {
		const version = pattern.exec(userAgent)?.[1];
		if (version !== undefined) return { browser: `${name} ${version}`, system };
	}
	return { browser: UNKNOWN, system };
}
