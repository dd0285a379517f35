"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import { leavesByItself, type Stage } from "../check-in/stage";
import { Countdown } from "./countdown";
import { VerdictActions, type VerdictHandlers } from "./verdict-actions";
import { VerdictBody } from "./verdict-body";
import { VerdictIcon } from "./verdict-icon";
import type { VerdictView } from "./verdict-view";

const TONES: Record<VerdictView["outcome"], string> = {
	admitted: "bg-ok-bg text-ok",
	out: "bg-ok-bg text-ok",
	compare: "bg-compare-bg text-compare",
	alreadyIn: "bg-compare-bg text-compare",
	refused: "bg-no-bg text-no",
	unverifiable: "bg-unknown-bg text-unknown",
};

type VerdictState = Extract<Stage, { state: "verdict" }>;

/** One verdict, full screen: shape and word first, then whom to compare, then what to do, at the thumb. */
export function VerdictStage(props: {
	stage: VerdictState;
	handlers: VerdictHandlers;
	torch: ReactNode;
	onHold: () => void;
	onTimeUp: (id: number) => void;
}) {
	const { stage, handlers, torch, onHold, onTimeUp } = props;
	const { view, id, held } = stage;
	const t = useTranslations("door");
	const ref = useRef<HTMLElement>(null);
	// The newest verdict takes the focus: Enter goes on, and nothing behind it can be pressed.
	// biome-ignore lint/correctness/useExhaustiveDependencies: `id` is the verdict
	useEffect(() => {
		ref.current?.querySelector<HTMLElement>("[data-primary]")?.focus();
	}, [id]);
	const temporary = leavesByItself(view);
	return (
		<section
			ref={ref}
			aria-label={t(`verdict.${view.outcome}`)}
			data-verdict={view.outcome}
			data-unfinished="true"
			className="absolute inset-0 flex flex-col bg-paper"
		>
			{/* A touch anywhere holds; "keep on screen" does it for keys. */}
			<div className="flex min-h-0 flex-1 flex-col overflow-y-auto" onPointerDown={temporary ? onHold : undefined}>
				<VerdictHead view={view} />
				{temporary ? <Countdown key={id} held={held} onHold={onHold} onEnd={() => onTimeUp(id)} /> : null}
				<div className="flex-1 px-5.5 py-5">
					<VerdictBody view={view} />
				</div>
			</div>
			<VerdictActions view={view} handlers={handlers} torch={torch} />
		</section>
	);
}

function VerdictHead({ view }: { view: VerdictView }) {
	const t = useTranslations("door");
	return (
		<div className={`px-5 pt-7 pb-6 text-center ${TONES[view.outcome]}`}>
			<VerdictIcon outcome={view.outcome} className="mx-auto size-26" />
			<p
				className={`mt-3 leading-[1.05] font-extrabold tracking-wide text-balance ${view.outcome === "unverifiable" ? "text-[2.25rem]" : "text-[2.875rem]"}`}
			>
				{t(`verdict.${view.outcome}`)}
			</p>
			<p className="mt-2 text-[1.0625rem] text-balance">
				<Why view={view} />
			</p>
		</div>
	);
}

function Why({ view }: { view: VerdictView }) {
	const t = useTranslations("door");
	const format = useFormatter();
	switch (view.outcome) {
		case "admitted":
			return t("sentence.accepted");
		case "out":
			return t("sentence.out");
		case "compare":
			return t("sentence.codeAccepted");
		case "alreadyIn": {
			const time = format.dateTime(view.before.at * 1000, { hour: "2-digit", minute: "2-digit" });
			return t("verdict.alreadyInAt", { time, gate: view.before.gate });
		}
		case "refused":
		case "unverifiable":
			return t(`sentence.${view.class}`);
	}
}
