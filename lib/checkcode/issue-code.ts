/** Makes the check code that is printed beside the QR (spec §5). Offline: needs only the counter's own keys. */
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { PHARMACY_NUMBER } from "@/lib/shared/pharmacy-number";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { type IssuerCodeKeys, POSITIONS, readKey } from "./derive-keys";
import { SLOT_CYCLE, slotDay, slotOf, slotStart } from "./expiry-slot";
import { type HmacSha256, plainHmac } from "./hmac-port";
import { normaliseBirth, normaliseInitials } from "./holder-facts";
import { KIND_SYMBOLS, macSymbol } from "./mac-symbols";
import { printPharmacyNumber } from "./pharmacy-number";
import { checkSymbol, groupCode, writeCode } from "./symbols";

export type CodeRequest = {
	/** Five digits, without the Damm digit. */
	readonly pharmacy: string;
	readonly kind: AttestationKind;
	/** The attestation's `exp`. The code ends up to three hours earlier, at the start of that slot. */
	readonly exp: NumericDate;
	/** YYMMDD, or `YYYY`, `YYYY-MM`, `YYYY-MM-DD`. */
	readonly birth: string;
	/** From `initialsOf`. */
	readonly initials: string;
};

export type IssuedCode = {
	/** `40123-3`. */
	readonly number: string;
	/** Four groups of four. */
	readonly code: string;
	/** First second at which the code is expired. */
	readonly ends: NumericDate;
};

/** `code_request_malformed`: a field has no usable form. `code_keys_missing`: no keys for this pharmacy and day. */
export type CodeFailure = Failure<"code_request_malformed" | "code_keys_missing">;

/** `hmac`: the platform's, where it has one that is quicker. */
export function issueCode(
	keys: IssuerCodeKeys,
	request: CodeRequest,
	hmac: HmacSha256 = plainHmac,
): Result<IssuedCode, CodeFailure> {
	const birth = normaliseBirth(request.birth);
	const kindSymbol = Object.hasOwn(KIND_SYMBOLS, request.kind) ? KIND_SYMBOLS[request.kind] : undefined;
	const usable = PHARMACY_NUMBER.test(request.pharmacy) && Number.isSafeInteger(request.exp) && request.exp >= 0;
	if (birth === undefined || kindSymbol === undefined || !usable) {
		return err({ code: "code_request_malformed", retryable: false });
	}
	const slot = slotOf(request.exp);
	const pKeys = keysOf(keys, request.pharmacy, slotDay(slot));
	if (!pKeys) return err({ code: "code_keys_missing", retryable: true });

	const slotValue = slot % SLOT_CYCLE;
	const initials = normaliseInitials(request.initials);
	const facts = { pharmacy: request.pharmacy, kindSymbol, slotValue, birth, initials };
	const values = [kindSymbol, slotValue >> 5, slotValue & 31, ...pKeys.map((key) => macSymbol(key, facts, hmac))];
	const symbols = writeCode([...values, checkSymbol(values)]);
	return ok({ number: printPharmacyNumber(request.pharmacy), code: groupCode(symbols), ends: slotStart(slot) });
}

function keysOf(keys: IssuerCodeKeys, pharmacy: string, day: string): readonly Uint8Array[] | undefined {
	if (keys.pharmacy !== pharmacy || !Object.hasOwn(keys.days, day)) return undefined;
	const decoded = keys.days[day]?.map(readKey).filter((key) => key !== undefined);
	return decoded?.length === POSITIONS ? decoded : undefined;
}
