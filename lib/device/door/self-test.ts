/**
 * [ND-8] What this device lacks to work a whole evening without a network, in the order in which it hurts. Sees facts
 * that somebody gathered; says what each comes to and which sentence goes with it, and asks nobody.
 */
import { DAY } from "@/lib/shared/numeric-date";
import type { ClockFault } from "@/lib/trust/clock-fault";
import type { TrustAge } from "@/lib/trust/trust-age";
import type { OfflineCopy } from "../offline-copy/offline-copy";

export type SelfTestFacts = {
	readonly copy: OfflineCopy;
	readonly keyset: boolean;
	/** Undefined without a list. */
	readonly age: TrustAge | undefined;
	/** Seconds of age beyond which nothing is judged (TL-4). */
	readonly limit: number;
	/** Whether delegations were ever fetched: papers that carry none are verified with them. */
	readonly delegations: boolean;
	/** Days from today on for which written codes can be checked. */
	readonly codeDays: number;
	readonly post: "chosen" | "none";
	/** Another gate's salt, or one's own, is there; null where there is no other gate to share one with. */
	readonly salt: boolean | null;
	readonly clock: ClockFault | undefined;
	readonly storage: "durable" | "fleeting" | "memory";
	readonly camera: "works" | "denied" | "missing" | "failed";
	/** Null: the browser does not tell. */
	readonly battery: { readonly percent: number; readonly charging: boolean } | null;
	readonly staysOn: boolean;
	readonly sound: "ready" | "off" | "blocked";
};

/** Of them what lies on the device, or does not. */
export type KeptFacts = Pick<SelfTestFacts, "keyset" | "age" | "limit" | "delegations" | "codeDays" | "post" | "salt">;

/** `stops`: nothing can be verified. `limits`: something cannot. `told`: the device cannot know. */
type Grade = "good" | "stops" | "limits" | "told";

export type Finding = {
	readonly check: keyof typeof CHECKS;
	readonly grade: Grade;
	/** Key of the sentence, under the check's own. */
	readonly say: string;
	readonly values?: Readonly<Record<string, number>>;
};

/** A battery below this does not last an evening of scanning. */
const LOW_PERCENT = 40;

const good = (say = "good") => ({ grade: "good", say }) as const;
const limits = (say: string, values: Readonly<Record<string, number>> = {}) =>
	({ grade: "limits", say, values }) as const;
const stops = (say: string, values: Readonly<Record<string, number>> = {}) =>
	({ grade: "stops", say, values }) as const;

type Result = Omit<Finding, "check">;

function copyResult({ copy }: SelfTestFacts): Result {
	switch (copy.state) {
		case "ready":
			return good();
		case "unknown":
			return { grade: "told", say: "unknown" };
		case "incomplete":
			return limits("missing", { missing: copy.missing, of: copy.of });
		case "absent":
			return limits("absent");
	}
}

function keysResult({ keyset, age, limit }: KeptFacts): Result {
	if (!keyset) return stops("keyset");
	if (age === undefined) return stops("list");
	const days = Math.floor(age.seconds / DAY);
	if (age.seconds > limit) return stops("tooOld", { days });
	return age.state === "fresh" ? good() : limits(age.state, { days });
}

function clockResult({ clock }: SelfTestFacts): Result {
	return clock === undefined ? good() : limits(clock.fault);
}

function batteryResult({ battery }: SelfTestFacts): Result {
	if (battery === null) return { grade: "told", say: "unknown" };
	const values = { percent: battery.percent };
	return battery.percent < LOW_PERCENT && !battery.charging ? limits("low", values) : { ...good(), values };
}

const KEPT_CHECKS = {
	keys: keysResult,
	delegations: ({ delegations }) => (delegations ? good() : limits("missing")),
	codes: ({ codeDays }) => (codeDays === 0 ? limits("missing") : { ...good(), values: { days: codeDays } }),
	post: ({ post }) => (post === "chosen" ? good() : limits("none")),
	salt: ({ salt }) => (salt === null ? good("alone") : salt ? good() : limits("missing")),
} satisfies Record<string, (facts: KeptFacts) => Result>;

/** In the order in which they are shown. */
const CHECKS = {
	copy: copyResult,
	...KEPT_CHECKS,
	clock: clockResult,
	storage: ({ storage }) => (storage === "durable" ? good() : limits(storage)),
	camera: ({ camera }) => (camera === "works" ? good() : limits(camera)),
	sound: ({ sound }) => (sound === "ready" ? good() : limits(sound)),
	screen: ({ staysOn }) => (staysOn ? good() : limits("off")),
	battery: batteryResult,
} satisfies Record<string, (facts: SelfTestFacts) => Result>;

export function selfTest(facts: SelfTestFacts): readonly Finding[] {
	return Object.entries(CHECKS).map(([check, examine]) => ({ check: check as Finding["check"], ...examine(facts) }));
}

/** Said of what is not there at all. What is there and old has words of its own (TL-4, ND-4). */
const ABSENT: ReadonlySet<string> = new Set(["keyset", "list", "missing", "none"]);

/** [ND-10] What a door needs and does not have, without trying anything; nothing where all of it is there. */
export function lacking(facts: KeptFacts): readonly Finding[] {
	return Object.entries(KEPT_CHECKS)
		.map(([check, examine]) => ({ check: check as Finding["check"], ...examine(facts) }))
		.filter(({ say }) => ABSENT.has(say));
}
