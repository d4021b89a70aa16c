// Pictures of an exam: PNG, JPEG or WebP, told by their first bytes. No SVG: it can hold scripts and addresses.

export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

/** @param head its first twelve bytes at least */
export function pictureType(head: Uint8Array): PictureType | null {
	const starts = (...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);
	if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
	if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
	const isRiff = starts(0x52, 0x49, 0x46, 0x46);
	const isWebp = [0x57, 0x45, 0x42, 0x50].every((byte, at) => head[8 + at] === byte);
	return isRiff && isWebp ? 'image/webp' : null;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const HEAD_CHARACTERS = 16;

/** Whether this is base64 of a picture of that type. */
export function isPicture(type: string, base64: string): boolean {
	if (base64.length < HEAD_CHARACTERS || base64.length % 4 !== 0 || !BASE64.test(base64))
		return false;
	const head = Uint8Array.from(atob(base64.slice(0, HEAD_CHARACTERS)), (char) =>
		char.charCodeAt(0)
	);
	return pictureType(head) === type;
}
