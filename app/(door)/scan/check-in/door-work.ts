import type { VerifierCodeKeys } from "@/lib/checkcode/derive-keys";
import type { Direction, OverrideReason } from "@/lib/checkin/checkin-event";
import { type CheckedPass, decideOnCode, decideOnPass } from "@/lib/checkin/decide-passage";
import { mayHaveLostCharacters } from "@/lib/checkin/lost-characters";
import type { Counted } from "@/lib/checkin/outcome-counts";
import type { Turn } from "@/lib/checkin/scanner-owner";
import { recordOverride, recordPassage, undoPassage } from "@/lib/device/door/check-in";
import { type CodeEntry, enterCode } from "@/lib/device/door/enter-code";
import { type GateChoice, lockLeft, occasionOf } from "@/lib/device/door/gate-choice";
import { countOutcome } from "@/lib/device/door/outcome-store";
import type { RelaisDatabase } from "@/lib/device/store/database";
import { orInMemory, survive } from "@/lib/device/store/stand-in";
import { deviceNow, readClock } from "@/lib/device/trust/clock";
import type { Judge } from "@/lib/scan/judge";
import type { Trust } from "@/lib/trust/trust";
import { typedCodeOf } from "../code/typed-code";
import {
	personOf,
	uncountedView,
	type VerdictView,
	viewOfCode,
	viewOfPassage,
	viewOfRefusal,
	waitingView,
} from "../verdict/verdict-view";
import type { DoorDesk } from "./door-desk";
import { EntryReader } from "./entry";
import type { CodeDraft, DoorNote } from "./stage";

export type DoorContext = {
	readonly gate: GateChoice;
	readonly trust: Trust;
	readonly judge: Judge;
	readonly codeKeys: VerifierCodeKeys;
	readonly direction: Direction;
	/** Undefined: the device's own. */
	readonly db?: RelaisDatabase | undefined;
	/** The hand scanner was tried with the calibration sheet, and loses nothing. */
	readonly soundScanner: boolean;
	/** Nothing is counted here: verifying without an enrolment (ND-6). */
	readonly uncounted?: true | undefined;
};

type Ports = {
	/** As of now: keys and direction change under way. */
	readonly context: () => DoorContext;
	readonly desk: DoorDesk;
	readonly announce: (view: VerdictView) => void;
};

type Judged = Omit<Counted, "outcome"> & { readonly draft?: CodeDraft };

type View<Outcome extends VerdictView["outcome"]> = Extract<VerdictView, { readonly outcome: Outcome }>;

/**
 * The door's work: from a presentation to a verdict on the screen, with the passage on the disk before it. What it is
 * given of a person goes into the view it dispatches and nowhere else; it logs nothing. What is judged, and when, is the
 * desk's to say.
 */
export class DoorWork {
	readonly #ports: Ports;
	readonly #entry = new EntryReader();

	constructor(ports: Ports) {
		this.#ports = ports;
		ports.desk.onTurn = (turn) => void this.#settle(turn.id, () => this.#judge(turn));
	}

	/** Of a card in several codes: when the page is put away. */
	forgetParts(): void {
		this.#entry.forget();
	}

	/** Whatever becomes of it, the scanner is free again afterwards. */
	async #settle<Value>(id: number, work: () => Promise<Value>): Promise<Value> {
		try {
			return await work();
		} finally {
			if (this.#ports.desk.owns(id)) this.#ports.desk.dispatch({ type: "abandoned", id });
		}
	}

	/** What staff decide, once however often they press. */
	async #decide(work: (id: number) => Promise<void>): Promise<void> {
		if (this.#isLocked()) return;
		const id = this.#ports.desk.begin();
		if (id !== undefined) await this.#settle(id, () => work(id));
	}

	/** [CI-16] The rules were just changed; the scanner is paused, and what staff press waits too. */
	#isLocked(): boolean {
		return lockLeft(this.#ports.context().gate, deviceNow()) > 0;
	}

	/** `of`: what was judged, for the counts. */
	#show(id: number, view: VerdictView, { draft, ...of }: Judged): void {
		const { desk, announce } = this.#ports;
		// A card of which a part is missing was not judged.
		if (view.outcome !== "part") this.#count({ ...of, outcome: view.outcome });
		if (!desk.owns(id)) return;
		desk.dispatch({ type: "judged", id, view, ...(draft === undefined ? {} : { draft }) });
		announce(view);
	}

	/** When and where something is written down. */
	#at() {
		const { db } = this.#ports.context();
		return { now: deviceNow(), ...(db === undefined ? {} : { db }) };
	}

	/** No verdict waits for its number. */
	#count(counted: Counted): void {
		if (this.#ports.context().uncounted) return;
		survive(() => countOutcome(this.#ports.context().gate, counted, this.#at())).catch(reportError);
	}

	#record(checked: CheckedPass, as: { direction: Direction; again: boolean }) {
		return orInMemory(() => recordPassage(this.#ports.context().gate, { ...checked, ...as }, this.#at()));
	}

	/** A scanned text: told from what is no pass, verified, decided on, recorded, shown. */
	async #judge({ id, text: scanned, from, again }: Turn): Promise<void> {
		const entry = this.#entry.read(scanned, deviceNow());
		if (entry.outcome === "show") return this.#show(id, entry.view, { format: "unknown", reason: "" });
		const { trust, judge, gate, direction, soundScanner, uncounted } = this.#ports.context();
		const { now, ownPast } = await survive(() => readClock());
		const verdict = await judge.judge(entry.text, trust, { now, ownPast, occasion: occasionOf(gate, now) });
		// Put away meanwhile: nobody would see whom it counts.
		if (!this.#ports.desk.owns(id)) return;
		if (mayHaveLostCharacters(verdict, { from, again, sound: soundScanner })) {
			const lost = { outcome: "indeterminate", reason: "characters_lost", warnings: verdict.warnings } as const;
			return this.#show(id, viewOfRefusal(lost), { format: verdict.format, reason: lost.reason });
		}
		const decision = decideOnPass(verdict, direction);
		const of = { format: verdict.format, reason: verdict.reason ?? "" };
		if (decision.outcome === "stays") return this.#show(id, viewOfRefusal(decision.why), of);
		const { checked, pass } = decision;
		if (uncounted) return this.#show(id, uncountedView(personOf(pass), verdict.warnings), of);
		const recorded = await this.#record(checked, { direction, again: false });
		const shown = { checked, direction, warnings: verdict.warnings, train: gate.mode === "train", again: false };
		this.#show(id, viewOfPassage(recorded, { ...shown, person: personOf(pass) }), of);
	}

	/** A typed code. What the form itself has to say (a typo, the lock) is the answer; the rest is shown. */
	async check(draft: CodeDraft): Promise<CodeEntry["outcome"] | undefined> {
		if (this.#isLocked()) return undefined;
		const id = this.#ports.desk.begin();
		return id === undefined ? undefined : await this.#settle(id, () => this.#checkCode(id, draft));
	}

	async #checkCode(id: number, draft: CodeDraft): Promise<CodeEntry["outcome"]> {
		const { trust, codeKeys, gate } = this.#ports.context();
		const { now, ownPast } = await survive(() => readClock());
		const occasion = occasionOf(gate, now);
		const context = { keys: codeKeys, trust, ownPast, occasion };
		const entry = await survive(() => enterCode(typedCodeOf(draft), { ...context, ...this.#at(), now }));
		if (entry.outcome !== "typo" && entry.outcome !== "locked") {
			const reason = entry.outcome === "accepted" ? "" : entry.reason;
			this.#show(id, viewOfCode(decideOnCode(entry), draft), { format: "code", reason, draft });
		}
		return entry.outcome;
	}

	/** Staff decided on a pass that is inside already: let it in again, or record its exit. */
	pass({ person, checked }: View<"alreadyIn">, direction: Direction): Promise<void> {
		return this.#decide(async (id) => {
			const recorded = await this.#record(checked, { direction, again: true });
			const train = this.#ports.context().gate.mode === "train";
			const view = viewOfPassage(recorded, { person, checked, direction, warnings: [], train, again: true });
			this.#show(id, view, { format: checked.format, reason: "" });
		});
	}

	/** A supervisor lets this person, and for a while others, into a full event. */
	override({ person, checked, again }: View<"full">, reason: OverrideReason): Promise<void> {
		return this.#decide(async (id) => {
			const { gate } = this.#ports.context();
			const said = await orInMemory(() => recordOverride(gate, reason, this.#at()));
			if (!said.ok) return this.#back(id, "notCounted");
			const recorded = await this.#record(checked, { direction: "in", again });
			const shown = { person, checked, direction: "in", warnings: [], train: false, again } as const;
			this.#show(id, viewOfPassage(recorded, shown), { format: checked.format, reason: "" });
		});
	}

	/** Staff compared the person of a code with the identity document. */
	compared({ checked, initials, birth }: View<"compare">, same: boolean): Promise<void> {
		const of = { format: checked.format, reason: "" };
		return this.#decide(async (id) => {
			if (!same) {
				this.#count({ ...of, outcome: "turnedAway" });
				return this.#back(id, "turnedAway");
			}
			const { direction } = this.#ports.context();
			const recorded = await this.#record(checked, { direction, again: false });
			if (!recorded.ok) return this.#back(id, "notCounted");
			if (recorded.value.outcome === "recorded") {
				this.#count({ ...of, outcome: direction === "out" ? "out" : "admitted" });
				return this.#back(id, direction === "out" ? "codeLeft" : "codeAdmitted");
			}
			const person = { family: initials, given: "", latin: undefined, birth, pharmacy: undefined };
			this.#show(id, waitingView(recorded.value, { person, checked, again: false }), of);
		});
	}

	undo({ event, outcome }: View<"admitted" | "out">): Promise<void> {
		return this.#decide(async (id) => {
			if (event === undefined || event === "uncounted") return;
			const { ok } = await orInMemory(() => undoPassage(event, this.#at()));
			this.#back(id, ok ? (outcome === "out" ? "undoneOut" : "undone") : "notUndone");
		});
	}

	#back(id: number, note: DoorNote): void {
		this.#ports.desk.dispatch({ type: "next", id, note });
	}
}
