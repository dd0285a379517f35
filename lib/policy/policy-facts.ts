/**
 * What rules see beside the payload, as `external.*`: the moment, and the entry's dates as numbers that CertLogic can
 * compare. Days are counted from 1970-01-01 on the calendar of the policy's zone; a date that cannot be read is null,
 * and a rule that compares it refuses.
 */
import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import type { CivilDay } from "@/lib/shared/civil-day";
import { instantOf, isoUtc } from "@/lib/shared/instant";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { PassFormat } from "@/lib/shared/pass-format";
import type { PolicyActivity } from "./occasion";
import { dayInZone, dayOf } from "./zoned-calendar";

export type PolicyQuestion = {
	/** When the policy is asked: now, or on arrival. */
	readonly now: NumericDate;
	readonly activity: PolicyActivity;
	/** Where the payload came from: policies may treat attestations apart (spec P-6). */
	readonly format: PassFormat;
};

/** What rules may ask for as `external.<name>`; `valueSets` with the set's name after a dot. */
export const EXTERNAL_FACTS = [
	"now",
	"activity",
	"format",
	"entries",
	"disease",
	"validationClock",
	"today",
	"sample",
	"sampleDay",
	"injectionDay",
	"firstPositiveDay",
	"validFromDay",
	"validUntilDay",
	"valueSets",
] as const satisfies readonly (keyof PolicyFacts)[];

type PolicyFrame = {
	/** IANA zone in which days are counted. */
	readonly zone: string;
	readonly valueSets?: Readonly<Record<string, readonly string[]>> | undefined;
};

/** Each fact is worked out when a rule asks for it: the rule for negative tests needs no day. */
export class PolicyFacts {
	readonly now: NumericDate;
	readonly activity: PolicyActivity;
	readonly format: PassFormat;
	/** Entries of `v`, `t` and `r` together. The facts below are those of the first of each. */
	readonly entries: number;
	readonly valueSets: Readonly<Record<string, readonly string[]>>;
	readonly #dcc: DccPayload;
	readonly #zone: string;
	#today: CivilDay | undefined;
	#sample: NumericDate | null | undefined;

	constructor(dcc: DccPayload, { now, activity, format }: PolicyQuestion, { zone, valueSets = {} }: PolicyFrame) {
		this.now = now;
		this.activity = activity;
		this.format = format;
		this.entries = (dcc.v?.length ?? 0) + (dcc.t?.length ?? 0) + (dcc.r?.length ?? 0);
		this.valueSets = valueSets;
		this.#dcc = dcc;
		this.#zone = zone;
	}

	/** `tg` of the first entry. */
	get disease(): string | null {
		const { v, t, r } = this.#dcc;
		return (v?.[0] ?? t?.[0] ?? r?.[0])?.tg ?? null;
	}

	/** `now` as text, for rules written for other engines. */
	get validationClock(): string {
		return isoUtc(this.now);
	}

	get today(): CivilDay {
		this.#today ??= dayInZone(this.now, this.#zone);
		return this.#today;
	}

	/** Sample time of the test, seconds. */
	get sample(): NumericDate | null {
		if (this.#sample === undefined) this.#sample = instantOf(this.#dcc.t?.[0]?.sc ?? "") ?? null;
		return this.#sample;
	}

	get sampleDay(): CivilDay | null {
		return this.#day(this.#dcc.t?.[0]?.sc);
	}

	get injectionDay(): CivilDay | null {
		return this.#day(this.#dcc.v?.[0]?.dt);
	}

	get firstPositiveDay(): CivilDay | null {
		return this.#day(this.#dcc.r?.[0]?.fr);
	}

	get validFromDay(): CivilDay | null {
		return this.#day(this.#dcc.r?.[0]?.df);
	}

	get validUntilDay(): CivilDay | null {
		return this.#day(this.#dcc.r?.[0]?.du);
	}

	#day(text: string | undefined): CivilDay | null {
		return text === undefined ? null : (dayOf(text, this.#zone) ?? null);
	}
}
