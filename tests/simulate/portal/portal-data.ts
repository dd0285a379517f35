/** What the portal's database holds. */

import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import type { GateRole } from "@/lib/checkin/gate-rules";
import type { CorrectionReason, RevocationRequest } from "@/lib/protocol/revocations";
import type { PostStanding } from "@/lib/server/services/check-in/post-standing";
import type { KnownStart } from "@/lib/server/services/device/judge-life";
import type { Tries } from "@/lib/server/services/pass/holder-tries";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { CounterRecord } from "../counter/counter-record";
import type { Evening } from "../door/evening";

type Delegation = {
	readonly jti: string;
	readonly jwt: string;
	readonly nbf: NumericDate;
	readonly exp: NumericDate;
	readonly first: number;
	readonly count: number;
	readonly list: number;
	readonly createdAt: NumericDate;
};

export type PortalDevice = {
	readonly id: string;
	/** Thumbprint of its key. */
	readonly key: string;
	/** Empty for the device of a venue. */
	readonly pharmacy: string;
	readonly venue: string | undefined;
	denied: boolean;
	readonly delegations: Delegation[];
	/** Which delegation a request was given. */
	readonly served: Map<string, string>;
	/** Its starts, as it told of them. */
	readonly starts: Map<string, KnownStart>;
	/** The highest index that was registered of each list. */
	readonly highest: Map<number, number>;
};

type Place = {
	/** In the order of their commits. */
	readonly events: { readonly device: string; readonly event: CheckinEvent }[];
	readonly ids: Set<string>;
	readonly posts: Map<string, PostStanding & { readonly gate: string; readonly role: GateRole }>;
};

type StoredRecord = {
	readonly record: CounterRecord;
	/** The same as it came. */
	readonly content: string;
	readonly device: string;
	readonly registeredAt: NumericDate;
	/** The reason why it was refused; undefined: it is registered. */
	readonly refused: string | undefined;
	/** Its paper was taken back before it came: it was stored without a pass. */
	readonly cameLate: boolean;
	/** Why its paper was taken back; undefined: it was not. */
	withdrawn: string | undefined;
};

type SharedPaper = {
	readonly attestation: string;
	readonly seenAt: NumericDate;
	/** When its index was revoked. */
	revokedAt: NumericDate | undefined;
	/** Somebody took it back: its person needs no other. */
	isWithdrawn: boolean;
};

type SharedPapers = {
	readonly pharmacy: string;
	/** By the key of their records. */
	readonly papers: Map<string, SharedPaper>;
};

type RevokedPaper = {
	readonly reason: RevocationRequest["reason"] | "identity_mismatch";
	readonly at: NumericDate;
	/** Which of those that bear its index; undefined: nobody knows. */
	readonly attestation: string | undefined;
};

type HolderLink = {
	/** Of the record that brought it. */
	readonly key: string;
	readonly attestation: string;
	/** It stands on a paper whose index another one had before (OL-7). */
	readonly isShared: boolean;
	/** By instance, where they are not counted together (../mutants). */
	readonly tries: Map<number, Tries>;
};

export type PortalData = {
	/** By the thumbprint of their keys. */
	readonly byKey: Map<string, PortalDevice>;
	readonly delegations: Map<string, Delegation & { readonly device: PortalDevice }>;
	readonly records: Map<string, StoredRecord>;
	/** Which record has a paper, by delegation and index. */
	readonly papers: Map<string, string>;
	/** Of each delegation how many indices of each stretch were seen, counted from its first. */
	readonly spent: Map<string, number[]>;
	/** By delegation and index. */
	readonly revoked: Map<string, RevokedPaper>;
	/** Those that came when another paper had their index, by that paper. */
	readonly shared: Map<string, SharedPapers>;
	/** Keys of records in whose place another one was stored, and by which. */
	readonly replaced: Map<
		string,
		{ readonly by: string; readonly reason: CorrectionReason; readonly at: NumericDate }[]
	>;
	/** By token. */
	readonly links: Map<string, HolderLink>;
	/** Where doors count, by assignment. */
	readonly places: Map<string, Place>;
	list: number;
	nextIndex: number;
};

/** A call of the API that the model answered. */
export type Answered = {
	readonly device: PortalDevice;
	readonly path: string;
	readonly body: unknown;
	readonly answer: { readonly status: number; readonly body: string };
};

/** Who hears of all that the model does. */
export type PortalShadow = {
	readonly enrolled: (device: PortalDevice) => void;
	readonly answered: (asked: Answered) => void;
	/** Somebody opened a holder link. */
	readonly opened: (asked: Pick<Answered, "body" | "answer">) => void;
	readonly place: (venue: string, evening: Evening) => void;
};

export function portalData(): PortalData {
	return {
		byKey: new Map(),
		delegations: new Map(),
		records: new Map(),
		papers: new Map(),
		spent: new Map(),
		revoked: new Map(),
		shared: new Map(),
		replaced: new Map(),
		links: new Map(),
		places: new Map(),
		list: 1,
		nextIndex: 0,
	};
}
