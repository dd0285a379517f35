import "client-only";
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import type { EventSet } from "@/lib/checkin/event-set";
import {
	isLinked,
	type LinkEffect,
	type LinkInput,
	type LinkState,
	newLink,
	type Self,
	stepLink,
} from "@/lib/gatelink/gate-link";
import type { LinkMessage, PostWord } from "@/lib/gatelink/link-message";
import { assertNever } from "@/lib/shared/assert-never";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { FetchPort } from "@/lib/trust/fetch-file";
import { ListFetcher, type ListServer } from "./list-exchange";

/** What a link needs of this device. */
export type LinkPorts = {
	readonly now: () => NumericDate;
	readonly merge: (events: readonly CheckinEvent[]) => Promise<void>;
	/** Everything that these posts recorded is here, as it was said at `since` or later. */
	readonly notePosts: (posts: readonly PostWord[], since: NumericDate) => Promise<void>;
	/** The posts that this gate can speak for. */
	readonly posts: () => Promise<readonly PostWord[]>;
	/** Only while pairing is open (GG-2). */
	readonly openSalts: () => Promise<Extract<LinkMessage, { type: "salts" }>["salts"]>;
	readonly adoptSalts: (salts: Extract<LinkMessage, { type: "salts" }>["salts"]) => Promise<void>;
	readonly fetchLists: (fetch: FetchPort) => Promise<void>;
	readonly lists: ListServer;
	readonly post: () => Promise<Pick<Extract<LinkMessage, { type: "post" }>, "root" | "post"> | undefined>;
	readonly takePost: (post: Extract<LinkMessage, { type: "post" }>) => Promise<void>;
};

type Wire = { readonly send: (text: string) => void; readonly close: () => void };

/** What does not happen at once, one after the other. */
type Work = Exclude<LinkEffect, { type: "send" | "part" | "end" | "fetchLists" | "serve" }>;

const TICK_MS = 2000;
/**
 * Seconds without a word after which the other gate is gone: its telephone was put away, or went out of reach. The
 * browser itself would notice half a minute later.
 */
const LOST_AFTER = 12;
/** What was said last has to leave the buffer before the channel is closed. */
const FAREWELL_MS = 200;
/** Every this many words of the other gate the posts are noted: a count is not drawn anew every two seconds. */
const NOTE_EVERY = 5;

/** Runs the state machine of one link on a channel and this device's store. */
export class LinkRunner {
	readonly #ports: LinkPorts;
	readonly #wire: Wire;
	readonly #onChange: () => void;
	readonly #fetcher = new ListFetcher((message) => this.#say(message));
	readonly #timer: ReturnType<typeof setInterval>;
	#state: LinkState;
	/** When it was listened to first, until the other gate has said anything. */
	#heardAt: NumericDate | undefined;
	#words = 0;
	/** One piece of work after the other: events are merged before what follows from them is looked at. */
	#work: Promise<void> = Promise.resolve();

	constructor(
		{ self, events, open }: { readonly self: Self; readonly events: EventSet; readonly open: boolean },
		{ ports, wire, onChange }: { readonly ports: LinkPorts; readonly wire: Wire; readonly onChange: () => void },
	) {
		this.#ports = ports;
		this.#wire = wire;
		this.#onChange = onChange;
		this.#state = { ...newLink(self, events), open };
		this.feed({ type: "opened" });
		this.#timer = setInterval(() => void this.#tick(), TICK_MS);
	}

	get state(): LinkState {
		return this.#state;
	}

	feed(input: LinkInput): void {
		const { state, effects } = stepLink(this.#state, input);
		const changed = state !== this.#state;
		this.#state = state;
		for (const effect of effects) this.#act(effect);
		if (changed) this.#onChange();
	}

	hear(text: string): void {
		this.feed({ type: "heard", text, now: this.#ports.now() });
	}

	/** Says goodbye, so that the other gate does not wait. */
	leave(): void {
		this.#say({ type: "bye" });
		this.#end();
	}

	/** The channel is gone. */
	stop(): void {
		clearInterval(this.#timer);
		this.#fetcher.close();
	}

	async #tick(): Promise<void> {
		this.#heardAt ??= this.#ports.now();
		if (this.#ports.now() - (this.#state.heardAt ?? this.#heardAt) > LOST_AFTER) {
			this.#wire.close();
			return;
		}
		// What is heard while the disk is read is not known to what it says.
		const { echo } = this.#state;
		const posts = isLinked(this.#state) ? await this.#ports.posts() : [];
		this.feed({ type: "tick", posts, echo, now: this.#ports.now() });
	}

	#say(message: LinkMessage): void {
		this.#wire.send(JSON.stringify(message));
	}

	#act(effect: LinkEffect): void {
		if (effect.type === "send") this.#say(effect.message);
		else if (effect.type === "part") this.#fetcher.hear(effect.part);
		else if (effect.type === "end") this.#end();
		// Lists take seconds, and a double entry is to be found within one: beside the rest.
		else if (effect.type === "fetchLists") void this.#ports.fetchLists(this.#fetcher.fetch);
		else if (effect.type === "serve") void this.#serve(effect.request);
		else {
			this.#work = this.#work
				.then(() => this.#workOn(effect))
				.catch((error: unknown) => {
					// The disk refused: the gates would seem to agree and do not. The link goes, and says so.
					this.#end();
					throw error;
				});
		}
	}

	async #workOn(effect: Work): Promise<void> {
		const ports = this.#ports;
		switch (effect.type) {
			case "merge":
				return ports.merge(effect.events);
			case "complete":
				return this.#words++ % NOTE_EVERY === 0 ? ports.notePosts(effect.posts, effect.since) : undefined;
			case "adoptSalts":
				return ports.adoptSalts(effect.salts);
			case "handOnSalts":
				return this.#whileOpen(async () => ({ type: "salts", salts: [...(await ports.openSalts())] }));
			case "handOnPost":
				return this.#whileOpen(async () => {
					const post = await ports.post();
					return post && { type: "post", ...post };
				});
			case "takePost":
				await ports.takePost(effect.post);
				// Only now is there a root that lists can be verified by.
				return ports.fetchLists(this.#fetcher.fetch);
			default:
				return assertNever(effect);
		}
	}

	/** Pairing may have been closed while earlier work was done, or while this was. */
	async #whileOpen(make: () => Promise<LinkMessage | undefined>): Promise<void> {
		const message = this.#state.open ? await make() : undefined;
		if (message !== undefined && this.#state.open) this.#say(message);
	}

	async #serve(request: Parameters<ListServer["answer"]>[0]): Promise<void> {
		this.#say(await this.#ports.lists.answer(request));
	}

	#end(): void {
		this.stop();
		setTimeout(() => this.#wire.close(), FAREWELL_MS);
	}
}
