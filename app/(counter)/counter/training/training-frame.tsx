"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useIdle } from "@/app/_device/use-idle";
import { Button } from "@/app/_ui/button";
import { Dialog, DialogHost } from "@/app/_ui/dialog";
import type { TrainingPortal } from "@/lib/device/counter/training/training-portal";

/** Around every screen of an exercise: a colour that nothing else has, the word, the way out; in each dialog a line. */
export function TrainingFrame(props: { portal: TrainingPortal; onLeave: () => void; children: ReactNode }) {
	const { portal, onLeave, children } = props;
	const t = useTranslations("training");
	const [idle, setIdle] = useState(false);
	useIdle(0, () => setIdle(true));
	useLeaveKey(onLeave);
	const line = t("line");
	const host = useMemo(() => ({ onOpen: () => () => undefined, note: <DialogLine text={line} /> }), [line]);
	return (
		<DialogHost value={host}>
			<div data-training="" className="min-h-dvh border-training not-print:border-8 not-print:border-t-0">
				<section
					aria-label={t("word")}
					className="screen-only sticky top-0 z-10 flex flex-wrap items-center gap-x-4 gap-y-2 bg-training px-5 py-2 text-on-training"
				>
					<p className="text-2xl font-extrabold tracking-[0.2em]">{t("word")}</p>
					<p className="text-sm">{t("nothing")}</p>
					<div className="ml-auto flex flex-wrap gap-2">
						<AwaySwitch portal={portal} />
						<Button compact shortcut="F10" onClick={onLeave}>
							{t("leave")}
						</Button>
					</div>
				</section>
				{children}
				{idle ? <IdleQuestion onLeave={onLeave} onGoOn={() => setIdle(false)} /> : null}
			</div>
		</DialogHost>
	);
}

function DialogLine({ text }: { text: string }) {
	return <p className="rounded-field bg-training px-3 py-1 text-sm font-bold text-on-training">{text}</p>;
}

/** [DM-3] An outage, practised. */
function AwaySwitch({ portal }: { portal: TrainingPortal }) {
	const t = useTranslations("training");
	const [away, setAway] = useState(false);
	const change = () => {
		portal.setAway(!away);
		setAway(!away);
	};
	return (
		<Button compact aria-pressed={away} onClick={change}>
			{t("away")} <span aria-hidden="true">{away ? "☑" : "☐"}</span>
		</Button>
	);
}

/** [DM-5] Somebody may have come who is no invention. */
function IdleQuestion({ onLeave, onGoOn }: { onLeave: () => void; onGoOn: () => void }) {
	const t = useTranslations("training");
	const first = useRef<HTMLButtonElement>(null);
	useEffect(() => first.current?.focus(), []);
	return (
		<Dialog title={t("idle.title")} onClose={onGoOn}>
			<p>{t("idle.body")}</p>
			<div className="mt-5 flex flex-wrap gap-3">
				<Button ref={first} tone="primary" shortcut="F10" onClick={onLeave}>
					{t("leave")}
				</Button>
				<Button onClick={onGoOn}>{t("idle.goOn")}</Button>
			</div>
		</Dialog>
	);
}

/** F10, wherever the focus is. */
function useLeaveKey(onLeave: () => void): void {
	const current = useRef(onLeave);
	useEffect(() => {
		current.current = onLeave;
	});
	useEffect(() => {
		const onKeyDown = (event: KeyboardEvent) => {
			if (event.key !== "F10" || event.repeat || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
				return;
			event.preventDefault();
			current.current();
		};
		window.addEventListener("keydown", onKeyDown);
		return () => window.removeEventListener("keydown", onKeyDown);
	}, []);
}
