/** Sends the PDF of a sheet to the address that its holder named (spec SH-19). Nothing of it is stored or logged. */
import "server-only";
import type { MailSheetAnswer, MailSheetRequest } from "@/lib/protocol/mailed-sheets";
import { err, ok, type Result } from "@/lib/shared/result";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import type { Handing } from "../../mail/sheet-mailer";
import type { Refusal } from "../refusal";

export async function mailSheet(
	context: ServerContext,
	{ deviceId }: DeviceCaller,
	{ pdf, ...named }: MailSheetRequest,
): Promise<Result<MailSheetAnswer, Refusal<"field_impossible">>> {
	const file = Buffer.from(pdf, "base64");
	if (!isPdf(file)) return err({ code: "field_impossible", field: "pdf" });
	const { sheetMailer, guard, log } = context;
	if (sheetMailer === undefined) return ok({ outcome: "not_handed", reason: "no_mail_server" });
	if (guard.mails.take(deviceId, performance.now()) > 0) return ok({ outcome: "not_handed", reason: "too_many" });
	const handing = await sheetMailer.hand({ ...named, pdf: file });
	log.info({ deviceId, mail: named.key, ...handing }, "a sheet was to be sent by mail");
	return ok(answerOf(handing));
}

function answerOf(handing: Handing): MailSheetAnswer {
	switch (handing.outcome) {
		case "handed":
			return { outcome: "handed" };
		case "refused":
			return { outcome: "refused", code: handing.reply };
		case "unreachable":
			return { outcome: "not_handed", reason: "unreachable" };
		case "full":
			return { outcome: "not_handed", reason: "too_many" };
	}
}

/** What is attached in the authority's name is at least the kind of file that it says it is. */
function isPdf(file: Buffer): boolean {
	return file.subarray(0, 5).toString("latin1") === "%PDF-" && file.subarray(-16).toString("latin1").includes("%%EOF");
}
