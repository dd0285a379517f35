/**
 * Messages between the console page and the portal. The session is a cookie that scripts cannot read (`HttpOnly`,
 * `SameSite=Strict`); every write must come as `application/json` from our own origin. No answer holds personal data:
 * the console sees pharmacies, venues, devices and counts.
 *
 * Writes can be repeated safely: what they add is named by the client (a random UUID, or the pharmacy's number), and
 * the same name with the same content answers as the first time. Adding answers 201 with the new row. Problem codes:
 * `session_required` and `link_invalid` (401), `request_malformed` with `field` (400), `pharmacy_exists` (409, other
 * content), `pharmacy_unknown`, `venue_unknown`, `device_unknown` (404).
 */
import { z } from "zod";
import { REENTRIES } from "@/lib/checkin/gate-rules";
import { ASSIGNMENT_KINDS } from "@/lib/shared/assignment-kind";
import { PHARMACY_NAME_LIMIT } from "@/lib/shared/name-limits";
import { deviceRole, VERIFIER_ROLES } from "./device-kit";
import { count, identifier, LABEL_LIMIT, numericDate, pharmacyNumber, plainText, TITLE_LIMIT, uuid } from "./fields";

export const openSessionRequest = z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{22,64}$/) });
export const consoleSession = z.object({ operator: z.string(), expiresAt: numericDate });
export type ConsoleSession = z.infer<typeof consoleSession>;

/** A published file: absent (null) until it was first written. */
const publishedList = z.object({ seq: count, issuedAt: numericDate, expiresAt: numericDate }).nullable();

export const consoleOverview = z.object({
	serverTime: numericDate,
	/** When `records` and `backlog.missing` were counted: with much registered, some while ago. */
	countedAt: numericDate,
	pharmacies: count,
	venues: count,
	/** Active devices by role, and the denied ones of all roles. */
	devices: z.object({ counter: count, door: count, train: count, denied: count }),
	records: z.object({
		registered: count,
		refused: count,
		revoked: count,
		lastHour: count,
		lastAt: numericDate.nullable(),
	}),
	backlog: z.object({
		/** Attestations that were issued and never arrived: most are still on a device. */
		missing: count,
		/** Letters to holders that wait for the mail server. */
		mails: count,
	}),
	lists: z.object({ keyset: publishedList, trustList: publishedList }),
});
export type ConsoleOverview = z.infer<typeof consoleOverview>;

/** One page of a list that continues with `?after=<next>`; null on the last page. */
const next = z.string().nullable();

export const pharmacyInput = z.strictObject({
	number: pharmacyNumber,
	/** Name and town together become the delegation's `nm`: at most that many code points, with the ", " between (spec §3). */
	name: plainText.min(1).max(PHARMACY_NAME_LIMIT),
	town: plainText.min(1).max(PHARMACY_NAME_LIMIT),
	/** FINESS register number: nine characters. */
	finess: z
		.string()
		.regex(/^[0-9AB]{9}$/)
		.optional(),
});
export type PharmacyInput = z.infer<typeof pharmacyInput>;

export const pharmacyRow = z.object({
	number: pharmacyNumber,
	name: z.string(),
	town: z.string(),
	devices: count,
	registered: count,
	lastSeenAt: numericDate.nullable(),
	denied: z.boolean(),
});
export type PharmacyRow = z.infer<typeof pharmacyRow>;
export const pharmacyPage = z.object({ pharmacies: z.array(pharmacyRow), next });

export const venueInput = z.strictObject({ id: uuid, name: plainText.min(1).max(TITLE_LIMIT) });

export type VenueInput = z.infer<typeof venueInput>;

/** Gates of one event. */
export const GATES_LIMIT = 50;
/** Persons at one event. */
export const CAPACITY_LIMIT = 1_000_000;

export const assignmentInput = z.strictObject({
	id: uuid,
	venue: identifier,
	kind: z.enum(ASSIGNMENT_KINDS),
	name: plainText.min(1).max(TITLE_LIMIT),
	/** At least one for an event, none for a train. */
	gates: z.array(plainText.min(1).max(LABEL_LIMIT)).max(GATES_LIMIT),
	/** Persons; null where nobody counts. */
	capacity: z.int().positive().max(CAPACITY_LIMIT).nullable(),
	/** Events only: whether who left may come back. */
	reentry: z.enum(REENTRIES).default("allowed"),
	/** Events only: a showing, whose posts close by themselves at `to`. */
	autoClose: z.boolean().default(false),
	from: numericDate,
	to: numericDate,
});
export type AssignmentInput = z.infer<typeof assignmentInput>;

/** `from`, `to`, `gates` and `capacity` as in the input; the venue is the row that it stands in. */
export const assignmentRow = assignmentInput.omit({ venue: true }).strip().extend({
	id: identifier,
	checkIns: count,
	/** Entries less exits, with corrections, as far as the portal has heard. */
	inside: count,
});

export const venueRow = z.object({
	id: identifier,
	name: z.string(),
	devices: count,
	/** Present and coming ones, soonest first. */
	assignments: z.array(assignmentRow),
});
export type VenueRow = z.infer<typeof venueRow>;
export const venueList = z.object({ venues: z.array(venueRow) });

/**
 * A counter belongs to a pharmacy, a door or train device to a venue. Asking again with the same id (the answer was
 * lost) gives the same ticket.
 */
export const enrolmentInput = z.discriminatedUnion("role", [
	z.strictObject({ id: uuid, role: z.literal("counter"), pharmacy: pharmacyNumber }),
	z.strictObject({ id: uuid, role: z.enum(VERIFIER_ROLES), venue: identifier }),
]);
export type EnrolmentInput = z.infer<typeof enrolmentInput>;

/** Shown once: the portal keeps the code's hash only. */
export const enrolmentTicket = z.object({
	/** Twenty symbols of Crockford base32, without separators. */
	code: z.string().length(20),
	/** `https://…/enrol#<code>.<root thumbprint>`. */
	link: z.url(),
	expiresAt: numericDate,
});
export type EnrolmentTicket = z.infer<typeof enrolmentTicket>;

const deviceRow = z.object({
	id: identifier,
	role: deviceRole,
	label: z.string(),
	/** Pharmacy number or venue name with what staff call it. */
	owner: z.object({ pharmacy: pharmacyNumber.nullable(), name: z.string() }),
	enrolledAt: numericDate,
	lastSeenAt: numericDate.nullable(),
	/** Counters: end of the newest delegation. */
	delegatedUntil: numericDate.nullable(),
	/** Counters: records registered, and numbers that never arrived (see overview). */
	registered: count,
	missing: count,
	/** Of the missing: what the device itself does not account for. */
	unexplained: count,
	/** When two copies of it were last heard beside each other; when one was heard that did not know of the others. */
	twinSeenAt: numericDate.nullable(),
	restoredSeenAt: numericDate.nullable(),
	deniedAt: numericDate.nullable(),
	/** Counters: when the PINs there were last ordered to be chosen anew, and the operator who did. */
	pinOrder: z
		.object({
			at: numericDate,
			by: z.string(),
			/** When the counter first said that it heeds it: no PIN of before counts there any more. */
			heededAt: numericDate.nullable(),
		})
		.nullable(),
});
export type DeviceRow = z.infer<typeof deviceRow>;
export const devicePage = z.object({ devices: z.array(deviceRow), next });

/** The PINs at this counter are to be chosen anew. The same id again is the same order. */
export const pinOrderInput = z.strictObject({ id: uuid, device: identifier });
export type PinOrderInput = z.infer<typeof pinOrderInput>;
/** When it was given. The counter heeds it at its next contact. */
export const pinOrderAnswer = z.object({ orderedAt: numericDate });

/** Why a device or pharmacy is denied. */
export const DENIAL_REASONS = ["stolen", "lost", "fraud", "retired"] as const;
export type DenialReason = (typeof DENIAL_REASONS)[number];
const denialReason = z.enum(DENIAL_REASONS);
const deviceDenial = z.strictObject({ device: identifier, reason: denialReason });
export type DeviceDenial = z.infer<typeof deviceDenial>;
/** All devices of the pharmacy, and its check codes too: these are made with keys of the pharmacy, not of one device. */
const pharmacyDenial = z.strictObject({ pharmacy: pharmacyNumber, reason: denialReason });
export type PharmacyDenial = z.infer<typeof pharmacyDenial>;
export const denialInput = z.union([deviceDenial, pharmacyDenial]);
/** `seq` of the trust list that carries the denial, already published. */
export const denialAnswer = z.object({ listSeq: count });
