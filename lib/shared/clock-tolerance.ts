/**
 * Seconds by which the clocks of two honest parties may differ: of a device that signs and of one that verifies, of an
 * issuer, of the portal (spec RP-2, RP-5, "Age and clock").
 */
export const CLOCK_TOLERANCE = 300;

/**
 * Seconds by which a counter's clock may be off before its screen says so: half the tolerance, because the clock of the
 * door that will read the paper may be off the other way (spec, "Age and clock").
 */
export const CLOCK_WARNING = CLOCK_TOLERANCE / 2;
