/** Name of a key of a check code's twelve symbols, where not all are given: 0 to 11 (spec CC-4). */
export const CODE_KEY_POSITION = /^(?:\d|1[01])$/;
