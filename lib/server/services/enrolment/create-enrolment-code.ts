/**
 * A one-time enrolment code: 100 bits, shown to the operator, stored as a hash. It is derived from the master secret and
 * the request's random id, so that an operator whose answer was lost can ask again and sees the same code.
 */
import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { EnrolmentCode } from "@/generated/prisma/client";
import type { EnrolmentInput, EnrolmentTicket } from "@/lib/protocol/console";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import type { Actor } from "../../audit/actor";
import { noteAct } from "../../audit/note-act";
import type { ServerContext } from "../../context/server-context";
import { crockford, secretHash } from "../../crypto/secret-text";
import { isForeignKeyViolation } from "../../db/faults";
import { numericDate, timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";
import type { Refusal } from "../refusal";
import { type Home, homeSubject } from "./home-subject";

/** Crockford symbols: five bits each. */
const SYMBOLS = 20;
/** Long enough for a letter to a pharmacy, short enough for one that is lost. */
const ENROLMENT_CODE_LIFETIME = 14 * DAY;

type Created = Result<EnrolmentTicket, Refusal<"pharmacy_unknown" | "venue_unknown" | "id_taken">>;

/** The same id with the same content gives the same ticket; with other content it is refused. */
export async function createEnrolmentCode(
	context: ServerContext,
	input: EnrolmentInput,
	{ by, lifetime = ENROLMENT_CODE_LIFETIME }: { readonly by: Actor; readonly lifetime?: NumericDate },
): Promise<Created> {
	const now = context.clock();
	const [master] = context.keys.codeMaster;
	const home = homeOf(input);
	try {
		const row = {
			id: input.id,
			codeHash: secretHash(codeFor(master.secret, input.id)),
			role: input.role,
			...home,
			createdAt: timestamp(now),
			expiresAt: timestamp(now + lifetime),
		};
		await transact(context.db, async (tx) => {
			const { count } = await tx.enrolmentCode.createMany({ data: [row], skipDuplicates: true });
			const subject = { code: input.id, ...homeSubject(home) };
			if (count > 0) await noteAct(tx, { action: "enrolment-code.made", by, subject });
		});
	} catch (fault) {
		if (isForeignKeyViolation(fault)) {
			return err({ code: input.role === "counter" ? "pharmacy_unknown" : "venue_unknown" });
		}
		throw fault;
	}
	const row = await context.db.enrolmentCode.findUniqueOrThrow({ where: { id: input.id } });
	const same = row.role === input.role && row.pharmacyNumber === home.pharmacyNumber && row.venueId === home.venueId;
	return same ? ok(ticketOf(context, row)) : err({ code: "id_taken" });
}

function homeOf(input: EnrolmentInput): Home {
	return input.role === "counter"
		? { pharmacyNumber: input.pharmacy, venueId: null }
		: { pharmacyNumber: null, venueId: input.venue };
}

function ticketOf({ keys, settings }: ServerContext, row: EnrolmentCode): EnrolmentTicket {
	// Made before the master secret changed, perhaps.
	const candidates = keys.codeMaster.map(({ secret }) => codeFor(secret, row.id));
	const code = candidates.find((candidate) => timingSafeEqual(secretHash(candidate), row.codeHash));
	if (code === undefined) throw new Error("an enrolment code that no known master secret made");
	return { code, link: `${settings.origins[0]}/enrol#${code}.${keys.root}`, expiresAt: numericDate(row.expiresAt) };
}

function codeFor(master: Uint8Array, id: string): string {
	return crockford(createHmac("sha256", master).update(`enrolment-code|${id}`).digest().subarray(0, SYMBOLS));
}
