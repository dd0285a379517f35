/** What the portal's database holds. */

import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import type { GateRole } from "@/lib/checkin/gate-rules";
import type { PostStanding } from "@/lib/server/services/check-in/post-standing";
import type { KnownStart } from "@/lib/server/services/device/judge-life";
import type { NumericDate } from "@/lib/shared/numeric-date";
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
	readonly content: string;
	readonly device: string;
	readonly registeredAt: NumericDate;
	/** The reason why it was refused; undefined: it is registered. */
	readonly refused: string | undefined;
};

type SharedPapers = {
	readonly pharmacy: string;
	/** By the key of their records. */
	readonly papers: Map<
		string,
		{ readonly attestation: string; readonly seenAt: NumericDate; revokedAt: NumericDate | undefined }
	>;
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
	readonly revoked: Set<string>;
	/** Those that came when another paper had their index, by that paper. */
	readonly shared: Map<string, SharedPapers>;
	/** Keys of records in whose place another one was registered. */
	readonly replaced: Set<string>;
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
	readonly place: (venue: string, evening: Evening) => void;
};

export function portalData(): PortalData {
	return {
		byKey: new Map(),
		delegations: new Map(),
		records: new Map(),
		papers: new Map(),
		spent: new Map(),
		revoked: new Set(),
		shared: new Map(),
		replaced: new Set(),
		places: new Map(),
		list: 1,
		nextIndex: 0,
	};
}
