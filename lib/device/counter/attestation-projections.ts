import type { IssuedCode } from "@/lib/checkcode/issue-code";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { holderPath } from "@/lib/protocol/holder-link";
import { shortenName } from "@/lib/protocol/paper-name";
import type { PositiveInput } from "@/lib/protocol/positives";
import type { RecordInput } from "@/lib/protocol/records";
import type { SharedPaper } from "@/lib/protocol/shared-papers";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { StoredDevice } from "../identity/stored-device";
import type { AttestationDraft, PositiveDraft } from "./attestation-draft";
import type { AttestationSheet } from "./sealed-attestation";

/**
 * One attestation as it is signed, as it is registered and as it is printed: which field of the draft goes where.
 */
export type Issue = {
	readonly draft: AttestationDraft;
	/** Status index. */
	readonly index: number;
	/** The start that issues it, and its running number there. */
	readonly start: RecordInput["start"];
	readonly now: NumericDate;
	readonly expires: NumericDate;
	/** IANA name of the zone that the counter lives in. */
	readonly zone: string;
};

/** Latin letters, at most 40 of each: what doors compare, and where the check code's initials come from (EN-5, EN-6). */
export function namesOnPaper({ paper, identity }: AttestationDraft): { family: string; given: string } {
	const { family, given } = paper ?? identity.latin ?? identity;
	return { family: shortenName(family), given: shortenName(given) };
}

/** The sample time under the name that claims, record and sheet give it. Nothing else maps one to another. */
function sampleTimeOf({ draft: { performedAt }, zone }: { readonly draft: PositiveDraft; readonly zone: string }) {
	return { claims: { t: performedAt }, record: { sampled: { at: performedAt, zone } }, sheet: { performedAt } };
}

/** The other way: the act of an attestation that is issued once more. Its person and its key are the caller's. */
export function draftOfSigned(
	{ k, t, p, d }: SharedPaper["signed"] | AttestationClaims,
	products: StoredDevice["products"],
): Pick<AttestationDraft, "kind" | "performedAt" | "product" | "dose"> {
	const name = products.find(({ code }) => code === p)?.name ?? p;
	return {
		...{ kind: k, performedAt: t },
		...(p === undefined || name === undefined ? {} : { product: { code: p, name } }),
		...(d === undefined ? {} : { dose: d }),
	};
}

/** Spec §2. */
export function claimsOf(issue: Issue): AttestationClaims {
	const { draft, index, now, expires } = issue;
	const { family, given } = namesOnPaper(draft);
	return {
		iat: now,
		exp: expires,
		k: draft.kind,
		...sampleTimeOf(issue).claims,
		n: [family, given],
		b: draft.identity.birth,
		s: index,
		...(draft.product === undefined ? {} : { p: draft.product.code }),
		...(draft.kind === "V" && draft.dose !== undefined ? { d: draft.dose } : {}),
	};
}

/** What the holder link is made of, and what the page will ask for it. */
export type HolderSecrets = { readonly holderToken: string; readonly stripNumber: string };

/** Its form is not checked here. `rp1` is the attestation's text. */
export function recordOf(
	issue: Issue,
	{ rp1, holder }: { readonly rp1: string; readonly holder: HolderSecrets },
): RecordInput {
	const { draft, now, zone, start } = issue;
	return {
		key: draft.id,
		attestation: rp1,
		identity: draft.identity,
		...circumstancesOf(draft),
		contact: draft.contact,
		...(draft.professional === undefined ? {} : { professional: draft.professional }),
		...sampleTimeOf(issue).record,
		issued: { at: now, zone },
		queued: { at: now, zone },
		...holder,
		locale: draft.locale,
		...(start === undefined ? {} : { start }),
		...(draft.corrects === undefined ? {} : { corrects: draft.corrects }),
	};
}

/** What is registered beside the person and is neither signed nor printed. */
function circumstancesOf({ document, guardian, lot, consent }: PositiveDraft) {
	return {
		...(document === undefined ? {} : { document }),
		...(guardian === undefined ? {} : { guardian }),
		...(lot === undefined ? {} : { lot }),
		...(consent === undefined ? {} : { consent }),
	};
}

export type SheetParts = {
	readonly rp1: string;
	readonly holder: HolderSecrets;
	readonly code: IssuedCode;
	readonly pharmacy: NonNullable<StoredDevice["pharmacy"]>;
};

export function sheetOf(issue: Issue, { rp1, holder, code, pharmacy }: SheetParts): AttestationSheet {
	const { draft, index, now, expires, zone } = issue;
	const { latin, family, given, birth } = draft.identity;
	return {
		kind: draft.kind,
		person: { ...namesOnPaper(draft), birth },
		...(latin === undefined ? {} : { written: { family, given } }),
		...sampleTimeOf(issue).sheet,
		zone,
		issuedAt: now,
		expires,
		...(draft.product === undefined ? {} : { product: draft.product }),
		...(draft.dose === undefined ? {} : { dose: [...draft.dose] }),
		pharmacy: { name: pharmacy.name },
		rp1,
		checkCode: { number: code.number, code: code.code, ends: code.ends },
		holderPath: holderPath({ token: holder.holderToken, asks: "stripNumber", paperUntil: expires }),
		stripNumber: holder.stripNumber,
		...(draft.reference === undefined ? {} : { reference: draft.reference }),
		index,
	};
}

/** As a positive antigen test is registered (spec EN-15). Its form is not checked here. */
export function positiveOf(
	draft: PositiveDraft,
	{ now, zone }: { readonly now: NumericDate; readonly zone: string },
): PositiveInput {
	return {
		key: draft.id,
		identity: draft.identity,
		...circumstancesOf(draft),
		contact: draft.contact,
		...(draft.professional === undefined ? {} : { professional: draft.professional }),
		...(draft.product === undefined ? {} : { product: draft.product.code }),
		...sampleTimeOf({ draft, zone }).record,
		// Put right later, it was recorded when it was recorded first.
		recorded: { at: draft.redoes?.recorded ?? now, zone },
		locale: draft.locale,
	};
}
