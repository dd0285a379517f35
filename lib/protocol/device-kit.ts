import { z } from "zod";
import { REENTRIES } from "@/lib/checkin/gate-rules";
import { ASSIGNMENT_KINDS } from "@/lib/shared/assignment-kind";
import { ATTESTATION_KINDS } from "@/lib/shared/attestation-kind";
import { COORDINATE_FORM, THUMBPRINT_FORM } from "@/lib/shared/base64url-forms";
import { CODE_KEY_POSITION } from "@/lib/shared/code-key-position";
import { ENROLMENT_CODE } from "@/lib/shared/enrolment-code";
import { LABEL_LIMIT, numericDate, pharmacyNumber, plainText, uuid } from "./fields";
import { life, startReport } from "./starts";

const b64u = z.string().regex(/^[A-Za-z0-9_-]+$/);
const day = z.iso.date();

export const devicePublicJwk = z.object({
	kty: z.literal("EC"),
	crv: z.literal("P-256"),
	x: z.string().regex(COORDINATE_FORM),
	y: z.string().regex(COORDINATE_FORM),
});
export type DevicePublicJwk = z.infer<typeof devicePublicJwk>;

/** A counter issues and belongs to a pharmacy; a door and a device on a train verify and belong to a venue. */
export const VERIFIER_ROLES = ["door", "train"] as const;
const DEVICE_ROLES = ["counter", ...VERIFIER_ROLES] as const;
export type DeviceRole = (typeof DEVICE_ROLES)[number];
export const deviceRole = z.enum(DEVICE_ROLES);

/** `POST /api/enrolments/claim`: the request itself is signed with the key it enrols (device proof). */
export const enrolmentClaim = z.object({
	/** One-time code, Crockford base32 without separators, 20 symbols (100 bits). */
	code: z.string().regex(ENROLMENT_CODE),
	/** The device's public key. */
	jwk: devicePublicJwk,
	/** What staff call this device, such as "poste 2". */
	label: plainText.min(1).max(LABEL_LIMIT),
	/**
	 * False: the browser may delete what it keeps. A counter, whose storage holds the only copy of what it issued, is not
	 * enrolled there; a door is, for it can lose check-ins only. Absent: it promised not to.
	 */
	durable: z.literal(false).optional(),
	/** Counter only: public part of a key that may send records and nothing else. */
	transport: devicePublicJwk.optional(),
});
export type EnrolmentClaim = z.infer<typeof enrolmentClaim>;

const pharmacyRef = z.object({
	number: pharmacyNumber,
	/** Name and town as staff know it: the delegation's `nm`. */
	name: z.string(),
});

/** Where a door or train device may be put to work. */
const assignment = z.object({
	id: z.string(),
	kind: z.enum(ASSIGNMENT_KINDS),
	name: z.string(),
	/** Empty for a train. */
	gates: z.array(z.string()),
	/** Seats or persons; null where nobody counts (trains). */
	capacity: z.int().positive().nullable(),
	/** Whether who left may come back. */
	reentry: z.enum(REENTRIES).default("allowed"),
	/** A showing: its posts close by themselves at `to`. */
	autoClose: z.boolean().default(false),
	from: numericDate,
	to: numericDate,
});
export type Assignment = z.infer<typeof assignment>;

/**
 * All that a device needs to work without the portal: the answer to a claim and to every renewal
 * (`POST /api/device/kit`). Delegations are additive: a device keeps the ones it has until they end.
 */
export const deviceKit = z.object({
	deviceId: z.string(),
	role: deviceRole,
	/** As claimed. */
	label: z.string(),
	/** When the kit was made. */
	serverTime: numericDate,
	/** Full RFC 7638 thumbprint of the root key to pin, 43 characters. */
	root: z.string().regex(THUMBPRINT_FORM),
	/** What was published when the kit was made: a device that has nothing yet takes nothing older (spec TL-6). */
	published: z.object({ keysetSeq: z.int().nonnegative(), listIat: numericDate }),
	/** Counter only. */
	pharmacy: pharmacyRef.nullable(),
	/** Counter only: delegations in force, oldest first; `sl` inside carries the index block. */
	delegations: z.array(z.string()),
	/** Counter only: the highest index that the authority has ever seen from this device, null for none. */
	highestIndex: z.int().nonnegative().nullable(),
	/** Where the request brought `start`: the delegation that this request was given, or null. A device takes no other. */
	allotted: z.string().nullable().optional(),
	/**
	 * Where the request brought `start`: what the authority has seen of each block, in any way (spec OL-2). `spent` has one
	 * symbol of base 36 for each sixteen indices: the highest one that was seen, counted from 1; 0 for none; zeros at the
	 * end are left out.
	 */
	seen: z.array(z.object({ jti: z.string(), spent: z.string() })).optional(),
	/** Where the request brought `start`. */
	life: life.optional(),
	/** Spec CC-4: `issuer` for counters (34 days × 12 keys), `verifier` for doors and trains (11 days × 6 keys). */
	codeKeys: z.discriminatedUnion("holder", [
		z.object({
			holder: z.literal("issuer"),
			pharmacy: pharmacyNumber,
			days: z.record(day, z.array(b64u).length(12)),
		}),
		z.object({
			holder: z.literal("verifier"),
			days: z.record(day, z.record(z.string().regex(CODE_KEY_POSITION), b64u)),
		}),
	]),
	/** Counter only: days for which names and sheets are kept on the device. Absent: what the device takes for usual. */
	sheetDays: z.int().positive().optional(),
	/** Doors and trains: where they may count, present and coming. */
	assignments: z.array(assignment),
	/** What the device's holder may test with: EU value-set codes and their names, for the counter's lists. */
	products: z.array(
		z.object({
			code: z.string(),
			name: z.string(),
			/** The attestation's `k` that it goes with. */
			kind: z.enum(ATTESTATION_KINDS).exclude(["R"]),
			/** Doses that complete the series, vaccines only. */
			doses: z.int().positive().optional(),
			/** Minutes from the sample to the earliest result, tests only, where it is not what most need (spec EN-11). */
			resultAfter: z.int().nonnegative().optional(),
		}),
	),
	/**
	 * For a counter that named a transport key: what it encrypts records to when it issues them. ECDH-ES; absent where the
	 * portal has none.
	 */
	recordKey: z.object({ kid: z.string(), jwk: devicePublicJwk }).optional(),
});
export type DeviceKit = z.infer<typeof deviceKit>;

/** `POST /api/device/kit`: asks for fresh keys and, when it runs low, another index block. */
export const kitRequest = z.object({
	/** Made by the client; the same key never yields two blocks. */
	key: uuid,
	/** Indices still free on the device over all its delegations (counter), else 0. */
	indicesLeft: z.int().nonnegative(),
	/** Counters: the present start and those before. */
	start: startReport.optional(),
	/** Counter only: public part of the key that may send its records and nothing else, in place of any before. */
	transport: devicePublicJwk.optional(),
});
export type KitRequest = z.infer<typeof kitRequest>;
