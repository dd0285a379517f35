import { mailSheet } from "@/lib/device/counter/mail-sheet";
import { closeRefused, mendableRecord, mendRefused } from "@/lib/device/counter/mend-refused";
import { askRevocation, revocationRow } from "@/lib/device/counter/revocation";
import { type AttestationSheet, openAttestation } from "@/lib/device/counter/sealed-attestation";
import { isFateOpen } from "@/lib/device/counter/sheet-fate";
import type { UnlockedDevice } from "@/lib/device/identity/stored-device";
import { deviceNow } from "@/lib/device/trust/clock";
import type { CorrectionReason } from "@/lib/protocol/revocations";
import type { Locale } from "@/lib/shared/locale";
import { formOfEntry } from "../entry/correction";
import type { CounterForm } from "../entry/form-state";
import { drawText } from "../sheet/pdf/draw-text";
import { sheetPdf } from "../sheet/pdf/sheet-pdf";
import type { EntryActions, MailActions } from "./entry-dialog";
import type { DayEntry } from "./use-day-list";

/** What can be done with an entry of the list. Each is durable before the dialog closes. */
export function entryActions(options: {
	device: UnlockedDevice;
	entry: DayEntry | undefined;
	begin: (form: CounterForm) => void;
	printing: { readonly print: (sheet: AttestationSheet) => void; readonly reprint: (sheet: AttestationSheet) => void };
	wake: () => void;
	close: () => void;
	/** Of the screen. */
	locale: Locale;
	portalAnswers: boolean;
}): EntryActions {
	const { device, entry, begin, printing, wake, close } = options;
	const open = async () => {
		const sealed = entry?.row.sealed ?? undefined;
		return entry && sealed && openAttestation(device.storageKey, entry.row.key, sealed);
	};
	const correct = async (key: string, reason: CorrectionReason) => {
		const content = await open();
		if (content !== undefined) begin(formOfEntry({ key, content, reason }));
		close();
	};
	const dismiss = async (key: string) => {
		await closeRefused(key, { storageKey: device.storageKey, now: deviceNow() });
		wake();
		close();
	};
	const revoke = async (key: string, reason: CorrectionReason) => {
		const content = await open();
		if (content !== undefined) {
			const wish = { key, attestation: content.sheet.rp1, reason };
			await askRevocation(await revocationRow(device.storageKey, wish));
			wake();
		}
		close();
	};
	const known = async () => (await open())?.record?.contact.email;
	const send: MailActions["send"] = async (sheet, { email, key }) => {
		const locale = (await open())?.record?.locale ?? options.locale;
		const reprintedAt = entry && !isFateOpen(entry.row) ? new Date() : undefined;
		const pdf = sheetPdf({ sheet, reprintedAt }, { origin: window.location.origin, drawText });
		return mailSheet({ key, email, locale, pdf });
	};
	return {
		onClose: close,
		mail: { known, send, there: options.portalAnswers },
		// Of a sheet that nobody has in hand yet it is the first.
		onReprint: (sheet) => (entry && isFateOpen(entry.row) ? printing.print(sheet) : printing.reprint(sheet)),
		onCorrect: (key, reason) => void correct(key, reason),
		toMend: (key) => mendableRecord(key, { storageKey: device.storageKey }),
		onMend: async (key, value) => {
			const mended = await mendRefused({ key, value }, { device });
			if (!mended.ok) return mended.error.code;
			wake();
			close();
			return undefined;
		},
		onDismiss: (key) => void dismiss(key),
		onRevoke: (key, reason) => void revoke(key, reason),
	};
}
