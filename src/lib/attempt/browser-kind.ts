// Which words fit a browser that cannot record (C2). Its name chooses words only; whether it can, capability decides.

export interface BrowserKind {
	/** The program whose own browser this is: 微信, or another one; null = a browser of its own. */
	readonly inApp: 'wechat' | 'other' | null;
	/** A phone or tablet. */
	readonly phone: boolean;
}

/** 微信 also names itself on the desktop, where it comes with a menu of its own; 企业微信 (wxwork) is the same browser. */
const WECHAT = /MicroMessenger|wxwork/i;
/** QQ, 钉钉, 飞书, 支付宝, 微博, 抖音, 小红书; Android's WebView and what iOS shows without Safari's name. */
const OTHER_APP =
	/\bQQ\/|DingTalk|Lark\/|Feishu|AlipayClient|Weibo|aweme|BytedanceWebview|xhsdiscover|; wv\)|(iPhone|iPad)(?!.*Safari\/)/i;
const PHONE = /Android|iPhone|iPad|iPod|Mobile|HarmonyOS(?!.*PC)/i;

export const browserKind = (userAgent: string): BrowserKind => ({
	inApp: WECHAT.test(userAgent) ? 'wechat' : OTHER_APP.test(userAgent) ? 'other' : null,
	phone: PHONE.test(userAgent)
});
