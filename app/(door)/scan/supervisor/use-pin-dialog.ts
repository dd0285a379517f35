"use client";

import { useEffect, useState } from "react";
import { changePin, pinWait, setFirstPin, tryPin } from "@/lib/device/door/supervisor-pin";
import { survive } from "@/lib/device/store/stand-in";
import { afterTry, afterTyping, type PinFault, type PinStep } from "./pin-steps";

type Asked = {
	/** There is a PIN already. */
	readonly known: boolean;
	/** Another PIN is to take its place. */
	readonly change: boolean;
	readonly onDone: (given: boolean) => void;
};

const LONGEST = 8;
const WAIT_MS = 1000;

/** What the PIN dialog shows and does: its step, what is typed, what was wrong with it, how long the lock still holds. */
export function usePinDialog({ known, change, onDone }: Asked) {
	const [step, setStep] = useState<PinStep>(known ? { step: "give" } : { step: "choose", before: undefined });
	const [typed, setTyped] = useState("");
	const [fault, setFault] = useState<PinFault>();
	const [busy, setBusy] = useState(false);
	const [wait, readWait] = usePinWait();

	const go = (next: PinStep, why?: PinFault) => {
		setStep(next);
		setTyped("");
		setFault(why);
	};
	const tryIt = async (pin: string) => {
		const tried = await survive(() => tryPin(pin));
		const next = afterTry(tried, { pin, change });
		if (next === "done") return onDone(true);
		await readWait();
		if ("step" in next) go(next);
		else go(step, next.fault);
	};
	const setIt = async (pin: string, before: string | undefined) => {
		const set =
			before === undefined
				? await survive(() => setFirstPin(pin))
				: (await survive(() => changePin({ before, after: pin }))).outcome === "right";
		// Another tab was faster: its PIN is the one to give.
		if (set) onDone(true);
		else go({ step: "give" });
	};
	const submit = async () => {
		if (busy || wait > 0) return;
		const move = afterTyping(step, typed);
		if (move.move === "stay") return move.fault === "form" ? setFault("form") : go(move.step, move.fault);
		if (move.move === "go") return go(move.step);
		setBusy(true);
		await (move.move === "try" ? tryIt(move.pin) : setIt(move.pin, move.before));
		setBusy(false);
	};
	const type = (text: string) => {
		setFault(undefined);
		setTyped(text.replace(/[^0-9]/g, "").slice(0, LONGEST));
	};
	return { step: step.step, typed, fault, busy, wait, submit, type };
}

/** Whole seconds until a PIN may be tried, counted down, and a way to read it anew. */
function usePinWait(): readonly [number, () => Promise<void>] {
	const [wait, setWait] = useState(0);
	const [read] = useState(() => async () => setWait(await pinWait()));
	useEffect(() => {
		void read();
		const timer = setInterval(() => void read(), WAIT_MS);
		return () => clearInterval(timer);
	}, [read]);
	return [wait, read];
}
