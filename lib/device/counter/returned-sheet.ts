import "client-only";
import { initialsOf } from "@/lib/checkcode/holder-facts";
import { type IssuedCode, issueCode } from "@/lib/checkcode/issue-code";
import { printPharmacyNumber } from "@/lib/checkcode/pharmacy-number";
import type { ReturnedPaper } from "@/lib/kit/returned-paper";
import { queuedEntry } from "@/lib/outbox/outbox";
import { type RecordInput, recordInput } from "@/lib/protocol/records";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { loadUnlocked } from "../identity/device-store";
import type { UnlockedDevice } from "../identity/stored-device";
import { database, type RelaisDatabase } from "../store/database";
import { type StorageFailure, storageFailure } from "../store/storage-failure";
import { bestNow } from "../trust/clock";
import type { AttestationDraft } from "./attestation-draft";
import { draftOfSigned, type HolderSecrets, type Issue, recordOf, sheetOf } from "./attestation-projections";
import { deviceZone } from "./device-zone";
import { envelopeOf, keptEnvelope } from "./envelope";
import { drawHolderSecrets, type Issuer, issuerOf } from "./make-attestation";
import { indexedDbOutboxStore } from "./outbox-store";
import { sealAttestation } from "./sealed-attestation";

/**
 * A sheet that another workstation of the pharmacy issued, before it failed, becomes an entry of this one (spec QM-4): its
 * paper as it is, a record of what the paper says and of what is typed again. The portal registers a paper once, whoever
 * sends it and under whatever key.
 */
export type ReturnedAct = {
	readonly paper: ReturnedPaper;
	/** What is on no sheet. */
	readonly sex: RecordInput["identity"]["sex"];
	readonly nir?: string;
	readonly contact: RecordInput["contact"];
	readonly guardian?: string;
	readonly consent?: true;
	/** Of the strip, where the person has it: its address then leads to the pass. Otherwise another one is made. */
	readonly strip?: HolderSecrets;
	readonly locale: RecordInput["locale"];
};

type ReturnFailure = Failure<"not_enrolled" | "record_malformed"> | StorageFailure;

/** `known`: this workstation has it in its list already. */
type ReturnedEntry = { readonly key: string; readonly known: boolean };

type ReturnPorts = { readonly db: RelaisDatabase; readonly now: () => NumericDate; readonly zone: () => string };
const browserPorts = (): ReturnPorts => ({ db: database(), now: bestNow, zone: deviceZone });

/** Whether this workstation has it in its list already. */
export async function isReturnedKnown({ index }: ReturnedPaper, db: RelaisDatabase = database()): Promise<boolean> {
	return (await entryWith(index, db)) !== undefined;
}

async function entryWith(index: string, db: RelaisDatabase) {
	return (await db.outbox.toArray()).find((row) => row.index === index);
}

/** On the disk when it resolves. */
export async function takeReturned(
	act: ReturnedAct,
	ports: ReturnPorts = browserPorts(),
): Promise<Result<ReturnedEntry, ReturnFailure>> {
	try {
		return await take(act, ports);
	} catch (error) {
		const failure = storageFailure(error);
		if (failure === undefined) throw error;
		return err(failure);
	}
}

async function take(act: ReturnedAct, { db, now, zone }: ReturnPorts): Promise<Result<ReturnedEntry, ReturnFailure>> {
	const device = await loadUnlocked(db);
	const issuer = device && issuerOf(device);
	if (device === undefined || issuer === undefined) return err({ code: "not_enrolled", retryable: false });
	const key = crypto.randomUUID();
	const at = { now: now(), zone: zone() };
	const { text, claims, index } = act.paper;
	const paper = { rp1: text, holder: act.strip ?? drawHolderSecrets() };
	const issue = issueOf(act, { key, zone: at.zone, products: device.products });
	const record = recordInput.safeParse({ ...recordOf(issue, paper), queued: { at: at.now, zone: at.zone } });
	if (!record.success) return err({ code: "record_malformed", retryable: false });
	const sheet = sheetOf(issue, { ...paper, code: codeOf(claims, issuer), pharmacy: issuer.pharmacy });
	const sealed = await sealAttestation(device.storageKey, key, { record: record.data, sheet });
	const envelope = await envelopeOf(record.data, device.recordKey);
	const known = await db.transaction("rw", db.outbox, async () => {
		const before = await entryWith(index, db);
		if (before !== undefined) return before.key;
		await indexedDbOutboxStore(db).add(queuedEntry(key, at.now), { index, sealed, ...keptEnvelope(envelope) });
		// The person holds it. Where the strip is lost, another one has to be printed.
		if (act.strip !== undefined || sheet.checkCode.code === "") await db.outbox.update(key, { fate: "handed" });
		return undefined;
	});
	return ok({ key: known ?? key, known: known !== undefined });
}

/** The act as it was issued; what the failed workstation alone knew is not in it. */
function issueOf(
	{ paper: { claims }, sex, nir, contact, guardian, consent, locale }: ReturnedAct,
	{ key, zone, products }: { key: string; zone: string; products: UnlockedDevice["products"] },
): Issue {
	const [family, given] = claims.n;
	const draft: AttestationDraft = {
		id: key,
		...draftOfSigned(claims, products),
		identity: { family, given, birth: claims.b, sex, ...(nir === undefined ? {} : { nir }) },
		paper: { family, given },
		contact,
		...(guardian === undefined ? {} : { guardian }),
		...(consent === undefined ? {} : { consent }),
		locale,
	};
	return { draft, index: claims.s, start: undefined, now: claims.iat, expires: claims.exp, zone };
}

/** The code that stands on it, made again; empty where the keys of its day are gone, and with them every door that took it. */
function codeOf({ k, exp, b, n }: ReturnedPaper["claims"], { codeKeys, pharmacy }: Issuer): IssuedCode {
	const initials = initialsOf({ family: n[0], given: n[1] });
	const code = issueCode(codeKeys, { pharmacy: pharmacy.number, kind: k, exp, birth: b, initials });
	return code.ok ? code.value : { number: printPharmacyNumber(pharmacy.number), code: "", ends: exp };
}
