/**
 * The one table of the API: who may make each call, what it takes and answers, which problems it knows, how large it may
 * be. lib/server/http/define-route.ts serves by it, docs/api.md is written from it, and the tests of the portal hold
 * every answer to it.
 */
import type { z } from "zod";
import { checkinEvent, checkinExchange, checkinExchangeAnswer, codeReport, codeReportAnswer } from "./checkins";
import {
	assignmentInput,
	assignmentRow,
	consoleOverview,
	consoleSession,
	denialAnswer,
	denialInput,
	devicePage,
	enrolmentInput,
	enrolmentTicket,
	openSessionRequest,
	pharmacyInput,
	pharmacyPage,
	pharmacyRow,
	pinOrderAnswer,
	pinOrderInput,
	venueInput,
	venueList,
	venueRow,
} from "./console";
import { deviceKit, enrolmentClaim, kitRequest } from "./device-kit";
import { healthAnswer, readinessAnswer } from "./health";
import { openPassAnswer, openPassRequest } from "./holder";
import { mailSheetAnswer, mailSheetRequest } from "./mailed-sheets";
import { PATHS } from "./paths";
import { positiveBatch, positiveBatchAnswer, positiveInput } from "./positives";
import type { ProblemCode } from "./problem";
import { recordBatch, recordBatchAnswer, recordEnvelope, recordInput } from "./records";
import { revocationAnswer, revocationRequest } from "./revocations";
import { sameDayAnswer, sameDayQuestion } from "./same-day";
import { sharedPapersAnswer, sharedPapersRequest } from "./shared-papers";

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

/**
 * Who may call. `device:unenrolled`: whoever signs with the key that the body brings along. `device:verifier`: doors and
 * trains. `device:sender`: a counter, by its own key or by its transport key, which may call nothing else. `monitor`: who
 * has the token of the settings; without one in the settings, nobody.
 */
export const ACCESSES = [
	"public",
	"device:unenrolled",
	"device:any",
	"device:counter",
	"device:sender",
	"device:verifier",
	"console",
	"monitor",
] as const;
export type Access = (typeof ACCESSES)[number];

/**
 * What strangers make the portal look up in its database: a device by a key that this process does not know, a session by
 * a cookie that it does not know, a console link, an enrolment code, a pass. Each is limited by network (spec AB-3).
 */
export const LOOKUPS = ["device", "session", "link", "enrolment", "pass"] as const;
export type Lookups = (typeof LOOKUPS)[number];

/** Whose callers are strangers until the database has been asked; null: nothing is asked of it for each call. */
type OfStrangers = { readonly access: "public" | "device:unenrolled"; readonly looksUp: Lookups | null };
type OfProven = { readonly access: Exclude<Access, OfStrangers["access"]>; readonly looksUp?: never };

export type RouteRow = (OfStrangers | OfProven) & {
	readonly method: Method;
	readonly path: string;
	/** Absent: the call takes no body. */
	readonly request?: z.ZodType;
	/** Members of the request that are judged one by one, by the place where the schema leaves them open. */
	readonly parts?: Readonly<Record<string, z.ZodType>>;
	/** Names of the query's parameters, each optional. */
	readonly query?: readonly string[];
	/** Of the answer when all is well. */
	readonly status: 200 | 201 | 204;
	/** Absent with 204, and where the answer is no JSON. */
	readonly answer?: z.ZodType;
	/** Beside those that every call of this access knows (`problemsOf`). */
	readonly problems: readonly ProblemCode[];
	/** Bytes of body at most; 16 KiB unless said otherwise. */
	readonly maxBytes?: number;
	/** Bulk gives way to interactive calls under load. */
	readonly priority: "interactive" | "bulk";
	/** What makes sending it again safe, as docs/api.md says it. */
	readonly again: string;
};

const DEFAULT_MAX_BYTES = 16_384;
/** Bodies of at most so many bytes are small: they have to be there within seconds (spec AB-1). */
const SMALL_BYTES = 32_768;

export function bodyLimit({ maxBytes = DEFAULT_MAX_BYTES }: Pick<RouteRow, "maxBytes">): {
	readonly maxBytes: number;
	readonly small: boolean;
} {
	return { maxBytes, small: maxBytes <= SMALL_BYTES };
}

const ONE = { status: 200, problems: [], priority: "interactive" } as const;
const ADDS = { method: "POST", access: "console", status: 201, priority: "interactive" } as const;
const LISTS = { ...ONE, method: "GET", access: "console", again: "changes nothing" } as const;

export const ROUTES = {
	checkHealth: {
		...ONE,
		method: "GET",
		path: PATHS.health,
		access: "public",
		looksUp: null,
		answer: healthAnswer,
		again: "changes nothing",
	},
	checkReadiness: {
		...ONE,
		method: "GET",
		path: PATHS.ready,
		access: "public",
		looksUp: null,
		answer: readinessAnswer,
		problems: ["database_read_only", "instance_stopping"],
		again: "changes nothing",
	},
	readMetrics: { ...ONE, method: "GET", path: PATHS.metrics, access: "monitor", again: "changes nothing" },
	openPass: {
		...ONE,
		method: "POST",
		path: PATHS.openPass,
		access: "public",
		looksUp: "pass",
		request: openPassRequest,
		answer: openPassAnswer,
		maxBytes: 1_024,
		again: "a wrong answer counts each time",
	},
	claimEnrolment: {
		...ONE,
		method: "POST",
		path: PATHS.claim,
		access: "device:unenrolled",
		looksUp: "enrolment",
		request: enrolmentClaim,
		answer: deviceKit,
		problems: [
			"enrolment_code_unknown",
			"enrolment_code_used",
			"enrolment_code_expired",
			"storage_not_durable",
			"device_exists",
			"device_denied",
		],
		again: "the same code with the same key: the same device",
	},
	renewKit: {
		...ONE,
		method: "POST",
		path: PATHS.kit,
		access: "device:any",
		request: kitRequest,
		answer: deviceKit,
		again: "by `key`: never two index blocks",
	},
	registerRecords: {
		...ONE,
		method: "POST",
		path: PATHS.records,
		access: "device:sender",
		request: recordBatch,
		parts: { "records[]": recordInput, "records[] of a locked counter": recordEnvelope },
		answer: recordBatchAnswer,
		// A hundred records, each with an attestation of at most 16 KiB.
		maxBytes: 2_097_152,
		priority: "bulk",
		again: "by each record's `key`: registered once",
	},
	registerPositives: {
		...ONE,
		method: "POST",
		path: PATHS.positives,
		access: "device:sender",
		request: positiveBatch,
		parts: { "results[]": positiveInput, "results[] of a locked counter": recordEnvelope },
		answer: positiveBatchAnswer,
		maxBytes: 1_048_576,
		priority: "bulk",
		again: "by each result's `key`: registered once",
	},
	askSameDay: {
		...ONE,
		method: "POST",
		path: PATHS.sameDay,
		access: "device:counter",
		request: sameDayQuestion,
		answer: sameDayAnswer,
		maxBytes: 4_096,
		again: "it only reads",
	},
	revokeAttestation: {
		...ONE,
		method: "POST",
		path: PATHS.revocations,
		access: "device:counter",
		request: revocationRequest,
		answer: revocationAnswer,
		maxBytes: 32_768,
		again: "by the attestation: revoked once, at the first time",
	},
	listSharedPapers: {
		...ONE,
		method: "POST",
		path: PATHS.sharedPapers,
		access: "device:counter",
		request: sharedPapersRequest,
		answer: sharedPapersAnswer,
		maxBytes: 1_024,
		again: "changes nothing",
	},
	mailSheet: {
		...ONE,
		method: "POST",
		path: PATHS.mailSheet,
		access: "device:counter",
		request: mailSheetRequest,
		answer: mailSheetAnswer,
		// The PDF and what goes with it.
		maxBytes: 102_400,
		again: "by `key`: the same message, whose double mail systems drop",
	},
	exchangeCheckIns: {
		...ONE,
		method: "POST",
		path: PATHS.checkins,
		access: "device:verifier",
		request: checkinExchange,
		parts: { "events[]": checkinEvent },
		answer: checkinExchangeAnswer,
		maxBytes: 262_144,
		priority: "bulk",
		again: "by each event's `id`: stored once; reads on after `after`",
	},
	storeCodeReport: {
		...ONE,
		method: "POST",
		path: PATHS.codeReports,
		access: "device:verifier",
		request: codeReport,
		answer: codeReportAnswer,
		priority: "bulk",
		again: "by day and hash: stored once",
	},
	openConsoleSession: {
		...ONE,
		method: "POST",
		path: PATHS.console.session,
		access: "public",
		looksUp: "link",
		request: openSessionRequest,
		answer: consoleSession,
		problems: ["link_invalid"],
		again: "a link opens once",
	},
	readConsoleSession: { ...LISTS, path: PATHS.console.session, answer: consoleSession },
	closeConsoleSession: {
		...ONE,
		method: "DELETE",
		path: PATHS.console.session,
		access: "console",
		status: 204,
		again: "then there is no session: 401",
	},
	readOverview: { ...LISTS, path: PATHS.console.overview, answer: consoleOverview },
	listPharmacies: { ...LISTS, path: PATHS.console.pharmacies, query: ["q", "after"], answer: pharmacyPage },
	addPharmacy: {
		...ADDS,
		path: PATHS.console.pharmacies,
		request: pharmacyInput,
		answer: pharmacyRow,
		problems: ["pharmacy_exists"],
		again: "by `number` and content",
	},
	listVenues: { ...LISTS, path: PATHS.console.venues, answer: venueList },
	addVenue: {
		...ADDS,
		path: PATHS.console.venues,
		request: venueInput,
		answer: venueRow,
		problems: [],
		again: "by `id` and content",
	},
	addAssignment: {
		...ADDS,
		path: PATHS.console.assignments,
		request: assignmentInput,
		answer: assignmentRow,
		problems: ["venue_unknown"],
		again: "by `id` and content",
	},
	createEnrolmentCode: {
		...ADDS,
		path: PATHS.console.enrolments,
		request: enrolmentInput,
		answer: enrolmentTicket,
		problems: ["pharmacy_unknown", "venue_unknown"],
		again: "by `id` and content: the same code",
	},
	listDevices: { ...LISTS, path: PATHS.console.devices, query: ["q", "after"], answer: devicePage },
	deny: {
		...ADDS,
		path: PATHS.console.denials,
		request: denialInput,
		answer: denialAnswer,
		problems: ["device_unknown", "pharmacy_unknown"],
		again: "denied once",
	},
	orderPins: {
		...ADDS,
		path: PATHS.console.pinOrders,
		request: pinOrderInput,
		answer: pinOrderAnswer,
		problems: ["device_unknown"],
		again: "by `id`: the same order",
	},
} as const satisfies Readonly<Record<string, RouteRow>>;

const OF_ALL: readonly ProblemCode[] = [
	"request_malformed",
	"method_not_allowed",
	"body_too_large",
	"body_too_slow",
	"too_many_requests",
	"internal_fault",
	"overloaded",
	"database_unavailable",
];
const OF_PROOF: readonly ProblemCode[] = ["proof_missing", "proof_invalid", "proof_time", "proof_replayed"];
const OF_DEVICE: readonly ProblemCode[] = [...OF_PROOF, "device_not_enrolled", "device_denied"];

/** What every call of an access may be answered. */
export const ACCESS_PROBLEMS: Readonly<Record<Access, readonly ProblemCode[]>> = {
	public: ["origin_forbidden"],
	"device:unenrolled": OF_PROOF,
	"device:any": [...OF_DEVICE, "role_forbidden"],
	"device:counter": [...OF_DEVICE, "role_forbidden"],
	"device:sender": [...OF_DEVICE, "role_forbidden"],
	"device:verifier": [...OF_DEVICE, "role_forbidden"],
	console: ["origin_forbidden", "session_required"],
	monitor: ["token_required"],
};

/** Every problem that a call may be answered with. */
export function problemsOf(row: RouteRow): readonly ProblemCode[] {
	const ofBody: readonly ProblemCode[] = row.request === undefined ? [] : ["body_type"];
	return [...new Set([...row.problems, ...ACCESS_PROBLEMS[row.access], ...ofBody, ...OF_ALL])];
}
