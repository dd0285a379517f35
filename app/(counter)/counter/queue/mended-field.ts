import { z } from "zod";
import { printDay } from "@/lib/entry/typed-day";
import { readExpiry } from "@/lib/entry/typed-expiry";
import { nameFault, readName } from "@/lib/entry/typed-name";
import { printPhone, readPhone } from "@/lib/entry/typed-phone";
import type { MendableField } from "@/lib/outbox/mending";
import { nirFault, readNir } from "@/lib/protocol/nir";
import { err, ok, type Result } from "@/lib/shared/result";
import type { FieldProblem } from "../entry/field-problems";

/** What is wrong with a text (messages `entry.problem`). */
type Wrong = { readonly code: FieldProblem; readonly retryable: false };

/** As the record has it, of what somebody typed into the field; read like the same field of the form. */
export function readMended(field: MendableField, typed: string, birth: string): Result<string, Wrong> {
	const text = typed.trim();
	// Was asked for when it was issued.
	if (text === "") return field === "guardian" || field === "lot.number" ? wrong("missing") : ok("");
	switch (field) {
		case "identity.nir": {
			const fault = nirFault(text, birth);
			return fault === undefined ? ok(readNir(text) ?? "") : wrong(`nir_${fault}`);
		}
		case "contact.phone": {
			const read = readPhone(text);
			return read.outcome === "read" ? ok(read.number) : wrong(`phone_${read.why}`);
		}
		case "contact.email":
			return z.email().safeParse(text).success ? ok(text) : wrong("email_wrong");
		case "lot.expiry": {
			const day = readExpiry(text);
			return day === undefined ? wrong("no_such_expiry") : ok(day);
		}
		case "identity.birthName":
		case "identity.usedName":
		case "guardian": {
			const name = readName(text);
			const fault = nameFault(name);
			return fault === undefined ? ok(name) : wrong(fault);
		}
		case "professional":
			return /^(\d{11}|[0-9A-Z]{9})$/.test(text) ? ok(text) : wrong("professional_wrong");
		case "document.issuer":
			return ok(text.toUpperCase());
		case "contact.address":
		case "lot.number":
			return ok(text);
	}
}

/** As people read it. */
export function printMended(field: MendableField, value: string): string {
	if (value === "") return "";
	if (field === "contact.phone") return printPhone(value);
	return field === "lot.expiry" ? printDay(value) : value;
}

function wrong(code: FieldProblem): Result<never, Wrong> {
	return err({ code, retryable: false });
}
