import "client-only";
import { liveQuery, type Subscription } from "dexie";
import { type EventSet, NO_EVENTS } from "@/lib/checkin/event-set";
import { isLinked, type LinkEnd, type Self, sharesSalt } from "@/lib/gatelink/gate-link";
import { placeOf } from "@/lib/gatelink/pairing-code";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { AtWork } from "./at-work";
import { chainPorts } from "./chain-ports";
import { linkPorts, readHeld } from "./link-ports";
import { LinkRunner } from "./link-runner";
import { type LinkedChannel, Pairing, type PairingView } from "./pairing";

/** A link as a screen shows it. */
export type LinkView = {
	readonly id: number;
	/** What the other gate calls itself; undefined until it has said so. */
	readonly gate: string | undefined;
	readonly state: "greeting" | "linked" | "lost" | "ended";
	readonly end: LinkEnd | undefined;
	/** Both know each other's visitors. Otherwise their counts add up and double entries stay unseen. */
	readonly sharesSalt: boolean;
	readonly sent: number;
	readonly received: number;
	readonly heardAt: NumericDate | undefined;
};

export type GateLinksView = { readonly links: readonly LinkView[]; readonly pairing: PairingView | undefined };

type Link = { readonly id: number; runner: LinkRunner | undefined; lost: boolean; view: LinkView };

const NOBODY: AtWork = { gate: undefined, deviceId: "", trust: undefined };
const NOTHING: GateLinksView = { links: [], pairing: undefined };

/**
 * The links of this page to other gates, and the pairing under way. They live as long as the page, whatever screen is
 * shown; a link that is lost stays in the list, so that staff see that there was one.
 */
class GateLinks {
	#work: AtWork = NOBODY;
	#held: { readonly events: EventSet; readonly salts: readonly string[] } = { events: NO_EVENTS, salts: [] };
	#links: readonly Link[] = [];
	#pairing: Pairing | undefined;
	#pairingView: PairingView | undefined;
	#view = NOTHING;
	#listeners = new Set<() => void>();
	#query: Subscription | undefined;
	#next = 1;

	/** For useSyncExternalStore. */
	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};
	readonly view = (): GateLinksView => this.#view;

	/** What this device is at work at now. Another event, or none any more: the links to its gates end. */
	workAt(work: AtWork): void {
		const before = this.#work.gate?.assignment;
		this.#work = work;
		if (before === work.gate?.assignment) {
			this.#tellSelf();
		} else {
			if (before !== undefined) this.#leaveAll();
			this.#follow();
		}
	}

	/** Begins a pairing: the caller has asked for the supervisor's PIN (GG-2). */
	openPairing(): void {
		this.closePairing();
		this.#follow();
		const { gate } = this.#work;
		this.#pairing = new Pairing({
			place: gate && placeOf(gate.assignment),
			onView: (view) => {
				this.#pairingView = view;
				this.#tell();
			},
			onLinked: (channel) => this.#linked(channel),
			...chainPorts(() => ({ work: this.#work, events: this.#held.events })),
		});
		this.#setOpen(true);
		void this.#pairing.start();
	}

	/** The pairing screen is gone: no salt leaves this gate any more. */
	closePairing(): void {
		this.#pairing?.close();
		this.#pairing = undefined;
		this.#pairingView = undefined;
		this.#setOpen(false);
		this.#tell();
	}

	/** A text that the camera read while the pairing screen is open. */
	hearCode(text: string): void {
		void this.#pairing?.hear(text);
	}

	goOnWithChain(): void {
		void this.#pairing?.goOnWithChain();
	}

	/** Ends a link, or takes a lost one off the list. */
	unpair(id: number): void {
		for (const link of this.#links) if (link.id === id) link.runner?.leave();
		this.#links = this.#links.filter((link) => link.id !== id);
		this.#tell();
	}

	/** The page goes: the other gates need not find out by waiting. */
	sayGoodbye(): void {
		for (const link of this.#links) link.runner?.leave();
	}

	#leaveAll(): void {
		this.sayGoodbye();
		this.#links = [];
		this.closePairing();
	}

	#linked(channel: LinkedChannel) {
		const link: Link = { id: this.#next++, runner: undefined, lost: false, view: FIRST_VIEW };
		this.#links = [...this.#links, link];
		link.runner = new LinkRunner(
			{ self: this.#self(), events: this.#held.events, open: this.#pairing !== undefined },
			{ ports: linkPorts(() => this.#work), wire: channel, onChange: () => this.#tell() },
		);
		this.#tell();
		return {
			onText: (text: string) => link.runner?.hear(text),
			onLost: () => {
				link.lost = true;
				link.runner?.stop();
				this.#tell();
			},
		};
	}

	#self(): Self {
		const { gate, trust } = this.#work;
		return {
			assignment: gate?.assignment ?? null,
			gate: gate?.gate ?? "",
			salts: [...this.#held.salts],
			lists: { keyset: trust?.keyset?.seq ?? 0, list: trust?.list?.iat ?? 0 },
		};
	}

	/** Follows what this device records and holds, for as long as there is anybody to tell. */
	#follow(): void {
		this.#query?.unsubscribe();
		const assignment = this.#work.gate?.assignment;
		this.#held = { events: NO_EVENTS, salts: [] };
		this.#tellSelf();
		if (assignment === undefined) return;
		this.#query = liveQuery(() => readHeld(assignment)).subscribe((held) => {
			this.#held = held;
			this.#tellSelf();
		});
	}

	#tellSelf(): void {
		const self = this.#self();
		for (const { runner, lost } of this.#links) {
			if (runner === undefined || lost) continue;
			if (JSON.stringify(runner.state.self) !== JSON.stringify(self)) runner.feed({ type: "self", self });
			if (runner.state.events !== this.#held.events) runner.feed({ type: "events", events: this.#held.events });
		}
	}

	#setOpen(open: boolean): void {
		for (const { runner, lost } of this.#links) if (!lost) runner?.feed({ type: "pairing", open });
	}

	#tell(): void {
		const links = this.#links.map((link) => {
			const view = viewOf(link);
			if (JSON.stringify(view) !== JSON.stringify(link.view)) link.view = view;
			return link.view;
		});
		this.#view = { links, pairing: this.#pairingView };
		for (const listener of this.#listeners) listener();
	}
}

const FIRST_VIEW: LinkView = {
	...{ id: 0, gate: undefined, state: "greeting", end: undefined, sharesSalt: false },
	...{ sent: 0, received: 0, heardAt: undefined },
};

function viewOf({ id, runner, lost }: Link): LinkView {
	const state = runner?.state;
	if (state === undefined) return { ...FIRST_VIEW, id };
	const { peer, ended, sent, received, heardAt } = state;
	const at = ended !== undefined ? "ended" : lost ? "lost" : isLinked(state) ? "linked" : "greeting";
	return { id, gate: peer?.gate, state: at, end: ended, sharesSalt: sharesSalt(state), sent, received, heardAt };
}

let ofThisPage: GateLinks | undefined;

export function gateLinks(): GateLinks {
	if (ofThisPage === undefined) {
		const links = new GateLinks();
		ofThisPage = links;
		globalThis.addEventListener("pagehide", () => links.sayGoodbye());
	}
	return ofThisPage;
}
