"use client";

import { useTranslations } from "next-intl";
import { type CSSProperties, type ReactNode, useEffect, useRef } from "react";
import { ScrollArea } from "@/app/_ui/scroll-area";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import { leavesByItself, type Stage } from "../check-in/stage";
import { Countdown } from "./countdown";
import { LOOKS } from "./outcomes";
import { useVerdictWords, type VerdictWords } from "./use-verdict-words";
import { VerdictActions, type VerdictHandlers } from "./verdict-actions";
import { VerdictBody } from "./verdict-body";
import { VerdictIcon } from "./verdict-icon";
import type { VerdictView } from "./verdict-view";

type VerdictState = Extract<Stage, { state: "verdict" }>;

/** One verdict, full screen: shape and word first, then whom to compare, then what to do, at the thumb. */
export function VerdictStage(props: {
	stage: VerdictState;
	role: AssignmentKind;
	handlers: VerdictHandlers;
	torch: ReactNode;
	/** Lens, zoom and lamp, where the paper is needed again. */
	picture: ReactNode;
	/** Something covers the screen: the time of an acceptance does not run. */
	covered: boolean;
	onHold: () => void;
	onTimeUp: (id: number) => void;
}) {
	const { stage, role, handlers, torch, picture, covered, onHold, onTimeUp } = props;
	const { view, id, held, waited } = stage;
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
	const { tone } = LOOKS[view.outcome];
	return (
		<section
			ref={ref}
			tabIndex={-1}
			data-home=""
			aria-label={words.word(view)}
			data-verdict={view.outcome}
			data-tone={tone}
			data-unfinished="true"
			className="absolute inset-0 flex flex-col bg-paper outline-none short:flex-row"
		>
			{/* A touch anywhere holds; "keep on screen" does it for keys. */}
			<div
				className="flex min-h-0 min-w-0 flex-1 flex-col bg-paper short:flex-row"
				onPointerDown={temporary ? onHold : undefined}
			>
				<VerdictHead view={view} words={words} waited={waited} />
				<ScrollArea className="min-h-0 min-w-0 flex-1">
					{temporary ? (
						<Countdown key={id} held={held} stopped={covered} onHold={onHold} onEnd={() => onTimeUp(id)} />
					) : null}
					<div className="px-[clamp(1rem,5cqi,3rem)] py-[clamp(0.5rem,2.2cqb,2rem)]">
						<VerdictBody view={view} next={words.next(view)} />
						<div className="pt-3 empty:hidden">{picture}</div>
					</div>
				</ScrollArea>
			</div>
			<VerdictActions view={view} handlers={handlers} torch={torch} />
		</section>
	);
}

/** This verdict follows another one directly: it is not about the person who stood here. */
function NextPerson() {
	const t = useTranslations("door.scanner");
	return (
		<p data-next-person="" className="mb-2 rounded-full bg-ink px-4 py-1 text-lg font-bold text-paper">
			{t("nextPerson")}
		</p>
	);
}

function VerdictHead({ view, words, waited }: { view: VerdictView; words: VerdictWords; waited: boolean }) {
	const word = words.word(view);
	return (
		<div className="flex shrink-0 flex-col items-center justify-center bg-(--tone-bg) px-4 py-[clamp(0.75rem,2.6cqb,3rem)] text-center text-(--tone) short:w-[42%]">
			{waited ? <NextPerson /> : null}
			<VerdictIcon outcome={view.outcome} className="verdict-icon shrink-0" />
			<p
				data-word=""
				style={lettersOf(word)}
				className="verdict-word mt-[1.2cqb] leading-[1.02] font-extrabold tracking-wide text-balance"
			>
				{word}
			</p>
			<p className="verdict-why mt-[1cqb] text-balance text-ink">{words.why(view)}</p>
		</div>
	);
}

/** For the size of a word: a short one is written large, a long one so that its longest part fits on one line. */
function lettersOf(word: string): CSSProperties {
	const parts = word.split(" ");
	const [longest = 1] = parts.map(({ length }) => length).sort((a, b) => b - a);
	const lines = word.length <= ONE_LINE ? 1 : 2;
	return { "--letters": lines === 1 ? word.length : longest, "--lines": lines } as CSSProperties;
}

const ONE_LINE = 11;
