import { closeRefused, mendableRecord, mendRefused } from "@/lib/device/counter/mend-refused";
import { askRevocation, revocationRow } from "@/lib/device/counter/revocation";
import { type AttestationSheet, openAttestation } from "@/lib/device/counter/sealed-attestation";
import { isFateOpen } from "@/lib/device/counter/sheet-fate";
import type { UnlockedDevice } from "@/lib/device/identity/stored-device";
import { deviceNow } from "@/lib/device/trust/clock";
import type { CorrectionReason } from "@/lib/protocol/revocations";
import { formOfEntry } from "../entry/correction";
import type { CounterForm } from "../entry/form-state";
import type { EntryActions } from "./entry-dialog";
import type { DayEntry } from "./use-day-list";

/** What can be done with an entry of the list. Each is durable before the dialog closes. */
export function entryActions(options: {
	device: UnlockedDevice;
	entry: DayEntry | undefined;
	begin: (form: CounterForm) => void;
	printing: { readonly print: (sheet: AttestationSheet) => void; readonly reprint: (sheet: AttestationSheet) => void };
	wake: () => void;
	close: () => void;
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
	return {
		onClose: close,
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
