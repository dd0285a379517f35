import type { SlotSecret } from "./vault-messages";

/**
 * Secrets of 32 bytes, each at a place of its own in one small file. A place is taken by writing random bytes into it
 * and given back by writing zeros over them: what was there is in no file of the profile any more, whatever its
 * database keeps of earlier days. A place of zeros is free.
 */

/** As much of a `FileSystemSyncAccessHandle` as is needed. */
export type OpenFile = {
	getSize(): number;
	read(into: Uint8Array<ArrayBuffer>, at: { at: number }): number;
	write(from: Uint8Array<ArrayBuffer>, at: { at: number }): number;
	flush(): void;
};

const SECRET_BYTES = 32;
/** Places of a new file. It doubles when they are taken: nothing that waits may be turned away for want of one. */
const FIRST_SLOTS = 2_048;

export function takeSlots(
	file: OpenFile,
	count: number,
	random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
): SlotSecret[] {
	const taken: SlotSecret[] = [];
	for (let slot = 0; taken.length < count; slot++) {
		if (slot * SECRET_BYTES >= file.getSize()) grow(file);
		if (readSlot(file, slot) !== undefined) continue;
		const secret = random(new Uint8Array(SECRET_BYTES));
		writeAll(file, slot, secret);
		taken.push({ slot, secret });
	}
	file.flush();
	return taken;
}

/** Undefined: nothing lies there, or no longer. */
export function readSlot(file: OpenFile, slot: number): SlotSecret | undefined {
	const secret = new Uint8Array(SECRET_BYTES);
	const length = file.read(secret, { at: slot * SECRET_BYTES });
	return length < SECRET_BYTES || secret.every((byte) => byte === 0) ? undefined : { slot, secret };
}

export function wipeSlots(file: OpenFile, slots: readonly number[]): void {
	for (const slot of slots) {
		if ((slot + 1) * SECRET_BYTES <= file.getSize()) writeAll(file, slot, new Uint8Array(SECRET_BYTES));
	}
	file.flush();
}

export function usedSlots(file: OpenFile): number[] {
	const used: number[] = [];
	for (let slot = 0; (slot + 1) * SECRET_BYTES <= file.getSize(); slot++) {
		if (readSlot(file, slot) !== undefined) used.push(slot);
	}
	return used;
}

function grow(file: OpenFile): void {
	const size = file.getSize();
	const more = Math.max(size, FIRST_SLOTS * SECRET_BYTES);
	if (file.write(new Uint8Array(more), { at: size }) < more) throw new DOMException("disk full", "QuotaExceededError");
}

function writeAll(file: OpenFile, slot: number, secret: Uint8Array<ArrayBuffer>): void {
	if (file.write(secret, { at: slot * SECRET_BYTES }) < SECRET_BYTES) {
		throw new DOMException("disk full", "QuotaExceededError");
	}
}
