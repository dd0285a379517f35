/**
 * What a counter says of its starts, and what the portal answers (spec OL-3): by them two copies of one device are told
 * apart, and the attestations that never arrived are known.
 */
import { z } from "zod";
import { count, numericDate, uuid } from "./fields";

/** 48 random bits, b64u. */
export const startId = z.string().regex(/^[A-Za-z0-9_-]{8}$/);

/** More than any counter numbers in a start, or starts in its life. */
const NUMBER_LIMIT = 1_000_000;
const numbers = count.max(NUMBER_LIMIT);
/** Running number of an attestation in its start, from 1. */
export const startNumber = z.int().positive().max(NUMBER_LIMIT);

const startCounts = z.object({
	id: startId,
	/** Attestations that were numbered in this start: 1 … given. */
	given: numbers,
	/** Of these: no attestation came of them. */
	void: numbers,
	/** Of these: refused, and still on the device. */
	refused: numbers,
	/** Of these: waiting on the device. */
	waiting: numbers,
});

export const startReport = startCounts.extend({
	/** How many starts the device has had, this one included. */
	generation: z.int().positive().max(NUMBER_LIMIT),
	/** The starts before this one, newest first. */
	before: z.array(startCounts).max(16),
	/** The counter heeds orders about PINs: an answer may name one. The id of the one that it heeds, once there is one. */
	pins: z.union([z.literal(true), uuid]).optional(),
});
export type StartReport = z.infer<typeof startReport>;

/**
 * `alone`: no other life of this device is known. `restored`: others were heard before, and this one does not know of
 * them. `twin`: another one is being heard.
 */
const LIFE_STATES = ["alone", "restored", "twin"] as const;

export const life = z.object({
	state: z.enum(LIFE_STATES),
	/** Index blocks that were given before may be in the hands of two: the device gives them up. 0: none. */
	since: numericDate,
	/** Indices that papers of the pharmacy share, and of which somebody still needs another one. */
	shared: count,
	/** Id of the last order that the PINs here be chosen anew. Absent: there was none, or the counter does not know orders. */
	pins: uuid.optional(),
});
export type Life = z.infer<typeof life>;
