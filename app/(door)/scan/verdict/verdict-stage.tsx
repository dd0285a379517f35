"use client";

import { type ReactNode, useEffect, useRef } from "react";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import { leavesByItself, type Stage } from "../check-in/stage";
import { Countdown } from "./countdown";
import { LOOKS, type Tone } from "./outcomes";
import { useVerdictWords, type VerdictWords } from "./use-verdict-words";
import { VerdictActions, type VerdictHandlers } from "./verdict-actions";
import { VerdictBody } from "./verdict-body";
import { VerdictIcon } from "./verdict-icon";
import type { VerdictView } from "./verdict-view";

const COLOURS: Record<Tone, string> = {
	ok: "bg-ok-bg text-ok",
	out: "bg-out-bg text-out",
	compare: "bg-compare-bg text-compare",
	no: "bg-no-bg text-no",
	unknown: "bg-unknown-bg text-unknown",
	neutral: "bg-neutral-bg text-neutral",
};

type VerdictState = Extract<Stage, { state: "verdict" }>;

/** One verdict, full screen: shape and word first, then whom to compare, then what to do, at the thumb. */
export function VerdictStage(props: {
	stage: VerdictState;
	role: AssignmentKind;
	handlers: VerdictHandlers;
	torch: ReactNode;
	/** Lens, zoom and lamp, where the paper is needed again. */
	picture: ReactNode;
	onHold: () => void;
	onTimeUp: (id: number) => void;
}) {
	const { stage, role, handlers, torch, picture, onHold, onTimeUp } = props;
	const { view, id, held } = stage;
	const words = useVerdictWords(role);
	const ref = useRef<HTMLElement>(null);
	const { focus } = LOOKS[view.outcome];
	// The newest verdict takes the focus: nothing behind it can be pressed.
	// biome-ignore lint/correctness/useExhaustiveDependencies: `id` is the verdict
	useEffect(() => {
		const section = ref.current;
		const primary = focus === "primary" ? section?.querySelector<HTMLElement>("[data-primary]") : null;
		(primary ?? section)?.focus();
	}, [id]);
	const temporary = leavesByItself(view);
	return (
		<section
			ref={ref}
			tabIndex={-1}
			aria-label={words.word(view)}
			data-verdict={view.outcome}
			data-unfinished="true"
			className="absolute inset-0 flex flex-col bg-paper outline-none"
		>
			{/* A touch anywhere holds; "keep on screen" does it for keys. */}
			<div className="flex min-h-0 flex-1 flex-col overflow-y-auto" onPointerDown={temporary ? onHold : undefined}>
				<VerdictHead view={view} words={words} />
				{temporary ? <Countdown key={id} held={held} onHold={onHold} onEnd={() => onTimeUp(id)} /> : null}
				<div className="flex-1 px-5.5 py-5">
					<VerdictBody view={view} next={words.next(view)} />
				</div>
				<div className="px-5.5 pb-4 empty:hidden">{picture}</div>
			</div>
			<VerdictActions view={view} handlers={handlers} torch={torch} />
		</section>
	);
}

function VerdictHead({ view, words }: { view: VerdictView; words: VerdictWords }) {
	return (
		<div className={`px-5 pt-7 pb-6 text-center ${COLOURS[LOOKS[view.outcome].tone]}`}>
			<VerdictIcon outcome={view.outcome} className="mx-auto size-26" />
			<p
				className={`mt-3 leading-[1.05] font-extrabold tracking-wide text-balance ${view.outcome === "unverifiable" ? "text-[2.25rem]" : "text-[2.875rem]"}`}
			>
				{words.word(view)}
			</p>
			<p className="mt-2 text-[1.0625rem] text-balance">{words.why(view)}</p>
		</div>
	);
}
