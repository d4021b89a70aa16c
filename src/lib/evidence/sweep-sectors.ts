/** P3: the ring of the 环拍 has as many sectors. */
export const SWEEP_SECTORS = 12;
