// C31: what known virtual cameras call themselves. A weak sign: a name can be changed, and a capture card or a school's
// own program may be meant honestly. Pure.
const KNOWN =
	/\b(obs|virtual|virtualcam|manycam|xsplit|snap camera|e2esoft|vcam|droidcam|iriun|epoccam|camo|ivcam|webcamoid|splitcam|youcam|fakewebcam|v4l2loopback|dummy video|unity video|chromacam|mmhmm|nvidia broadcast|xiaoyi)\b|虚拟摄像|虚拟相机|无他伴侣|直播伴侣/i;

export const isVirtualCamera = (label: string): boolean => KNOWN.test(label);
