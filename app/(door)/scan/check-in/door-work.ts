import type { VerifierCodeKeys } from "@/lib/checkcode/derive-keys";
import type { Direction } from "@/lib/checkin/checkin-event";
import { type CheckedPass, decideOnCode, decideOnPass } from "@/lib/checkin/decide-passage";
import type { Counted } from "@/lib/checkin/outcome-counts";
import { recordPassage, undoPassage } from "@/lib/device/door/checkin-store";
import { type CodeEntry, enterCode } from "@/lib/device/door/enter-code";
import { type GateChoice, occasionOf } from "@/lib/device/door/gate-choice";
import { countOutcome } from "@/lib/device/door/outcome-store";
import { deviceNow, readClock } from "@/lib/device/trust/clock";
import type { Trust } from "@/lib/trust/trust";
import { verifyPass } from "@/lib/verify/verify-pass";
import { typedCodeOf } from "../code/typed-code";
import { personOf, type VerdictView, viewOfCode, viewOfPassage, viewOfRefusal } from "../verdict/verdict-view";
import { EntryReader } from "./entry";
import type { CodeDraft, DoorAction, DoorNote } from "./stage";

export type DoorContext = {
	readonly gate: GateChoice;
	readonly trust: Trust;
	readonly codeKeys: VerifierCodeKeys;
	readonly direction: Direction;
};

type Ports = {
	/** As of now: keys and direction change under way. */
	readonly context: () => DoorContext;
	readonly dispatch: (action: DoorAction) => void;
	readonly announce: (view: VerdictView) => void;
};

type Judged = Omit<Counted, "outcome"> & { readonly draft?: CodeDraft };

type View<Outcome extends VerdictView["outcome"]> = Extract<VerdictView, { readonly outcome: Outcome }>;

/**
 * The door's work: from a presentation to a verdict on the screen, with the passage on the disk before it. What it is
 * given of a person goes into the view it dispatches and nowhere else; it logs nothing.
 */
export class DoorWork {
	readonly #ports: Ports;
	readonly #entry = new EntryReader();
	/** Presentations are numbered: only the newest one's answer is shown. */
	#presented = 0;

	constructor(ports: Ports) {
		this.#ports = ports;
	}

	/** Of a card in several codes: when the page is put away. */
	forgetParts(): void {
		this.#entry.forget();
	}

	#begin(): number {
		const id = ++this.#presented;
		this.#ports.dispatch({ type: "presented", id });
		return id;
	}

	/** `of`: what was judged, for the counts. */
	#show(id: number, view: VerdictView, { draft, ...of }: Judged): void {
		// A card of which a part is missing was not judged.
		if (view.outcome !== "part") this.#count({ ...of, outcome: view.outcome });
		if (id === this.#presented) this.#ports.announce(view);
		this.#ports.dispatch({ type: "judged", id, view, ...(draft === undefined ? {} : { draft }) });
	}

	/** No verdict waits for its number. */
	#count(counted: Counted): void {
		countOutcome(this.#ports.context().gate, counted, { now: deviceNow() }).catch(reportError);
	}

	#record(checked: CheckedPass, as: { direction: Direction; again: boolean }) {
		return recordPassage(this.#ports.context().gate, { ...checked, ...as }, { now: deviceNow() });
	}

	/** A scanned text: told from what is no pass, verified, decided on, recorded, shown. */
	async present(scanned: string): Promise<void> {
		const id = this.#begin();
		const entry = this.#entry.read(scanned, deviceNow());
		if (entry.outcome === "show") return this.#show(id, entry.view, { format: "unknown", reason: "" });
		const { trust, gate, direction } = this.#ports.context();
		const { now, ownPast } = await readClock();
		const verdict = await verifyPass(entry.text, trust, { now, ownPast, occasion: occasionOf(gate, now) });
		const decision = decideOnPass(verdict, direction);
		const of = { format: verdict.format, reason: verdict.reason ?? "" };
		if (decision.outcome === "stays") return this.#show(id, viewOfRefusal(decision.why), of);
		const { checked, pass } = decision;
		const recorded = await this.#record(checked, { direction, again: false });
		const shown = { checked, direction, warnings: verdict.warnings, train: gate.mode === "train" };
		this.#show(id, viewOfPassage(recorded, { ...shown, person: personOf(pass) }), of);
	}

	/** A typed code. What the form itself has to say (a typo, the lock) is the answer; the rest is shown. */
	async check(draft: CodeDraft): Promise<CodeEntry["outcome"]> {
		const id = this.#begin();
		const { trust, codeKeys, gate } = this.#ports.context();
		const { now, ownPast } = await readClock();
		const occasion = occasionOf(gate, now);
		const entry = await enterCode(typedCodeOf(draft), { keys: codeKeys, trust, now, ownPast, occasion });
		if (entry.outcome !== "typo" && entry.outcome !== "locked") {
			const reason = entry.outcome === "accepted" ? "" : entry.reason;
			this.#show(id, viewOfCode(decideOnCode(entry), draft), { format: "code", reason, draft });
		}
		return entry.outcome;
	}

	/** Staff decided on a pass that is inside already: let it in again, or record its exit. */
	async pass({ person, checked }: View<"alreadyIn">, direction: Direction): Promise<void> {
		const id = this.#begin();
		const recorded = await this.#record(checked, { direction, again: true });
		const train = this.#ports.context().gate.mode === "train";
		const view = viewOfPassage(recorded, { person, checked, direction, warnings: [], train });
		this.#show(id, view, { format: checked.format, reason: "" });
	}

	/** Staff compared the person of a code with the identity document. */
	async compared({ checked, initials, birth }: View<"compare">, same: boolean): Promise<void> {
		const of = { format: checked.format, reason: "" };
		if (!same) {
			this.#count({ ...of, outcome: "turnedAway" });
			return this.#back("turnedAway");
		}
		const { direction } = this.#ports.context();
		const recorded = await this.#record(checked, { direction, again: false });
		if (!recorded.ok) return this.#back("notCounted");
		if (recorded.value.outcome === "recorded") {
			this.#count({ ...of, outcome: direction === "out" ? "out" : "admitted" });
			return this.#back(direction === "out" ? "codeLeft" : "codeAdmitted");
		}
		const person = { family: initials, given: "", latin: undefined, birth, pharmacy: undefined };
		this.#show(this.#begin(), { outcome: "alreadyIn", person, before: recorded.value.before, checked }, of);
	}

	async undo({ event, outcome }: View<"admitted" | "out">): Promise<void> {
		if (event === undefined) return;
		const { ok } = await undoPassage(event, { now: deviceNow() });
		this.#back(ok ? (outcome === "out" ? "undoneOut" : "undone") : "notUndone");
	}

	#back(note: DoorNote): void {
		this.#ports.dispatch({ type: "next", note });
	}
}
