// C31: cameras that are programs, by the name they give themselves. Weak, and meant so: whoever gives the program another
// name, or films a screen through a capture card, is not found; it finds who has such a program running and chose it. Pure.

/** Whole words of a label, in any case; what maker and driver add around them is left open. */
const NAMES: readonly string[] = [
	'obs virtual camera',
	'obs-camera',
	'obs camera',
	'manycam',
	'xsplit',
	'xsplitbroadcaster',
	'snap camera',
	'e2esoft',
	'vcam',
	'mmhmm',
	'airtime camera',
	'camo',
	'droidcam',
	'iriun',
	'epoccam',
	'ivcam',
	'ndi webcam',
	'ndi video',
	'newtek ndi',
	'splitcam',
	'sparkocam',
	'youcam',
	'chromacam',
	'fakewebcam',
	'webcamoid',
	'akvcam',
	'v4l2loopback',
	'dummy video device',
	'unity video capture',
	'unitycam',
	'virtual camera',
	'virtual cam',
	'virtual webcam',
	'logi capture',
	'nvidia broadcast',
	'prism live',
	'vmix video',
	'altercam',
	'magic camera',
	'finecam',
	'krisp',
	'虚拟摄像头',
	'虚拟相机'
];

/** A name inside a longer word is another name: "camo" is not "camouflage". */
const bounded = (name: string): RegExp =>
	new RegExp(`(?<![\\p{Script=Latin}\\d])${name}(?![\\p{Script=Latin}])`, 'iu');
const KNOWN = NAMES.map(bounded);

/** @param label as the browser gives it; empty before permission, and then nothing is known */
export const isVirtualCamera = (label: string): boolean => KNOWN.some((name) => name.test(label));
