"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Direction } from "@/lib/checkin/checkin-event";
import { ActionBar, Primary, Side } from "../action-bar";
import type { VerdictView } from "./verdict-view";

type View<Outcome extends VerdictView["outcome"]> = Extract<VerdictView, { readonly outcome: Outcome }>;

export type VerdictHandlers = {
	readonly next: () => void;
	readonly undo: (view: View<"admitted" | "out">) => void;
	readonly pass: (view: View<"alreadyIn">, direction: Direction) => unknown;
	readonly compared: (view: View<"compare">, same: boolean) => void;
	readonly override: (view: View<"full">) => void;
	readonly retype: () => void;
	readonly showRules: () => void;
	readonly callSupervisor: (spoken: string) => void;
	readonly showHelp: (spoken: string) => void;
	readonly updateKeys: () => void;
	readonly updating: boolean;
};

/** The three buttons under a verdict; the middle one is where the thumb rests. */
export function VerdictActions(props: { view: VerdictView; handlers: VerdictHandlers; torch: ReactNode }) {
	const { view, handlers, torch } = props;
	const t = useTranslations("door");
	const next = (
		<Primary onClick={handlers.next} key="next">
			{t("verdict.next")}
		</Primary>
	);
	switch (view.outcome) {
		case "admitted":
		case "out":
			return (
				<ActionBar>
					{torch}
					{next}
					{view.event === "uncounted" ? null : (
						<Side disabled={view.event === undefined} onClick={() => handlers.undo(view)}>
							{t("verdict.undo")}
						</Side>
					)}
				</ActionBar>
			);
		case "notAPass":
		case "part":
			return (
				<ActionBar>
					{torch}
					{next}
				</ActionBar>
			);
		case "alreadyIn":
			return (
				<ActionBar>
					<Side onClick={() => handlers.pass(view, "in")}>{t("verdict.enterAnyway")}</Side>
					{next}
					<Side onClick={() => handlers.pass(view, "out")}>{t("verdict.recordOut")}</Side>
				</ActionBar>
			);
		case "full":
			return (
				<ActionBar>
					<Side onClick={() => handlers.override(view)}>{t("verdict.override")}</Side>
					{next}
				</ActionBar>
			);
		case "compare":
			return (
				<ActionBar>
					<Side onClick={() => handlers.compared(view, false)}>{t("code.different")}</Side>
					<Primary onClick={() => handlers.compared(view, true)}>{t("code.same")}</Primary>
					<Side onClick={handlers.retype}>{t("code.review")}</Side>
				</ActionBar>
			);
		case "refused":
			return (
				<ActionBar>
					<Side onClick={handlers.showRules}>{t("verdict.rules")}</Side>
					{next}
					<Side onClick={() => handlers.callSupervisor(view.spoken)}>{t("verdict.supervisor")}</Side>
				</ActionBar>
			);
		case "unverifiable":
			return (
				<ActionBar>
					<Side onClick={() => handlers.showHelp(view.spoken)}>{t("verdict.help")}</Side>
					{next}
					<Side busy={handlers.updating} onClick={handlers.updateKeys}>
						{handlers.updating ? t("verdict.updating") : t("verdict.update")}
					</Side>
				</ActionBar>
			);
	}
}
