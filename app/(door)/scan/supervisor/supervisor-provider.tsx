"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { hasPin } from "@/lib/device/door/supervisor-pin";
import { runningTime } from "@/lib/device/identity/running-time";
import { survive } from "@/lib/device/store/stand-in";
import { PinDialog } from "./pin-dialog";

type Supervisor = {
	/**
	 * Asks for the supervisor's PIN; sets the first one where there is none. `what`: a sentence that says what it is asked
	 * for, in the reader's language. False: nobody gave it. A second question waits for the first.
	 */
	readonly ask: (what: string) => Promise<boolean>;
	/** Asks for the PIN and for another one in its place. */
	readonly change: () => Promise<boolean>;
	/** Whether a question is on the screen: nothing is scanned meanwhile. */
	readonly asking: boolean;
};

type Question = { readonly what: string; readonly change: boolean; readonly answer: (given: boolean) => void };

const SupervisorContext = createContext<Supervisor | undefined>(undefined);

/** How often running time is counted while the app is open (lib/device/identity/running-time.ts). */
const COUNT_MS = 30_000;

/** Everything under it may ask for the supervisor (DP-1, DP-2). */
export function SupervisorProvider({ children }: { children: ReactNode }) {
	const [questions, setQuestions] = useState<readonly Question[]>([]);
	const put = useCallback(
		(question: Omit<Question, "answer">) =>
			new Promise<boolean>((answer) => setQuestions((before) => [...before, { ...question, answer }])),
		[],
	);
	useEffect(() => {
		void survive(() => runningTime());
		const timer = setInterval(() => void survive(() => runningTime()), COUNT_MS);
		return () => clearInterval(timer);
	}, []);
	const [open] = questions;
	const asking = open !== undefined;
	const supervisor = useMemo(
		(): Supervisor => ({
			ask: (what) => put({ what, change: false }),
			change: () => put({ what: "", change: true }),
			asking,
		}),
		[put, asking],
	);
	const done = (given: boolean) => {
		setQuestions((before) => before.slice(1));
		open?.answer(given);
	};
	return (
		<SupervisorContext value={supervisor}>
			{children}
			{open === undefined ? null : <KnownPinDialog key={questions.length} question={open} onDone={done} />}
		</SupervisorContext>
	);
}

const pinIsSet = () => hasPin();

function KnownPinDialog({ question, onDone }: { question: Question; onDone: (given: boolean) => void }) {
	const known = useLive(pinIsSet);
	useEffect(() => {
		// A database that refuses to be read cannot vouch for a supervisor.
		if (known.state === "failed") onDone(false);
	});
	if (known.state !== "ready") return null;
	return <PinDialog known={known.value} change={question.change} what={question.what} onDone={onDone} />;
}

export function useSupervisor(): Supervisor {
	const supervisor = useContext(SupervisorContext);
	if (supervisor === undefined) throw new Error("useSupervisor outside of SupervisorProvider");
	return supervisor;
}
