// Which of MediaPipe's 468 points are what: the corners of a face that pose, mask and mouth need.

/** Upper lid, the lid's edge that comes down, against the lower one; the person's right eye, then the left. */
export const EYES = [
	{
		upper: [246, 161, 160, 159, 158, 157, 173],
		lower: [7, 163, 144, 145, 153, 154, 155],
		crease: [247, 30, 29, 27, 28, 56, 190],
		brow: [113, 225, 224, 223, 222, 221]
	},
	{
		upper: [466, 388, 387, 386, 385, 384, 398],
		lower: [249, 390, 373, 374, 380, 381, 382],
		crease: [467, 260, 259, 257, 258, 286, 414],
		brow: [342, 445, 444, 443, 442, 441]
	}
] as const;

export const LOWER_LIP = [
	...[95, 88, 178, 87, 14, 317, 402, 318, 324, 146, 91, 181, 84, 17, 314, 405, 321, 375, 77, 90],
	...[180, 85, 16, 315, 404, 320, 307, 96, 89, 179, 86, 15, 316, 403, 319, 325]
];

export const CHIN = [
	...[152, 148, 176, 149, 150, 136, 377, 400, 378, 379, 365, 175, 171, 140, 170, 199, 208, 32, 211],
	...[428, 262, 431, 18, 200, 201, 421, 83, 313, 182, 406, 194, 418, 43, 273, 106, 335, 204, 424],
	...[135, 169, 364, 394, 395, 369]
];

/** Around the opening between the lips. */
export const MOUTH = [
	...[78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95]
];

/** Around what a mask hides: nose, mouth and chin. */
export const MASK = [234, 227, 50, 6, 280, 447, 454, 361, 397, 378, 152, 149, 172, 132];
