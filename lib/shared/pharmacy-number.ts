/** Five digits, without the Damm digit that is printed after them (spec §3 `sub`, §5). */
export const PHARMACY_NUMBER = /^[0-9]{5}$/;
