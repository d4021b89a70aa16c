import { expect, test } from 'vitest';
import { browserKind } from './browser-kind.ts';

const MAC =
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const IPHONE =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ANDROID =
	'Mozilla/5.0 (Linux; Android 15; V2324A Build/AP3A; wv) AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
	[
		'微信 on Windows',
		`Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0 Safari/537.36 MicroMessenger/7.0.20 WindowsWechat(0x63090a13)`,
		'wechat',
		false
	],
	[
		'微信 on a Mac',
		`${MAC} Version/18.4 Safari/605.1.15 MacWechat MicroMessenger/6.8.0(0x16080000)`,
		'wechat',
		false
	],
	[
		'微信 on an iPhone',
		`${IPHONE} Mobile/15E148 MicroMessenger/8.0.60(0x18003c2f) NetType/WIFI Language/zh_CN`,
		'wechat',
		true
	],
	[
		'企业微信 on Android',
		`${ANDROID} Version/4.0 Chrome/130.0 Mobile Safari/537.36 wxwork/4.1.36`,
		'wechat',
		true
	],
	['钉钉 on an iPhone', `${IPHONE} Mobile/15E148 AliApp(DingTalk/7.6.50)`, 'other', true],
	[
		'a WebView on Android',
		`${ANDROID} Version/4.0 Chrome/130.0 Mobile Safari/537.36`,
		'other',
		true
	],
	['an app on an iPhone', `${IPHONE} Mobile/15E148`, 'other', true],
	['Safari on an iPhone', `${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1`, null, true],
	['Safari on a Mac', `${MAC} Version/18.5 Safari/605.1.15`, null, false],
	[
		'Edge on Windows',
		'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0',
		null,
		false
	]
] as const)('[C2] %s', (_, userAgent, inApp, phone) => {
	expect(browserKind(userAgent)).toEqual({ inApp, phone });
});
