import * as ground from './0001-ground.ts';

/** In order of their names; never edit one that has landed. */
export const migrations = { '0001-ground': ground };
