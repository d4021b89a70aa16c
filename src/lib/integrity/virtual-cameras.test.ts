// Labels as the programs' drivers give them, and those of real cameras that look a little like them.
import { expect, test } from 'vitest';
import { isVirtualCamera } from './virtual-cameras.ts';

test.each([
	'OBS Virtual Camera',
	'OBS Virtual Camera (m-de:vice)',
	'OBS-Camera',
	'ManyCam Virtual Webcam',
	'ManyCam Video Source 2',
	'XSplit VCam',
	'XSplitBroadcaster',
	'Snap Camera',
	'e2eSoft VCam',
	'e2eSoft iVCam',
	'VCam',
	'mmhmm Camera',
	'Camo',
	'Reincubate Camo',
	'Camo Camera (Virtual)',
	'DroidCam Source 3',
	'DroidCam Video',
	'Iriun Webcam #2',
	'NDI Webcam Video 1',
	'NewTek NDI Video',
	'EpocCam Camera',
	'SplitCam Video Driver',
	'SparkoCam Video',
	'CyberLink YouCam 9',
	'Dummy video device (0x0000)',
	'v4l2loopback: 20',
	'Unity Video Capture',
	'NVIDIA Broadcast',
	'Camera (NVIDIA Broadcast)',
	'Windows Virtual Camera',
	'腾讯虚拟摄像头'
])('[C31] %s is a program', (label) => {
	expect(isVirtualCamera(label)).toBe(true);
});

test.each([
	'',
	'Integrated Camera (04f2:b6d0)',
	'FaceTime HD Camera (Built-in)',
	'HD Pro Webcam C920 (046d:082d)',
	'Logi C270 HD WebCam',
	'USB2.0 HD UVC WebCam',
	'Surface Camera Front',
	'OBSBOT Tiny 2',
	'BRIO 4K Stream Edition',
	'Camouflage Cam',
	'iPhone Camera',
	'GENERAL WEBCAM',
	'fake_device_0'
])('[C31] %s is a camera', (label) => {
	expect(isVirtualCamera(label)).toBe(false);
});
