/**
 * Goes up with every change that can move a fen. A sale stores it, so a price seen offline can be explained
 * later.
 */
export const engine_version = '1'
