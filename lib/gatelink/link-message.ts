/**
 * What paired gates say to each other (decision 038): JSON over one ordered, reliable channel. Every message is parsed
 * here before anything looks at it; one that does not fit ends the link.
 */
import { z } from "zod";
import { GATE_ROLES } from "@/lib/checkin/gate-rules";
import { exactCheckinEvent } from "@/lib/protocol/checkins";
import { count, identifier, LABEL_LIMIT, numericDate, plainText } from "@/lib/protocol/fields";
import { SALT_ID_FORM, SECRET_FORM } from "@/lib/shared/base64url-forms";
import { DIGEST_FORM, SUM_FORM } from "./event-digest";

/** Characters of one message. */
export const MESSAGE_LIMIT = 65_536;
/** Events of one message: far below the limit. */
export const EVENT_BATCH = 100;
/** Salts of one event: one for each gate that counted by itself before it paired. */
export const SALT_LIMIT = 32;
/** Posts of one event that a gate speaks for. */
export const POST_LIMIT = 64;
/** Bytes of a file in one message. */
export const FILE_PART = 32_768;
const LARGEST_FILE = 16 * 1024 * 1024;

/** How new the lists of a gate are, 0 for none. */
const listsStand = z.strictObject({
	/** `seq` of the keyset in use. */
	keyset: count,
	/** `iat` of the trust list in use. */
	list: numericDate,
});
export type ListsStand = z.infer<typeof listsStand>;

const hello = z.strictObject({
	type: z.literal("hello"),
	version: z.literal(2),
	/** Null: a gate that lost its post and takes over the other one's. */
	assignment: identifier.nullable(),
	gate: plainText.max(LABEL_LIMIT),
	/** Ids of the salts that it holds, the one that it records under first. */
	salts: z.array(z.string().regex(SALT_ID_FORM)).max(SALT_LIMIT),
	lists: listsStand,
});
export type Hello = z.infer<typeof hello>;

/** A salt in the clear, between two gates that are pairing. `secret`: its 32 bytes, b64u. */
export const salt = z.strictObject({ made: numericDate, secret: z.string().regex(SECRET_FORM) });

const salts = z.strictObject({ type: z.literal("salts"), salts: z.array(salt).max(SALT_LIMIT) });

/** A post of the event that the sender can speak for: its own, and those of gates that it heard of. */
export const postWord = z.strictObject({
	/** Device id. */
	post: identifier,
	gate: plainText.max(LABEL_LIMIT),
	role: z.enum(GATE_ROLES),
	/** Seconds: all that the post recorded until then is in the sender's set. */
	ago: z.int().nonnegative(),
});
export type PostWord = z.infer<typeof postWord>;

/** Still there; and what the set of events is, in short. */
const ping = z.strictObject({
	type: z.literal("ping"),
	/** The sender's pings of this link are counted from 1. */
	number: count,
	/** The last ping that it had heard when it knew this, 0 for none (GG-9). */
	echo: count,
	events: count,
	sum: z.string().regex(SUM_FORM),
	posts: z.array(postWord).max(POST_LIMIT),
});

const digest = z.strictObject({
	type: z.literal("digest"),
	buckets: z.string().regex(DIGEST_FORM),
	/** The other gate answers with its own. */
	answer: z.boolean(),
});

const events = z.strictObject({
	type: z.literal("events"),
	events: z.array(exactCheckinEvent).min(1).max(EVENT_BATCH),
});

const get = z.strictObject({
	type: z.literal("get"),
	id: count,
	/** As lib/trust asks for it: an absolute address or a path of the portal. */
	uri: z.string().min(1).max(2048),
	etag: z.string().max(256).nullable(),
	offset: z.int().nonnegative().max(LARGEST_FILE),
});

const part = z.strictObject({
	type: z.literal("part"),
	id: count,
	state: z.enum(["part", "unchanged", "gone"]),
	etag: z.string().max(256).nullable(),
	/** Bytes of the whole file. */
	total: z.int().nonnegative().max(LARGEST_FILE),
	/** b64u, up to `FILE_PART` bytes from the offset that was asked for. */
	data: z.string().max(Math.ceil((FILE_PART * 4) / 3)),
});

/** The post of the giving gate, for one that lost everything. `root`: thumbprint of the authority's root key. */
const post = z.strictObject({ type: z.literal("post"), root: z.string().regex(SECRET_FORM), post: z.unknown() });

const bye = z.strictObject({ type: z.literal("bye") });

const linkMessage = z.discriminatedUnion("type", [hello, salts, ping, digest, events, get, part, post, bye]);
export type LinkMessage = z.infer<typeof linkMessage>;

/** Undefined for anything that is no message of this version. Never throws. */
export function readLinkMessage(text: string): LinkMessage | undefined {
	if (text.length > MESSAGE_LIMIT) return undefined;
	try {
		return linkMessage.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined; // not JSON: the same as JSON of another shape
	}
}
