"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { DialogHost } from "@/app/_ui/dialog";
import { PausedNote } from "./paused-note";

type PauseChange = { readonly type: "paused" | "resumed"; readonly by: string };

/** Who covers the door now. Dialogs and pages enter themselves; the door's desk follows. */
export class PauseRegister {
	readonly #open: string[] = [];
	readonly #listeners = new Set<(change: PauseChange) => void>();
	readonly #readers = new Set<() => void>();
	#missed = false;

	/** Begins a pause; answers what ends it. `by`: a name for tests and for nobody else. */
	pause(by: string): () => void {
		this.#open.push(by);
		this.#tell({ type: "paused", by });
		let ended = false;
		return () => {
			if (ended) return;
			ended = true;
			this.#open.splice(this.#open.indexOf(by), 1);
			this.#tell({ type: "resumed", by });
		};
	}

	/** Tells what pauses already, then every change. */
	follow(listener: (change: PauseChange) => void): () => void {
		for (const by of this.#open) listener({ type: "paused", by });
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
			for (const by of this.#open) listener({ type: "resumed", by });
		};
	}

	/** A code came that was not read: the dialogs say so. */
	tellMissed(missed: boolean): void {
		if (missed === this.#missed) return;
		this.#missed = missed;
		for (const listener of this.#readers) listener();
	}

	readonly missed = (): boolean => this.#missed;

	readonly onMissed = (listener: () => void): (() => void) => {
		this.#readers.add(listener);
		return () => this.#readers.delete(listener);
	};

	#tell(change: PauseChange): void {
		for (const listener of this.#listeners) listener(change);
	}
}

const PauseContext = createContext<PauseRegister | undefined>(undefined);

/** Around everything that may lie over the door: every dialog under it pauses the scanner, and says so. */
export function ScannerPauseProvider({ children }: { children: ReactNode }) {
	const [register] = useState(() => new PauseRegister());
	const host = useMemo(
		() => ({ onOpen: () => register.pause("dialog"), note: <DialogNote register={register} /> }),
		[register],
	);
	return (
		<PauseContext value={register}>
			<DialogHost value={host}>{children}</DialogHost>
		</PauseContext>
	);
}

function DialogNote({ register }: { register: PauseRegister }) {
	const missed = useSyncExternalStore(register.onMissed, register.missed, register.missed);
	return (
		<div role="status">
			<PausedNote missed={missed} />
		</div>
	);
}

export function usePauseRegister(): PauseRegister {
	const register = useContext(PauseContext);
	if (register === undefined) throw new Error("usePauseRegister outside of ScannerPauseProvider");
	return register;
}

/** For a page that covers the door without being a dialog: the scanner is paused while it is mounted and `active`. */
export function useScannerPause(by: string, active = true): void {
	const register = usePauseRegister();
	useEffect(() => (active ? register.pause(by) : undefined), [register, by, active]);
}
