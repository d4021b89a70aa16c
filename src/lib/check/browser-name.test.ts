import { expect, test } from 'vitest';
import { browserName } from './browser-name.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
test.for([
	[
		`(Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/146.0.0.0 Safari/537.36`,
		'Chrome 146',
		'Windows'
	],
	[`(Windows NT 10.0) ${WEBKIT} Chrome/146.0 Safari/537.36 Edg/146.0`, 'Edge 146', 'Windows'],
	[`(X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0`, 'Firefox 140', 'Linux'],
	[
		`(Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/26.0 Safari/605`,
		'Safari 26',
		'macOS'
	],
	[
		`(iPhone; CPU iPhone OS 26_0) AppleWebKit/605 Version/26.0 Mobile Safari/604`,
		'Safari 26',
		'iOS'
	],
	[`(Linux; Android 15) ${WEBKIT} Chrome/146.0 Mobile Safari/537.36`, 'Chrome 146', 'Android'],
	[`(Windows NT 10.0) ${WEBKIT} Chrome/132.0 MicroMessenger/7.0.20`, '微信 7', 'Windows'],
	[
		`(Windows NT 10.0) ${WEBKIT} Chrome/132.0 wxwork/4.1 MicroMessenger/7.0`,
		'企业微信 4',
		'Windows'
	],
	['', '?', '?']
] as const)('[C4] %s', ([userAgent, browser, system]) => {
	expect(browserName(`Mozilla/5.0 ${userAgent}`)).toEqual({ browser, system });
});
