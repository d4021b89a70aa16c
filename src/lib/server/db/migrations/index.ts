import * as ground from './0001-ground.ts';
import * as lots from './0003-lots.ts';

/** In order of their names; never edit one that has landed. */
export const migrations = { '0001-ground': ground, '0003-lots': lots };
